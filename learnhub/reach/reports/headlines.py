"""Key figures: the tiles of page 1, the table of all of them, and the ladder of enrolments."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import POINTS, UNDEFINED, change
from learnhub.reach.publication.observation import Observation
from learnhub.reach.publication.table import KeyFigure
from learnhub.reach.reports.bars import bar_cells
from learnhub.reach.reports.coverage import fitted
from learnhub.reach.reports.tables import plain
from learnhub.reach.reports.words import Words

# what a reader looks for first; others follow in the order of the publication
FIRST = ("R04", "R05", "R03", "E01", "C01", "C04", "S02", "T01", "H03", "R08", "Q01", "Q03.AFRICA", "Q03.LDC")
LADDER = "E05."
WOMEN = "Q01"
LEAST_STEPS = 3


def tiles(publication: Publication, words: Words, most: int) -> list[dict[str, Any]]:
    """The figures of page 1, those that are hidden last. Rungs of the ladder have a chapter of their own."""
    figures = _without_ladder(publication)
    ranks = {code: rank for rank, code in enumerate(FIRST)}

    def place(figure: KeyFigure) -> tuple[bool, int]:
        return publication.at(figure.current).suppressed, ranks.get(figure.current[0], len(FIRST))

    return [_tile(publication, figure, words) for figure in sorted(figures, key=place)[:most]]


def _without_ladder(publication: Publication) -> list[KeyFigure]:
    return [figure for figure in publication.key_figures if not figure.current[0].startswith(LADDER)]


def _tile(publication: Publication, figure: KeyFigure, words: Words) -> dict[str, Any]:
    current, previous = _both(publication, figure)
    notes = [figure.note] if figure.note else []
    notes.append(words.said("hidden_note") if current.suppressed else before_note(current, previous, words))
    return {
        "value": words.observed(current),
        "label": fitted(figure.label),
        "code": current.indicator,
        "note": fitted(". ".join(notes)),
    }


def _both(publication: Publication, figure: KeyFigure) -> tuple[Observation, Observation | None]:
    previous = publication.at(figure.previous) if figure.previous else None
    return publication.at(figure.current), previous


def before_note(current: Observation, previous: Observation | None, words: Words) -> str:
    """The figure of the period before and the change against it, as a sentence."""
    if previous is None or (previous.value is None and not previous.suppressed):
        return words.said("no_before")
    before = words.period(previous.period_start, previous.period_end)
    said, by = words.observed(previous), difference(current, previous, words)
    years = words.is_years(previous.period_start, previous.period_end)
    if previous.suppressed and years:
        return words.said("before_hidden", period=before)
    if previous.suppressed:
        return words.said("days_alone", previous=words.said("hidden_note"), period=before)
    if by:
        return words.said("before_note" if years else "days_note", previous=said, period=before, change=by)
    return words.said("before_alone" if years else "days_alone", previous=said, period=before)


def difference(current: Observation, previous: Observation | None, words: Words) -> str:
    """The change in words: points for shares and scores, else per cent; empty where one of the two is not shown."""
    moved = change(current, previous)
    if moved is None:
        return ""
    by, unit = moved
    if not by:
        return words.said("unchanged")
    said = words.difference(by, unit)
    return words.said("points", n=said) if unit in POINTS else said


def key_figures(publication: Publication, words: Words) -> list[dict[str, Any]]:
    """All headline figures with those of the period before."""
    rows = []
    for figure in _without_ladder(publication):
        current, previous = _both(publication, figure)
        before = words.observed(previous) if previous else UNDEFINED
        by = difference(current, previous, words)
        rows.append([current.indicator, figure.label, words.observed(current), before, by])
    if not rows:
        return []
    head = [words.said(name) for name in ("code", "indicator", "this_period", "before", "change")]
    part = plain("", head, rows, numbers=(2, 3, 4), narrow=(0,), words=words)
    held = {
        figure.current[0] for figure in publication.key_figures if publication.at(figure.current).suppressed
    }
    if held:
        why = ["legend_held", *(["women_instead"] if WOMEN in held else [])]
        others = [note for note in part["notes"] if note != words.said("legend_hidden")]
        part["notes"] = [*(fitted(words.said(name)) for name in why), *others]
    return [part]


def ladder(publication: Publication, words: Words) -> list[dict[str, Any]]:
    """The rungs of E05 with bars, if the publication has them."""
    rungs = [figure for figure in publication.key_figures if figure.current[0].startswith(LADDER)]
    if len(rungs) < LEAST_STEPS:
        return []
    figures = [publication.at(figure.current) for figure in rungs]
    rows = [[figure.label, words.observed(seen)] for figure, seen in zip(rungs, figures, strict=True)]
    part = plain("", words.listed("ladder_head"), rows, numbers=(1,), words=words)
    sizes = [None if seen.value is None else Fraction(seen.value) for seen in figures]
    part["columns"].append({"label": "", "number": False, "wide": False, "bar": True})
    for row, cell in zip(part["rows"], bar_cells(sizes), strict=True):
        row.append(cell)
    return [part]
