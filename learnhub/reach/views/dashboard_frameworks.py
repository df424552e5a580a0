"""Contributions to goals: whole counting, which overlaps, beside fractional counting, which adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask import request, url_for

from learnhub.access.permissions import Permission
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.charts.scale import shade
from learnhub.reach.figures import TOTAL, Table
from learnhub.reach.forms import PeriodForm
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import address, read_address, somewhere
from learnhub.reach.views.dashboard_figures import Cell, Matrix, Row
from learnhub.reach.views.dashboard_page import page, refused
from learnhub.reach.views.strict import choice
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.i18n import language

FIRST = "SDG"
LEVELS = ("goal", "code")


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework that something is mapped to, with its address on this page."""

    code: str
    title: str
    tongue: str
    href: str
    here: bool


def frameworks(table: Table, known: Reference, chosen: str) -> list[Framework]:
    """Frameworks that the figures mention, those of the reference list by their title."""
    codes = sorted({code.split(":")[0] for code in table.axes[0]}, key=lambda code: (code != FIRST, code))
    return [
        Framework(
            code,
            known.frameworks[code].label(language()) if code in known.frameworks else code,
            known.frameworks[code].tongue(language()) if code in known.frameworks else "en",
            address(framework=code, level=request.args.get("level")),
            code == chosen,
        )
        for code in codes
    ]


def item_titles(known: Reference, framework: str) -> dict[str, tuple[str, str]]:
    """Code -> code and name of the items of a framework, and the language of that name."""
    found, ours = known.frameworks.get(framework), language()
    items = found.items if found else ()
    return {
        f"{framework}:{item.code}": (f"{item.code} {item.label(ours)}", item.tongue(ours)) for item in items
    }


def titled(code: str, titles: Mapping[str, tuple[str, str]], none: str) -> tuple[str, str]:
    """What a code is called and in which language, which is not said of what is mapped to nothing."""
    return (none, "") if code.endswith(":none") else titles.get(code, (code.partition(":")[2], "en"))


def of_framework(
    table: Table, framework: str, titles: Mapping[str, tuple[str, str]], none: str, *, places: int
) -> Matrix:
    """The rows of one framework by region, what is mapped to none of it last."""
    codes = [code for code in table.axes[0] if code.startswith(f"{framework}:")]
    codes.sort(key=numerically)
    regions = [code for code, _label in words.regions()]
    most = max((table.at(code, region).value or 0 for code in codes for region in regions), default=0)
    rows = tuple(
        Row(
            (name := titled(code, titles, none))[0],
            "" if code.endswith(":none") else address("reach.dashboard", code=code),
            tuple(_cell(table.at(code, region).value, most, places) for region in regions),
            words.decimal(table.at(code, TOTAL).value, places),
            name[1],
        )
        for code in codes
    )
    foot = tuple(words.decimal(table.at(TOTAL, column).value, 0) for column in (*regions, TOTAL))
    return Matrix(tuple(label for _code, label in words.regions()), rows, foot)


def _cell(value: int | Fraction | None, most: int | Fraction, places: int) -> Cell:
    return Cell(words.decimal(value, places), shade(value, most), "")


def numerically(code: str) -> tuple[bool, list[tuple[int, str]]]:
    """Goal 2 before goal 13, and what is mapped to none last."""
    parts = code.partition(":")[2].replace("-", ".").split(".")
    return code.endswith(":none"), [(int(part) if part.isdigit() else 10**6, part) for part in parts]


@bp.get("/reach/dashboard/frameworks")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def dashboard_frameworks() -> str | tuple[str, int]:
    """Learners and enrolments by goal and region."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    known, desk, level = reference(reading()), asked.desk(), choice("level", LEVELS, "goal")
    whole, parts = (desk.table(code, asked.period, level, "region") for code in ("F01", "F02"))
    if whole is None or parts is None:
        raise RuntimeError("the engine does not know F01 and F02")
    mentioned = {code.split(":")[0] for code in whole.axes[0]}
    chosen = choice("framework", mentioned | known.frameworks.keys() | {FIRST}, FIRST)
    chosen = chosen if chosen in mentioned else FIRST
    titles, none = item_titles(known, chosen), words.no_goal()
    return page(
        "reach/frameworks.html", asked, frameworks=frameworks(whole, known, chosen), level=level,
        whole=of_framework(whole, chosen, titles, none, places=0),
        parts=of_framework(parts, chosen, titles, none, places=1),
        mapped=desk.number("Q05", asked.period, attr="sdg"), how=url_for("catalogue.page", name="how-we-count"),
    )  # fmt: skip
