"""IATI 2.03: the results of a publication, to be put into the reporter's own activity.

Order of elements: IATI schema 2.03, `iati-activity/result`. Only figures of the publication's own period, never
cumulative ones; a breakdown only as far as disclosure control left it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from learnhub.kernel.clock import iso
from learnhub.reach.publication.manifest import File, stem
from learnhub.reach.publication.model import Definition, DonorAlias, Publication
from learnhub.reach.publication.numbers import UNITS, data_text
from learnhub.reach.publication.observation import Number, Observation
from learnhub.reach.publication.tidy import indicator_rows

OUTPUT, OUTCOME = "1", "2"
_NUMBER, _PERCENTAGE = "1", "2"
_OWN_VOCABULARY = "99"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CUTS = ("sex", "age", "ref_area", "region", "country_group", "mode")
_SEXES = {"F": "female", "M": "male", "X": "other", "U": "unknown"}


def render_iati(publication: Publication) -> File:
    """One `result` per indicator that has a figure for the whole scope and period."""
    parameters = publication.parameters
    activity = ET.Element("iati-activity", {_LANGUAGE: parameters.language})
    count = 0
    by_indicator = _of_period(publication)
    for definition in indicator_rows(publication):
        figures = by_indicator[definition.code]
        total = publication.totals.get(definition.code)
        if total is not None and total.value is not None:
            _result(activity, publication, definition, total, figures)
            count += 1
    ET.indent(activity)
    text = ET.tostring(activity, encoding="unicode")
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
    return File(f"{stem(parameters)}.iati.xml", content, count)


def _result(
    activity: ET.Element,
    publication: Publication,
    definition: Definition,
    total: Observation,
    figures: Sequence[Observation],
) -> None:
    unit = UNITS[total.unit]
    aliases = [each for each in publication.aliases if each.indicator == definition.code]
    adds = "true" if unit.adds else "false"
    result = ET.SubElement(
        activity, "result", {"type": OUTCOME if definition.outcome else OUTPUT, "aggregation-status": adds}
    )
    _narrative(result, "title", publication.parameters.title)
    indicator = ET.SubElement(
        result,
        "indicator",
        {
            "measure": _PERCENTAGE if unit.percent else _NUMBER,
            "ascending": "false" if definition.falling_is_good else "true",
            "aggregation-status": adds,
        },
    )
    _narrative(indicator, "title", f"{definition.code} {definition.name}")
    _narrative(indicator, "description", _described(publication, definition, aliases))
    _references(indicator, publication, definition, aliases)
    _baseline(indicator, publication, total, aliases)
    _period(indicator, publication, total, figures, aliases)


def _described(publication: Publication, definition: Definition, aliases: Sequence[DonorAlias]) -> str:
    parameters = publication.parameters
    sentences = [
        definition.definition,
        f"Adds up {definition.additivity}." if definition.additivity else "",
        f"Methodology {parameters.methodology}; as-of {iso(parameters.as_of)}; release {parameters.release}.",
        *(f"{each.donor} {each.code}: {each.definition}" for each in aliases),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _references(
    indicator: ET.Element, publication: Publication, definition: Definition, aliases: Sequence[DonorAlias]
) -> None:
    site, reach, _ = publication.parameters.address.partition("/reach/")
    own = {"vocabulary": _OWN_VOCABULARY, "code": definition.code}
    ET.SubElement(
        indicator,
        "reference",
        own | ({"indicator-uri": f"{site}{reach}indicators/{definition.code}"} if reach else {}),
    )
    for alias in aliases:
        ET.SubElement(indicator, "reference", {"vocabulary": _OWN_VOCABULARY, "code": _clean(alias.code)})


def _baseline(
    indicator: ET.Element, publication: Publication, total: Observation, aliases: Sequence[DonorAlias]
) -> None:
    for alias in aliases:
        if alias.baseline is not None and alias.baseline_day is not None:
            _baseline_of(indicator, alias.baseline_day, alias.baseline, total.unit)
            return
    for figure in publication.key_figures:
        if figure.current == total.key and figure.previous is not None:
            before = publication.at(figure.previous)
            if before.value is not None:
                _baseline_of(indicator, before.period_end, before.value, total.unit)
            return


def _baseline_of(indicator: ET.Element, day: date, value: Number, unit: str) -> None:
    ET.SubElement(
        indicator,
        "baseline",
        {"year": f"{day.year}", "iso-date": day.isoformat(), "value": _written(value, unit)},
    )


def _period(
    indicator: ET.Element,
    publication: Publication,
    total: Observation,
    figures: Sequence[Observation],
    aliases: Sequence[DonorAlias],
) -> None:
    period = ET.SubElement(indicator, "period")
    ET.SubElement(period, "period-start", {"iso-date": total.period_start.isoformat()})
    ET.SubElement(period, "period-end", {"iso-date": total.period_end.isoformat()})
    for alias in aliases:
        if alias.target is not None:
            ET.SubElement(period, "target", {"value": _written(alias.target, total.unit)})
    for each in figures:
        cut = publication.cut(each)
        if each.value is None or len(cut) > 1 or cut - set(_CUTS):
            continue
        actual = ET.SubElement(period, "actual", {"value": _written(each.value, each.unit)})
        for name in sorted(cut):
            code = getattr(each, name)
            value = _SEXES.get(code, code) if name == "sex" else code
            ET.SubElement(actual, "dimension", {"name": name, "value": _clean(value)})


def _of_period(publication: Publication) -> defaultdict[str, list[Observation]]:
    """The observations of the publication's period by indicator, totals before their parts."""
    parameters = publication.parameters
    asked = (parameters.period_start, parameters.period_end)
    found: defaultdict[str, list[Observation]] = defaultdict(list)
    for each in sorted(publication.sorted_observations, key=lambda each: len(publication.cut(each))):
        if (each.period_start, each.period_end) == asked:
            found[each.indicator].append(each)
    return found


def _narrative(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(ET.SubElement(parent, tag), "narrative").text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _written(value: Number, unit: str) -> str:
    return data_text(value * 100 if UNITS[unit].percent else value)
