"""The dashboard: headlines, trend, matrices, map, people. Live figures, exact, marked as provisional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits_somewhere
from learnhub.catalogue.words import section_names
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.letters import folded
from learnhub.reach.desk import Desk
from learnhub.reach.figures import TOTAL, Table
from learnhub.reach.forms import PeriodForm
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.query import AGES, GENDERS
from learnhub.reach.reference import AFRICA, ANY_GROUP, LISTED_GROUPS, NO_COUNTRY, NO_REGION
from learnhub.reach.releases import access
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import (
    FILTERS,
    WHEN,
    Asked,
    address,
    read_address,
    somewhere,
    themes_of,
)
from learnhub.reach.views.dashboard_charts import gender_bar, map_of, trend_chart
from learnhub.reach.views.dashboard_figures import (
    TRENDS,
    Bar,
    Matrix,
    Row,
    Tile,
    bars,
    cell,
    counts_of,
    matrix,
    tiles,
    trend,
)
from learnhub.reach.views.dashboard_network import beside
from learnhub.reach.views.dashboard_page import form_page, page, refused
from learnhub.reach.views.dashboard_quality import gauge
from learnhub.reach.views.strict import choice
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity

Answer = str | tuple[str, int]
FIRST_COUNTRIES = 12
FILTERED = frozenset(
    f"reach.{name}"
    for name in (
        "dashboard", "dashboard_people", "dashboard_learning", "dashboard_frameworks", "dashboard_quality",
        "gaps", "compare",
    )
)  # fmt: skip


def _cell(name: str) -> Callable[[str, str], str]:
    """The address of what lies behind a cell: this view for one row and one region."""

    def href(code: str, region: str) -> str:
        changes: dict[str, str | None] = {name: code, "region": region}
        return address(**changes)

    return href


def by_theme(table: Table, known: Reference) -> Matrix:
    """Themes by region; those without a figure are left out."""
    order = {code: place for place, code in enumerate(known.themes)}
    codes = sorted(counts_of(table, 0), key=lambda code: (order.get(code, len(order)), code))
    rows = [(code, words.theme(known, code), address(theme=code)) for code in codes]
    shown = [row for row in rows if table.at(row[0], TOTAL).value]
    return matrix(table, rows=shown, columns=words.regions(), href=_cell("theme"))


def by_section(asked: Asked, desk: Desk, known: Reference) -> list[Row]:
    """Sections by region, each with its centres; who learned in two of them is in both."""
    found = []
    for code, name in section_names().items():
        centres = frozenset(each.id for each in known.centres.values() if code and each.section == code)
        confined = desk.confined(centres)
        table = confined.table("R04", asked.period, "region") if confined.centres else None
        found.append((name, url_for("catalogue.centres", section=code), table))
    return rows_of(found)


def by_family(asked: Asked, desk: Desk, known: Reference) -> list[Row]:
    """Families of themes by region, as far as the view has their themes; who learned in two of them is in both."""
    found = []
    chosen = desk.filters.get("theme")
    for theme in known.theme_children():
        themes = set(themes_of(known, theme.code).split("|"))
        themes &= set(chosen.split("|")) if chosen else themes
        there = replace(desk, filters={**desk.filters, "theme": "|".join(sorted(themes))})
        table = there.table("R04", asked.period, "region") if themes else None
        found.append((words.theme(known, theme.code), address(family=theme.code, rows=None), table))
    return rows_of(found)


def rows_of(found: list[tuple[str, str, Table | None]]) -> list[Row]:
    """One line from each breakdown by region, shaded together; those without anybody are left out."""
    shown = [(name, href, table) for name, href, table in found if table and table.at(TOTAL).value]
    codes = [code for code, _name in words.regions()]
    most = max((table.at(code).value or 0 for _name, _href, table in shown for code in codes), default=0)
    return [
        Row(
            name,
            href,
            tuple(cell(table.at(code).value or 0, most) for code in codes),
            words.count(table.at(TOTAL).value),
        )
        for name, href, table in shown
    ]


def cross(asked: Asked, desk: Desk, known: Reference, themes: Table) -> tuple[str, Matrix]:
    """What the address asks to see by region: themes, their families, or sections."""
    wanted = choice("rows", ("theme", *CROSSED), "theme")
    if wanted == "theme":
        return wanted, by_theme(themes, known)
    rows = CROSSED[wanted](asked, desk, known)
    return wanted, Matrix(tuple(name for _code, name in words.regions()), tuple(rows), ())


CROSSED = {"section": by_section, "family": by_family}


def countries(table: Table, known: Reference, most: int) -> list[Bar]:
    """The first countries by size, unknown last among them."""
    counts = {code: number for code, number in counts_of(table, 0).items() if number}
    listed = sorted(counts, key=lambda code: (code == NO_COUNTRY, -counts[code], _by_name(known, code)))[
        :most
    ]
    return bars(
        [(code, words.country(known, code), counts[code], address(country=code)) for code in listed],
        NO_COUNTRY, ordered=True, total=sum(counts.values()), known=sum(counts.values()) - counts.get(NO_COUNTRY, 0),
    )  # fmt: skip


def genders(table: Table) -> list[Bar]:
    """Women, men, another gender, unknown; always all four."""
    counts = counts_of(table, 1)
    return bars([(code, words.gender(code), counts.get(code, 0), "") for code in GENDERS], "U")


def _by_name(known: Reference, code: str) -> tuple[bool, str]:
    return code == NO_COUNTRY, folded(words.country(known, code))


def by_gender(table: Table, rows: list[tuple[str, str, str]]) -> Matrix:
    """Rows by gender, unknown last, with totals."""
    columns = [(code, words.gender(code)) for code in GENDERS]
    return matrix(table, rows=rows, columns=columns, href=lambda _row, _column: "")


def age_bars(table: Table) -> list[Bar]:
    """Classes of age, unknown last."""
    counts = counts_of(table, 0)
    return bars([(code, words.age(code), counts[code], "") for code in AGES], "UNK", ordered=True)


def group_rows(table: Table) -> list[tuple[str, str, int, str]]:
    """(name, address, learners, share of those whose country is known); groups overlap."""
    everybody = int(table.at(TOTAL).value or 0)
    known = everybody - int(table.at(NO_REGION).value or 0)
    enough = bool(known) and Fraction(known, everybody) >= words.TOO_LOW
    found = []
    for code in (*LISTED_GROUPS, ANY_GROUP, AFRICA):
        number = int(table.at(code).value or 0)
        share = words.percent(Fraction(number, known) if enough else None)
        found.append((words.group(code), address(group=code), number, share))
    return found


def behind_address(tile: Tile) -> str:
    """The rows behind a headline, of the same view; empty for one without a number, as filters cannot cut it."""
    kept = {name: request.args[name] for name in (*FILTERS, *WHEN) if request.args.get(name)}
    cut = {"theme" if name == "family" else name for name in kept} - {"centre", *WHEN}
    if not cut <= set(INDICATORS[tile.code].disaggregations):
        return ""
    values: dict[str, Any] = {**kept, **dict(tile.arguments)}
    # the page is found by a code as well, so that of a framework is put behind the address
    code = values.pop("code", "")
    address = url_for("reach.behind", code=tile.code, **values)
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'code': code})}" if code else address


def frozen_address(asked: Asked) -> str:
    """The form that freezes these figures, with their period and project or centre chosen as far as they can be."""
    scope = f"{access.CENTRE}{min(asked.scope)}" if asked.scope and len(asked.scope) == 1 else None
    if "project" in asked.filters:
        scope = access.PROJECT + asked.filters["project"]
    return url_for("reach.new_release", of=asked.period.in_files, scope=scope)


@bp.get("/reach/dashboard")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def dashboard() -> Answer:
    """What happened, where, for whom."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    known, desk, kind = reference(reading()), asked.desk(), choice("trend", TRENDS, "quarter")
    themes = desk.table("R04", asked.period, "theme", "region")
    people = desk.table("R04", asked.period, "country", "gender")
    if themes is None or people is None:
        raise RuntimeError("the engine does not know R04")
    desk.foresee(
        lambda there: tiles(asked, there, people), lambda there: trend(asked, there, kind),
        lambda there: gauge(asked, there),
    )  # fmt: skip
    series = trend(asked, desk, kind)
    rows, crossed = cross(asked, desk, known, themes)
    headlines = tiles(asked, desk, people)
    return page(
        "reach/dashboard.html", asked, total=people.at(TOTAL, TOTAL).value, coverage=themes.coverage,
        tiles=headlines, network=beside(asked, headlines), quality=gauge(asked, desk),
        behind=behind_address,
        rows=rows, crossed=crossed, trend=series,
        trend_chart=trend_chart(series), countries=countries(people, known, FIRST_COUNTRIES),
        number_of_countries=len([code for code, n in counts_of(people, 0).items() if n and code != NO_COUNTRY]),
        map=map_of(counts_of(people, 0), known), genders=genders(people), gender_bar=gender_bar(genders(people)),
        makes=permits_somewhere(current_identity(), Permission.MAKE_RELEASE), frozen=frozen_address(asked),
        trends={"month": _("Months"), "quarter": _("Quarters"), "year": _("Years"), "biennium": _("Two years")},
    )  # fmt: skip


@bp.get("/reach/dashboard/people")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def dashboard_people() -> Answer:
    """Who learned: every country by gender, age by gender, groups of countries."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    known, desk = reference(reading()), asked.desk()
    people, ages, groups = (
        desk.table("R04", asked.period, *by) for by in (("country", "gender"), ("age", "gender"), ("group",))
    )
    if people is None or ages is None or groups is None:
        raise RuntimeError("the engine does not know R04")
    counts = counts_of(people, 0)
    listed = sorted((code for code in counts if counts[code]), key=lambda code: _by_name(known, code))
    return page(
        "reach/people.html", asked, total=people.at(TOTAL, TOTAL).value, coverage=people.coverage,
        countries=by_gender(people, [(code, words.country(known, code), address(country=code)) for code in listed]),
        ages=by_gender(ages, [(code, words.age(code), "") for code in AGES]), age_bars=age_bars(ages),
        groups=group_rows(groups),
    )  # fmt: skip


@bp.get("/reach/dashboard/filters")
@allowed(Permission.VIEW_REACH, somewhere)
def dashboard_filters() -> Answer:
    """All filters and days as one form; it sends to the page from where it was opened."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    target = request.args.get("next", "")
    answer = form_page(form, target if target in FILTERED else "reach.dashboard")
    return answer if asked else (answer, 422)
