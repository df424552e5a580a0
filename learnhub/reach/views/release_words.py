"""What the pages of releases call scopes, stages, views, files, figures and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.compose.names import Names, Titles
from learnhub.reach.compose.observing import DIMENSION
from learnhub.reach.compose.plan import Measure
from learnhub.reach.compose.tables import title_of
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.projects.queries import find_project
from learnhub.reach.publication.model import Revision
from learnhub.reach.publication.numbers import UNDEFINED, UNITS, paper_places, places_apart, whole_places
from learnhub.reach.publication.observation import PROJECTS, Number
from learnhub.reach.releases import access, summary
from learnhub.reach.views.dashboard_words import decimal, percent
from learnhub.reach.views.release_rows import MEASURES
from learnhub.web.addresses import public_address
from learnhub.web.i18n import LANGUAGES, comma, in_one_piece, language

_DIMENSIONS = {filed: ours for ours, filed in DIMENSION.items()}
_STAGES = {"P": _l("provisional"), "F": _l("final"), "R": _l("revised")}
_VIEWS = {
    "internal": _l("Internal: exact, not to be passed on"),
    "partner": _l("Partners: exact where allowed, small numbers held back"),
    "public": _l("Public: rounded, open data"),
}
_FIGURES = {
    "R01": _l("Persons enrolled"),
    "R03": _l("People at training events"),
    "R04": _l("Learners reached"),
    "R05": _l("New learners"),
    "R06": _l("Returning learners"),
    "R08": _l("Countries reached"),
    "E01": _l("Enrolments"),
    "C01": _l("Completions"),
    "S02": _l("Valid certificates"),
    "T01": _l("Training events held"),
    "H03": _l("Hours of learning"),
    "Q01": _l("Share of women"),
    "Q03.LDC": _l("Share from least developed countries"),
    "Q03.SIDS": _l("Share from small island developing States"),
    "Q03.AFRICA": _l("Share from countries of Priority Africa"),
}
_REASONS = {
    "LATE": _l("late record"),
    "MERGE": _l("accounts merged"),
    "UNMERGE": _l("merge undone"),
    "VOID": _l("record made void"),
    "CORRECT": _l("correction"),
    "CONFIRM": _l("account confirmed"),
    "ERASURE": _l("erasure"),
    "METHOD": _l("definition changed"),
    "LIST": _l("list changed"),
    "LONGER": _l("watched for longer"),
}
# in the order in which people look for them
_CONTENTS = (
    (re.compile(r"_board_(?P<language>..)\.pdf"), _l("Summary on one page")),
    (re.compile(r"_matrix_(?P<language>..)\.pdf"), _l("Goals and regions")),
    (re.compile(r"_renewal_(?P<language>..)\.pdf"), _l("Evidence for a renewal")),
    (re.compile(r"_donor_(?P<language>..)\.pdf"), _l("Report for a donor")),
    (re.compile(r"_[a-z]+_(?P<language>..)\.pdf"), _l("Report to read and print")),
    (re.compile(r"\.xlsx"), _l("Workbook: tables, charts, explanations")),
    (re.compile(re.escape(summary.KEY_FIGURES)), _l("Key figures")),
    (re.compile(re.escape(summary.REVISIONS)), _l("Figures that changed, with reasons")),
    (re.compile(r"_(internal|partner|public)\.csv$"), _l("All figures, one per row")),
    (re.compile(r"\.indicators\.csv"), _l("The indicators with their definitions")),
    (re.compile(r"\.codes\.csv"), _l("Code lists")),
    (re.compile(r"datapackage\.json"), _l("Description of the data (Data Package)")),
    (re.compile(r"\.csv-metadata\.json"), _l("Description of the data (CSV on the Web)")),
    (re.compile(r"_(internal|partner|public)\.json"), _l("All figures as JSON")),
    (re.compile(r"\.parquet"), _l("All figures as Parquet")),
    (re.compile(r"public\.sdmx\.csv|partner\.sdmx\.csv|internal\.sdmx\.csv"), _l("SDMX-CSV 2.1")),
    (re.compile(r"\.activities\.sdmx\.csv"), _l("SDMX-CSV 2.1: courses and events")),
    (re.compile(r"\.iati\.xml"), _l("IATI 2.03 results")),
    (re.compile(re.escape(summary.DATA_MANIFEST)), _l("Checksums of the data that the documents print")),
    (re.compile(re.escape(summary.HOW_TO_CHECK)), _l("How to check these files")),
    (re.compile(re.escape(summary.CHECKER)), _l("Program that checks them (Python)")),
)
_PAPER = re.compile(r"_(?!board|matrix|renewal)[a-z]+_(?P<language>..)\.pdf$")


def scope_name(known: Reference, scope: str) -> str:
    """The network, a centre, a country or a donor project in words."""
    if scope == access.NETWORK:
        return str(_("The whole network"))
    if scope.startswith(access.CENTRE):
        return known.centre_name(scope.removeprefix(access.CENTRE))
    if scope.startswith(access.PROJECT):
        project = find_project(reading(), scope.removeprefix(access.PROJECT))
        return project.title if project else scope
    return str(known.official_name(scope.removeprefix(access.COUNTRY), language()))


def stage_name(stage: str) -> str:
    """How settled a release is, in words."""
    return str(_STAGES[stage])


def view_name(view: str) -> str:
    """For whom a view is, in words."""
    return str(_VIEWS[view])


class FigureNames:
    """Names of figures in the reader's language, as the documents call them; empty for one that there is no more."""

    def __getitem__(self, indicator: str) -> str:
        if indicator in _FIGURES:
            return str(_FIGURES[indicator])
        measure, code = MEASURES.get(indicator), indicator.partition(".")[0]
        if code not in INDICATORS:
            return ""
        if measure is None:
            return str(_(INDICATORS[code].name))
        return figure_title(measure)


def figure_title(measure: Measure) -> str:
    """The name of a figure with what was chosen of it, as key figures are called where it is one of them."""
    if measure.arguments and measure.name in _FIGURES:
        return str(_FIGURES[measure.name])
    return title_of(measure, Names(reference(reading()), Titles(), language(), _))


def part_of(scope: str, filters: str) -> str:
    """The part of a table that a revision is about, `ref_area=KE&sex=F`, in words, without the release's own scope.

    A code without a name stands behind that of its dimension.
    """
    codes = dict(part.split("=", 1) for part in filters.split("&") if part)
    framework, target = codes.pop("framework", ""), codes.pop("target", "")
    told = {_DIMENSIONS.get(name, name): code for name, code in codes.items()}
    if framework and framework != PROJECTS:
        told["goal"] = f"{framework}:{target}"
    own = {"centre": access.CENTRE, "country": access.COUNTRY}
    names = Names(reference(reading()), Titles(), language(), _)
    said = [
        _part(names, dimension, code)
        for dimension, code in told.items()
        if scope != own.get(dimension, "") + code
    ]
    return comma().join(said) or _("All")


def _part(names: Names, dimension: str, code: str) -> str:
    if dimension == "period":
        return in_one_piece(code)
    label = names.label(dimension, code)
    return label if label != code else f"{names.dimension(dimension)} {in_one_piece(code)}"


def reasons(codes: Iterable[str]) -> str:
    """Reason codes in words."""
    return comma().join(str(_REASONS.get(code, code)) for code in codes)


def citation(release_id: str, about: Mapping[str, Any], digest: str, made_at: datetime) -> str:
    """How a release is cited: in English everywhere, with the scope in its name, so that it can be found again."""
    return (
        f"LearnHub ({made_at.year}). {about['title']}, release {release_id}, {about['view']} view. "
        f"{public_address('reach.release', lang='en', release_id=release_id)}. SHA-256 {digest[:16]}."
    )


def contents(name: str) -> str:
    """What is in a file, by its name."""
    for pattern, words in _CONTENTS:
        found = pattern.search(name)
        if found:
            spoken = found.groupdict().get("language", "")
            return f"{words} ({LANGUAGES[spoken]})" if spoken in LANGUAGES else str(words)
    return ""


def in_order(files: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str]]:
    """The files of a manifest with what is in them, those first that people look for."""

    def rank(file: Mapping[str, Any]) -> tuple[int, str]:
        places = (place for place, (pattern, _) in enumerate(_CONTENTS) if pattern.search(file["name"]))
        return next(places, len(_CONTENTS)), file["name"]

    return [(file, contents(file["name"])) for file in sorted(files, key=rank)]


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that is passed on: its name, what it is, of which kind, how large."""

    name: str
    words: str
    kind: str
    bytes: int


def to_pass_on(files: Iterable[Mapping[str, Any]]) -> list[Passed]:
    """The report in each language, the reader's first, then English, and the workbook."""
    sizes = {str(file["name"]): int(file["bytes"]) for file in files}
    papers = [name for name in sizes if _PAPER.search(name)]
    chosen = sorted(
        papers, key=lambda name: (not name.endswith(f"_{language()}.pdf"), not name.endswith("_en.pdf"))
    )
    books = [name for name in sizes if name.endswith(".xlsx")]
    return [
        Passed(name, contents(name), name.rpartition(".")[2].upper(), sizes[name])
        for name in (*chosen, *books)
    ]


def written(value: Number | None, unit: str, places: int | None = None) -> str:
    """A figure as the page's language writes it, a share with its per cent sign."""
    if value is None:
        return UNDEFINED
    kept = paper_places(value, unit) if places is None else places
    return percent(value, kept) if UNITS[unit].percent else decimal(value, kept)


def written_for_all(value: Number | None, unit: str) -> str:
    """The same of the public view, where shares are whole per cent and sums are rounded: without empty decimals."""
    return written(value, unit, whole_places(value, unit))


def told_apart(each: Revision) -> tuple[str, str]:
    """What a figure was and what it is, with as many decimals as show the difference."""
    places = places_apart(each.previous, each.new, each.unit)
    return written(each.previous, each.unit, places), written(each.new, each.unit, places)
