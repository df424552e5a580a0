"""The gap finder: what is missing where, each with a way on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.catalogue.shelf import shelf
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.reach.desk import Desk
from learnhub.reach.figures import Table
from learnhub.reach.forms import PeriodForm
from learnhub.reach.reference import REGIONS
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import (
    FILTERS,
    WHEN,
    Asked,
    address,
    read_address,
    somewhere,
)
from learnhub.reach.views.dashboard_page import page, refused
from learnhub.reach.views.gaps_found import (
    SMALL_GROUPS,
    countries_of,
    countries_without_learners,
    goals_with_gaps,
    low_shares,
    set_share,
    themes_without_centre,
)
from learnhub.reach.views.strict import MOST, choice, without
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.i18n import language

FIRST = "SDG"


@dataclass(frozen=True, slots=True)
class LowShare:
    """A row below the set share, in words."""

    name: str
    href: str
    group: str
    share: str
    base: str


def low(asked: Asked, desk: Desk, known: Reference) -> list[LowShare]:
    """Themes and centres with a small share of learners from least developed countries and small islands."""
    least, found = least_share(), []
    for dimension in ("theme", "centre"):
        tables: dict[str, Table] = {}
        for group in SMALL_GROUPS:
            table = desk.table("Q03", asked.period, dimension, of=group)
            if table is not None:
                tables[group] = table
        codes = next(iter(tables.values())).axes[0] if tables else ()
        for gap in low_shares(tables, least, codes):
            name = words.theme(known, gap.code) if dimension == "theme" else known.centre_name(gap.code)
            changes: dict[str, str | None] = {dimension: gap.code}
            found.append(
                LowShare(
                    name, address("reach.dashboard_people", **changes), words.group(gap.group),
                    words.percent(gap.share), f"{words.count(gap.part)} / {words.count(gap.known)}",
                )
            )  # fmt: skip
    return found


def least_share() -> Fraction:
    """The share that the address sets. Raises NotFound for one that cannot be."""
    wanted = request.args.get("least", "")
    found = set_share(wanted)
    if found is None:
        raise NotFound(
            _("“%(value)s” is no value of the filter “%(name)s”. Write whole per cent from 1 to 99.",
              value=wanted[:MOST], name="least"),
            without("least"),
        )  # fmt: skip
    return found


def kept() -> dict[str, str]:
    """What a form on this page takes along."""
    names = (*FILTERS, *WHEN, "framework")
    return {name: request.args[name] for name in names if request.args.get(name)}


def target_gaps(known: Reference) -> dict[str, Any]:
    """Goals with targets that no course serves, of the framework that the address names."""
    offered = [code for code, each in known.frameworks.items() if each.offered]
    code = choice("framework", offered, FIRST)
    if code not in known.frameworks:
        return {"framework": "", "frameworks": [], "goals": []}
    covered = {value for kind, value in shelf(reading()).facets if kind == "target"}
    return {
        "framework": code,
        "frameworks": [(each, address(framework=each)) for each in offered],
        "goals": goals_with_gaps(known.frameworks[code], covered, known),
    }


@bp.get("/reach/gaps")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def gaps() -> str | tuple[str, int]:
    """Themes without a centre, countries without learners, targets without courses, small shares."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    known, desk, least = reference(reading()), asked.desk(), least_share()
    targets = target_gaps(known)
    table = desk.table("R04", asked.period, "country")
    reached = countries_of(table) if table else set()
    return page(
        "reach/gaps.html", asked, themes=themes_without_centre(known), regions=REGIONS,
        theme=lambda code: words.theme(known, code), country=lambda code: words.country(known, code),
        countries=countries_without_learners(known, reached, asked.period.end, language()), low=low(asked, desk, known),
        least=words.percent(least, 0), kept=kept(), least_number=int(least * 100), here=url_for("reach.gaps"),
        number_reached=len(reached), **targets,
    )  # fmt: skip
