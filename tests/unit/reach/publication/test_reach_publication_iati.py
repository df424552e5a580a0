"""IATI results: the order that the schema demands, and nothing that was held back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from learnhub.reach.publication.iati import render_iati
from learnhub.reach.publication.model import Definition, DonorAlias, Publication
from tests.unit.reach.publication.sample_publication import PARAMETERS, REACHED, SHARE, sample, seen

ORDER = {
    "iati-activity": ["result"],
    "result": ["title", "description", "document-link", "reference", "indicator"],
    "indicator": ["title", "description", "document-link", "reference", "baseline", "period"],
    "baseline": ["location", "dimension", "comment", "document-link"],
    "period": ["period-start", "period-end", "target", "actual"],
    "target": ["location", "dimension", "comment", "document-link"],
    "actual": ["location", "dimension", "comment", "document-link"],
    "title": ["narrative"],
    "description": ["narrative"],
    "dimension": [],
    "reference": [],
    "narrative": [],
    "period-start": [],
    "period-end": [],
}
REQUIRED = {
    "result": ({"type"}, {"title", "indicator"}),
    "indicator": ({"measure"}, {"title"}),
    "reference": ({"vocabulary", "code"}, set()),
    "baseline": ({"year"}, set()),
    "period": (set(), {"period-start", "period-end"}),
    "period-start": ({"iso-date"}, set()),
    "period-end": ({"iso-date"}, set()),
    "target": ({"value"}, set()),
    "actual": ({"value"}, set()),
    "dimension": ({"name", "value"}, set()),
}


def results(publication: Publication | None = None) -> dict[str, ET.Element]:
    """The results by the code of their indicator, each checked against the order of the schema."""
    root = ET.fromstring(render_iati(publication or sample()).content)  # noqa: S314 - our own file
    for element in root.iter():
        tags = [child.tag for child in element]
        places = [ORDER[element.tag].index(tag) for tag in tags]
        assert places == sorted(places)
        attributes, children = REQUIRED.get(element.tag, (set(), set()))
        assert attributes <= set(element.keys())
        assert children <= set(tags)
    return {found(result, "indicator/reference").get("code", ""): result for result in root}


def found(element: ET.Element, path: str) -> ET.Element:
    """The first element at a path."""
    match = element.find(path)
    assert match is not None
    return match


def actuals(result: ET.Element) -> dict[tuple[str, str], str]:
    """The values of the period by dimension."""
    values = {}
    for actual in result.iter("actual"):
        dimension = actual.find("dimension")
        cut = ("", "") if dimension is None else (dimension.get("name", ""), dimension.get("value", ""))
        values[cut] = actual.get("value", "")
    return values


def test_people_are_never_added_up_and_enrolments_may_be() -> None:
    all_results = results()
    for code, adds in {"R04": "false", "Q01": "false", "E01": "true"}.items():
        assert all_results[code].get("aggregation-status") == adds
        assert found(all_results[code], "indicator").get("aggregation-status") == adds


def test_the_period_has_total_and_parts_but_nothing_held_back() -> None:
    values = actuals(results()["R04"])
    assert values[("", "")] == "49"
    assert values[("sex", "female")] == "25"
    assert values[("region", "AFR")] == "19"
    assert ("sex", "male") not in values
    assert not {name for name, _ in values} & {"centre", "course", "target"}


def test_the_year_before_is_the_baseline_not_a_period() -> None:
    result = results()["R04"]
    assert found(result, "indicator/baseline").attrib == {
        "year": "2023",
        "iso-date": "2023-12-31",
        "value": "16",
    }
    assert len(result.findall("indicator/period")) == 1
    assert found(result, "indicator/period/period-start").get("iso-date") == "2024-01-01"


def test_a_share_is_a_percentage() -> None:
    indicator = found(results()["Q01"], "indicator")
    assert indicator.get("measure") == "2"
    assert actuals(results()["Q01"]) == {("", ""): "52.083333"}


def test_gains_are_outcomes() -> None:
    assert {code: result.get("type") for code, result in results().items()} == {
        "E01": "1",
        "L04.g": "2",
        "Q01": "1",
        "R04": "1",
    }


def test_a_donor_finds_code_target_and_baseline_of_its_own() -> None:
    alias = DonorAlias(
        donor="Fund",
        code="F-2",
        definition="Share of women & girls",
        indicator="Q01",
        target=seen("Q01", 1, 2).value,
        baseline=seen("Q01", 2, 5).value,
        baseline_day=date(2022, 6, 30),
    )
    indicator = found(results(replace(sample(), aliases=(alias,)))["Q01"], "indicator")
    assert [each.get("code") for each in indicator.findall("reference")] == ["Q01", "F-2"]
    assert found(indicator, "baseline").attrib == {"year": "2022", "iso-date": "2022-06-30", "value": "40"}
    assert found(indicator, "period/target").get("value") == "50"
    assert "Fund F-2: Share of women & girls" in "".join(found(indicator, "description").itertext())


def test_an_indicator_leads_to_its_definition() -> None:
    about = replace(PARAMETERS, address="https://learnhub.example/en/reach/releases/net-2024-F1")
    reference = found(results(replace(sample(), parameters=about))["R04"], "indicator/reference")
    assert reference.get("indicator-uri") == "https://learnhub.example/en/reach/indicators/R04"


def test_a_total_that_is_held_back_leaves_the_indicator_out() -> None:
    hidden = tuple(each.without_value() if each.key == SHARE.key else each for each in sample().observations)
    assert set(results(sample().with_observations(hidden))) == {"E01", "L04.g", "R04"}


@pytest.mark.parametrize(("falling", "ascending"), [(True, "false"), (False, "true")])
def test_less_drop_out_is_better(*, falling: bool, ascending: str) -> None:
    definition = Definition(code="R04", name="", definition="", unit="persons", falling_is_good=falling)
    publication = Publication(parameters=PARAMETERS, observations=(REACHED,), definitions=(definition,))
    assert found(results(publication)["R04"], "indicator").get("ascending") == ascending


def test_forbidden_characters_are_replaced() -> None:
    odd = replace(sample(), parameters=replace(PARAMETERS, title="a\x00b\ud800"))
    title = found(results(odd)["R04"], "title/narrative")
    assert title.text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
