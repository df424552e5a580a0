"""The dictionary of indicators: open to everybody, complete, in English inside any frame."""

from __future__ import annotations

import pytest

from learnhub.reach.indicators import INDICATORS
from tests.web.client import PageClient


def test_the_list_has_them_all_and_leads_to_each(visitor: PageClient) -> None:
    page = visitor.get("/en/reach/indicators")
    for code, indicator in INDICATORS.items():
        assert indicator.definition in page.text
        assert indicator.name == page.click(code).title


@pytest.mark.parametrize("code", INDICATORS)
def test_a_definition_says_everything(visitor: PageClient, code: str) -> None:
    indicator = INDICATORS[code]
    text = visitor.get(f"/en/reach/indicators/{code}").text
    told = (
        indicator.definition, indicator.numerator, indicator.unit, indicator.additivity, indicator.time_basis,
        indicator.missing_rule, indicator.version, indicator.source, ", ".join(indicator.disaggregations),
        *(choice for argument in indicator.arguments for choice in (argument.name, *argument.choices)),
    )  # fmt: skip
    assert [each for each in told if str(each) not in text] == []


def test_a_definition_is_said_in_the_language_of_the_page_and_in_english(visitor: PageClient) -> None:
    page = visitor.get("/ar/reach/indicators/R04")
    assert page.tree.all("html")[0].get("dir") == "rtl"
    english = [each for each in page.main.all("span") if each.get("lang") == "en"]
    assert [each.text for each in english] == [f"{INDICATORS['R04'].name}. {INDICATORS['R04'].definition}"]
    assert page.main.all("h1")[0].text not in {"", INDICATORS["R04"].name}
    assert "50 %" in visitor.get("/fr/reach/indicators").text


def test_there_is_no_other_indicator(visitor: PageClient) -> None:
    visitor.get("/en/reach/indicators/R99", 404)
    visitor.get("/en/reach/indicators/r04", 404)
