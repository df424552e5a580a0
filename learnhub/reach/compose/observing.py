"""Answers as observations: engine codes and dimensions become those of the data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Answer, Answers, Question
from learnhub.reach.compose.plan import Measure
from learnhub.reach.figures import TOTAL as ALL
from learnhub.reach.figures import Value
from learnhub.reach.indicators import INDICATORS, Indicator
from learnhub.reach.publication.model import Definition
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.publication.observation import DIMENSIONS, PROJECTS, TOTAL, Key, Observation, Observed

DIMENSION = {
    "centre": "centre", "course": "course", "event": "event", "theme": "theme", "mode": "mode",
    "country": "ref_area", "region": "region", "gender": "sex", "age": "age", "group": "country_group",
}  # fmt: skip
ELSEWHERE = "none"  # the row of what is no course in a table of courses, or no event in one of events
_UNIT_OF_ARGUMENT = {
    ("H05", "months"): "months",
    ("L06", "facility"): "ratio",
    ("L06", "discrimination"): "points",
}
_ADDS = {
    "gender": "sex", "age": "age", "country": "ref_area", "region": "region", "centres": "centre",
    "courses": "course", "themes": "theme",
}  # fmt: skip
OUTCOMES = frozenset("LU")
FALLING = frozenset({"C05", "T04"})  # drop-out and absence: less is better


def placed(dimension: str, code: str) -> dict[str, str]:
    """An engine label under the names of the data files: `goal` `SDG:13` is framework SDG, target 13.

    A donor project is a target of the reserved framework, as in the ledger.
    """
    if dimension == "project":
        return {"framework": PROJECTS, "target": code}
    if dimension in {"goal", "code"}:
        if code == ALL:
            return {}
        framework, _, target = code.partition(":")
        return {"framework": framework, "target": target}
    return {DIMENSION[dimension]: TOTAL if code == ALL else code}


def unit_of(measure: Measure) -> str:
    """The unit of a measure's values, a code of `publication.numbers.UNITS`."""
    for _, value in measure.arguments:
        if (measure.code, value) in _UNIT_OF_ARGUMENT:
            return _UNIT_OF_ARGUMENT[measure.code, value]
    unit = str(INDICATORS[measure.code].unit)
    return unit if unit in UNITS else "number"


def key_of(measure: Measure, period: Period, confined: Mapping[str, str], **labels: str) -> Key:
    """The key of the observation of these engine labels (`country="KE"`)."""
    codes = _placed(confined, labels)
    return (
        measure.name, period.start.isoformat(), period.end.isoformat(),
        *(codes.get(dimension, TOTAL) for dimension in DIMENSIONS),
    )  # fmt: skip


def observations_of(answers: Answers, status: Observed) -> tuple[Observation, ...]:
    """Every cell of every answer, once. `status` is that of defined values: normal or provisional."""
    found: dict[Key, Observation] = {}
    cuts = {question.by for question in answers.found}
    wide = {by: [[*labels_of(answers, by, place), ALL] for place in range(len(by))] for by in cuts}
    for question, answer in answers.found.items():
        for each in _of(question, answer, wide[question.by], answers.confined.filters, status):
            found.setdefault(each.key, each)
    return tuple(found.values())


def labels_of(answers: Answers, by: tuple[str, ...], place: int) -> list[str]:
    """The labels of one dimension of tables with this cut, in order: all that any measure has a figure for.

    Centres without any figure are left out, as there are many of them in a network.
    """
    found: dict[str, None] = {}
    for question, answer in answers.found.items():
        if question.by == by:
            found.update((label, None) for label in answer.axes[place] if _belongs(answer, by, place, label))
    return [label for label in found if label not in {ELSEWHERE, ""}]


def _belongs(answer: Answer, by: tuple[str, ...], place: int, label: str) -> bool:
    if by[place] != "centre":
        return True
    return any(value.numerator or value.n for labels, value in answer.cells.items() if labels[place] == label)


def definitions_of(codes: Iterable[str]) -> tuple[Definition, ...]:
    """The catalogue's entries for these indicators, by code."""
    return tuple(_definition(INDICATORS[code]) for code in sorted(set(codes)))


def _of(
    question: Question,
    answer: Answer,
    wide: Sequence[Sequence[str]],
    confined: Mapping[str, str],
    status: Observed,
) -> Iterator[Observation]:
    missing = Value(0, answer.whole.denominator and 0, 0)
    for labels in product(*wide):
        value = answer.cells.get(labels, missing)
        cut = dict(zip(question.by, labels, strict=True))
        yield _observation(question.measure, question.period, confined, cut, value, status)


def _observation(
    measure: Measure,
    period: Period,
    confined: Mapping[str, str],
    labels: Mapping[str, str],
    value: Value,
    status: Observed,
) -> Observation:
    indicator = INDICATORS[measure.code]
    dimensions: dict[str, Any] = _placed(confined, labels)
    rate = value.denominator is not None
    return Observation(
        indicator=measure.name,
        name=indicator.name,
        unit=unit_of(measure),
        period_start=period.start,
        period_end=period.end,
        time_basis=indicator.time_basis,
        value=value.value,
        numerator=value.numerator if rate else None,
        denominator=value.denominator,
        obs_status=status if value.value is not None else Observed.UNDEFINED,
        contributors=value.n,
        largest_share=value.largest_share,
        **dimensions,
    )


def _placed(confined: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for dimension, code in (*confined.items(), *labels.items()):
        codes |= placed(dimension, code)
    return codes


def _definition(indicator: Indicator) -> Definition:
    additivity = str(indicator.additivity)
    return Definition(
        code=indicator.code,
        name=indicator.name,
        definition=indicator.definition,
        unit=unit_of(Measure(indicator.code)),
        time_basis=indicator.time_basis,
        additive_over=tuple(dimension for word, dimension in _ADDS.items() if word in additivity),
        additivity=additivity,
        missing_rule=indicator.missing_rule,
        version=indicator.version,
        outcome=indicator.code[0] in OUTCOMES,
        falling_is_good=indicator.code in FALLING,
    )
