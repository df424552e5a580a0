"""The coordinator's table, centre by region, as a page and as CSV with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from flask import Response, render_template, request, url_for

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import iso, now
from learnhub.reach.asked import (
    Period,
    file_name,
    named_period,
    offered_quarters,
    offered_years,
)
from learnhub.reach.desk import open_desk
from learnhub.reach.figures import TOTAL
from learnhub.reach.forms import PeriodForm
from learnhub.reach.matrix import CentreByRegion, csv_text
from learnhub.reach.steady import steady_as_of
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_asked import confined, exporting, somewhere
from learnhub.reach.views.dashboard_words import region
from learnhub.reach.views.strict import refuse_unknown
from learnhub.reach.views.waiting import patient
from learnhub.web.csvfile import MARK
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

FEW = 12  # so many centres are listed even without figures
KEPT = frozenset({"centre", "rows", "period", "from", "to", "as_of"})
log = structlog.get_logger()
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Shown:
    """What the page and the file show. `scope` is None for the whole network."""

    matrix: CentreByRegion
    period: Period
    as_of: datetime
    scope: frozenset[str] | None
    left_out: int

    @property
    def scope_name(self) -> str:
        """Whose figures these are, as a file name carries it."""
        if self.scope is None:
            return "net"
        return f"c-{min(self.scope)}" if len(self.scope) == 1 else f"{len(self.scope)}-centres"


def _shown(form: PeriodForm, permission: Permission) -> Shown | None:
    """The table that the address asks for; None if something in it needs another look."""
    refuse_unknown(KEPT)
    scope, instant, session = confined(request.args.get("centre", ""), permission), now(), reading()
    asked = form.read(instant)
    if asked is None:
        return None
    as_of = asked.as_of or steady_as_of(session, instant)
    desk = open_desk(session, current_settings(), as_of=as_of, centres=scope, filters={}, now=instant)
    reached, enrolments = (desk.table(code, asked.period, "centre", "region") for code in ("R04", "E01"))
    if reached is None or enrolments is None:
        raise RuntimeError("the engine does not know R04 and E01")
    whole = CentreByRegion(reached, enrolments)
    matrix = whole if _lists_all(scope) else whole.with_figures()
    log.info(
        "exact reach figures seen", person=current_identity().person_id, endpoint=request.endpoint,
        centres="all" if scope is None else sorted(scope), start=asked.period.start.isoformat(),
        end=asked.period.end.isoformat(), as_of=iso(as_of),
    )  # fmt: skip
    return Shown(matrix, asked.period, as_of, scope, len(whole.centres) - len(matrix.centres))


def _lists_all(scope: frozenset[str] | None) -> bool:
    return request.args.get("rows") == "all" or (scope is not None and len(scope) <= FEW)


def _address(**changes: Any) -> str:
    kept = {name: value for name, value in request.args.items() if name in KEPT}
    return url_for("reach.centre_by_region", **{k: v for k, v in {**kept, **changes}.items() if v})


def _filters() -> dict[str, Any]:
    return {name: request.args[name] for name in ("centre", "rows") if request.args.get(name)}


def _file_address(shown: Shown) -> str:
    """The file with the very numbers of the page: its as-of is written out."""
    values: dict[str, Any] = {
        "from": shown.period.start.isoformat(),
        "to": shown.period.end.isoformat(),
        "as_of": iso(shown.as_of),
    }
    return url_for("reach.centre_by_region_file", **values, **_filters())


def _behind(shown: Shown, code: str, region: str | None, centre: str | None) -> str:
    """The page of the rows behind a number of the table, with days and as-of written out."""
    values: dict[str, Any] = {
        "from": shown.period.start.isoformat(), "to": shown.period.end.isoformat(), "as_of": iso(shown.as_of),
        "region": region, "centre": centre or request.args.get("centre") or None,
    }  # fmt: skip
    return url_for("reach.behind", code=code, **values)


def _page(form: PeriodForm, shown: Shown | None) -> str:
    known, today = reference(reading()), now().date()
    names = {code: centre.short_name for code, centre in known.centres.items()}
    years, quarters = offered_years(today), offered_quarters(today)
    days = {name: named_period(name, today) for name in (*years, *quarters)}
    return render_template(
        "reach/table.html", form=form, shown=shown, names=names, total=TOTAL, years=years,
        quarters=quarters, days=days,
        low=shown is not None and any(said.startswith("Low") for said in shown.matrix.reached.warnings),
        address=_address, file=_file_address(shown) if shown else "", centre=request.args.get("centre", ""),
        hidden=_filters(), behind=lambda *cell: _behind(shown, *cell) if shown else "",
        region=region,
    )  # fmt: skip


@bp.get("/reach/centres")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def centre_by_region() -> Answer:
    """Learners reached and enrolments by centre and region of residence, exact and provisional."""
    form = PeriodForm(request.args)
    shown = _shown(form, Permission.VIEW_REACH)
    return _page(form, shown), 200 if shown else 422


@bp.get("/reach/centres.csv")
@allowed(Permission.EXPORT_REACH, exporting)
@patient
def centre_by_region_file() -> Answer:
    """The numbers of the page as CSV."""
    form = PeriodForm(request.args)
    shown = _shown(form, Permission.EXPORT_REACH)
    if shown is None:
        return _page(form, None), 422
    names = {code: centre.name for code, centre in reference(reading()).centres.items()}
    text = csv_text(shown.matrix, names, shown.period, shown.as_of)
    response = Response(MARK + text, mimetype="text/csv")
    name = file_name(shown.scope_name, shown.period, shown.as_of)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
