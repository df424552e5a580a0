"""The first two sheets: what this workbook is, and its headline numbers."""

from __future__ import annotations

from collections.abc import Sequence

from learnhub.kernel.clock import iso
from learnhub.reach.publication.model import DonorAlias, Publication
from learnhub.reach.publication.numbers import SUPPRESSED, UNDEFINED, change
from learnhub.reach.publication.parameters import Status, View
from learnhub.reach.publication.sheet import Sheet
from learnhub.reach.publication.table import KeyFigure

WHAT = {
    "README": "What this workbook is",
    "Key_figures": "Headline numbers with those of the period before",
    "By_centre": "Training centres",
    "By_country": "Countries of residence",
    "Region_x_theme": "Regions and themes",
    "Gender_age": "Gender and age",
    "Frameworks": "Contribution to goals and targets",
    "Courses": "Courses",
    "Events": "Training events",
    "Learning": "Learning gains and tests",
    "Follow_up": "What learners said, and what they apply",
    "Revisions": "What differs from the release before, and why",
    "Data": "Every figure, one per row",
    "Data_dictionary": "The columns of Data",
    "Code_lists": "The codes of Data",
    "Methodology": "How it was counted",
    "Manifest": "How it was made, for checking",
}
_VIEWS = {
    View.INTERNAL: "internal: exact figures, not to be passed on",
    View.PARTNER: "partner: small numbers are held back",
    View.PUBLIC: "public",
}
_NOT_FINAL = "Provisional, not for quotation."


def readme(sheet: Sheet, publication: Publication, names: Sequence[str]) -> None:
    """What, when, for whom, and how to read it."""
    parameters, say = publication.parameters, publication.say
    sheet.title(parameters.title)
    if parameters.status is Status.PROVISIONAL:
        sheet.line(say(_NOT_FINAL), strong=True)
    for label, value in (
        ("Publisher", parameters.publisher),
        ("Release", f"{parameters.release} ({say(str(parameters.status))})"),
        ("View", say(_VIEWS[parameters.view])),
        (
            "Scope",
            parameters.scope_label
            or (say("the whole network") if parameters.scope == "net" else parameters.scope),
        ),
        ("Period", f"{parameters.period_start} – {parameters.period_end}"),
        ("As of", iso(parameters.as_of)),
        ("Methodology", parameters.methodology),
        ("Replaces", parameters.supersedes or ""),
        ("Licence", parameters.open_licence),
        ("Address", parameters.address),
    ):
        if value:
            sheet.cells((say(label), value))
    sheet.next_row()
    sheet.line(say("How to read it"), strong=True)
    sheet.cells((SUPPRESSED, say("held back so that nobody can be recognised")))
    sheet.cells((UNDEFINED, say("undefined: there is nothing to divide by")))
    sheet.cells(("0", say("counted, and there is none")))
    for note in publication.footnotes:
        sheet.line(note)
    sheet.next_row()
    sheet.line(say("Sheets"), strong=True)
    for name in names:
        sheet.cells((name, say(WHAT[name])))
    sheet.worksheet.repeat_rows(0)
    sheet.finish()


def key_figures(sheet: Sheet, publication: Publication) -> None:
    """The headline numbers, then what donors asked for in their own terms."""
    sheet.title(f"{publication.say('Key figures')} · {publication.parameters.title}")
    if publication.phrase:
        sheet.line(publication.phrase)
    first = sheet.row
    header = ("Indicator", "Figure", "Value", "Period before", "Difference", "Unit", "Note")
    sheet.header([publication.say(each) for each in header])
    for figure in publication.key_figures:
        _key_figure(sheet, publication, figure)
    sheet.freeze_below_header(len(header), first)
    sheet.book.workbook.define_name("t_key_figures", f"=Key_figures!$A${first + 1}:$G${sheet.row}")
    if publication.aliases:
        sheet.next_row()
        _donors(sheet, publication)
    sheet.finish()


def _key_figure(sheet: Sheet, publication: Publication, figure: KeyFigure) -> None:
    current = publication.at(figure.current)
    previous = publication.at(figure.previous) if figure.previous else None
    sheet.put(0, current.indicator)
    sheet.put(1, figure.label)
    sheet.observation(2, current, strong=True)
    if previous is not None:
        sheet.observation(3, previous)
        sheet.difference(4, change(current, previous), publication.say)
    sheet.put(5, publication.say(current.unit))
    sheet.put(6, " ".join(text for text in (figure.note, current.footnote) if text))
    sheet.next_row()


def _donors(sheet: Sheet, publication: Publication) -> None:
    sheet.title(publication.say("Indicators of donors"))
    header = (
        "Donor", "Donor's code", "Donor's definition", "Our code", "Our definition", "What differs", "Baseline",
        "Target", "Actual",
    )  # fmt: skip
    sheet.header([publication.say(each) for each in header])
    for alias in publication.aliases:
        _donor_row(sheet, publication, alias)


def _donor_row(sheet: Sheet, publication: Publication, alias: DonorAlias) -> None:
    actual = publication.totals.get(alias.indicator)
    code = alias.indicator.partition(".")[0]  # a variant has the definition of its indicator
    ours = next((each for each in publication.definitions if each.code == code), None)
    words = (
        alias.donor,
        alias.code,
        alias.definition,
        alias.indicator,
        publication.say(ours.definition) if ours else "",
        alias.difference,
    )
    for column, text in enumerate(words):
        sheet.put(column, text)
    unit = actual.unit if actual else ours.unit if ours else "number"
    sheet.number(6, alias.baseline, unit)
    sheet.number(7, alias.target, unit)
    if actual is None:
        sheet.number(8, None, unit)
    else:
        sheet.observation(8, actual, strong=True)
    sheet.next_row()
