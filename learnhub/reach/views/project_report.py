"""A donor's indicators and ours side by side, targets against what was reached, results of tests and surveys with n."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import structlog
from flask import render_template, request, url_for
from flask_babel import gettext

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import iso, now
from learnhub.reach.asked import Period
from learnhub.reach.compose.plan import PROJECT, Measure
from learnhub.reach.desk import Desk, open_desk
from learnhub.reach.forms import PeriodForm
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.projects.models import DonorProject
from learnhub.reach.projects.queries import aliases
from learnhub.reach.publication.model import DonorAlias
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.scope import exact_centres
from learnhub.reach.steady import steady_as_of
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import WHEN, offered
from learnhub.reach.views.navigation import places
from learnhub.reach.views.project_goals import served
from learnhub.reach.views.project_parts import units, written
from learnhub.reach.views.projects import of_project, project_days, project_of
from learnhub.reach.views.strict import refuse_unknown
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

MEASURES = {each.name: each for each in PROJECT.key_figures if each.code in INDICATORS}
PAIRS = ("L01", "L02", "L03", "L04")
BOUNDS = ("L04.lo", "L04.hi")  # stand beside the effect itself
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Against:
    """A donor's indicator with ours; numbers are written."""

    alias: DonorAlias
    code: str
    name: str
    definition: str
    target: str
    actual: str
    reached: str


@dataclass(frozen=True, slots=True)
class Result:
    """A figure of tests or surveys, and of how many it is."""

    code: str
    name: str
    value: str
    n: str


def against(desk: Desk, period: Period, each: DonorAlias) -> Against:
    """One of the donor's indicators beside what was reached."""
    measure = MEASURES[each.indicator]
    found = desk.number(measure.code, period, **dict(measure.arguments))
    unit, actual = units()[each.indicator], words.share_of(found)
    target = None if each.target is None else Fraction(each.target)
    indicator = INDICATORS[measure.code]
    return Against(
        each, measure.code, gettext(indicator.name), gettext(indicator.definition), written(target, unit),
        written(actual, unit), words.percent(actual / target if actual is not None and target else None),
    )  # fmt: skip


def result(desk: Desk, period: Period, measure: Measure) -> Result:
    """A figure with its n: a rate's base, a gain's pairs of tests, another one's people."""
    found = desk.number(measure.code, period, **dict(measure.arguments))
    base = desk.number("L01", period) if measure.code in PAIRS else found
    unit = units()[measure.name]
    people = found.denominator if found is not None and UNITS[unit].percent else base.n if base else None
    value = written(words.share_of(found), unit)
    if measure.code == "L04":
        bounds = [words.share_of(desk.number("L04", period, stat=stat)) for stat in ("lo", "hi")]
        value = f"{value} ({' – '.join(written(each, unit) for each in bounds)})"
    variant = " ".join(value for name, value in measure.arguments if name != "stat")
    name = gettext(INDICATORS[measure.code].name)
    return Result(
        measure.code, f"{name} ({variant})" if variant else name, value,
        words.count(None if people is None else Fraction(people)),
    )  # fmt: skip


def _desk(project: DonorProject, period: Period, as_of: datetime, instant: datetime) -> Desk:
    """Where the questions are asked; who looks is written to the log."""
    session, identity = reading(), current_identity()
    centres = exact_centres(identity, reference(session), Permission.KEEP_PROJECTS)
    log.info(
        "exact reach figures seen", person=identity.person_id, endpoint=request.endpoint, project=project.code,
        start=period.start.isoformat(), end=period.end.isoformat(), as_of=iso(as_of),
    )  # fmt: skip
    return open_desk(
        session, current_settings(), as_of=as_of, centres=centres,
        filters={"project": project.code}, now=instant,
    )  # fmt: skip


def _answers(project: DonorProject, period: Period, as_of: datetime, instant: datetime) -> dict[str, object]:
    """All that the page shows of a period."""
    desk, session = _desk(project, period, as_of, instant), reading()
    listed = [each for name, each in MEASURES.items() if name[0] in "LU" and name not in BOUNDS]
    days: dict[str, Any] = {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "as_of": iso(as_of),
    }
    return {
        "as_of": as_of,
        "rows": [against(desk, period, each) for each in aliases(session, project, units())],
        "results": [result(desk, period, each) for each in listed],
        "served": served(desk, period, reference(session)),
        "by_region": url_for("reach.dashboard_frameworks", project=project.code, **days),
        "offered": [(name, url_for("reach.project_report", code=project.code, period=name), each)
                    for name, each in offered(instant.date()) if "-" not in name],
    }  # fmt: skip


@bp.get("/reach/projects/<code>/report")
@allowed(Permission.KEEP_PROJECTS, of_project)
@patient
def project_report(code: str) -> str | tuple[str, int]:
    """The report as it stands today: exact, live, for internal use."""
    refuse_unknown(WHEN)
    instant, project, form = now(), project_of(code), PeriodForm(request.args)
    if not {"period", "from", "to"} & set(request.args):
        days = project_days(project)
        form.start.data, form.end.data = days["from"], days["to"]
    asked = form.read(instant)
    found: dict[str, object] = {"asked": asked, "rows": (), "results": (), "served": (), "as_of": None}
    if asked is not None:
        as_of = asked.as_of or steady_as_of(reading(), instant)
        found |= _answers(project, asked.period, as_of, instant)
    page = render_template("reach/project_report.html", form=form, project=project, places=places(), **found)
    return page if asked else (page, 422)
