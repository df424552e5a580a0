"""What the installation is working at, and whether its ledger is as it was recorded: for operators."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.jobs.queries import counts, ended_badly, failing
from learnhub.ledger.queries import head
from learnhub.reach import chain
from learnhub.reach.releases import access, queries, service
from learnhub.reach.views import bp
from learnhub.reach.views.chain import said
from learnhub.reach.views.release_words import scope_name
from learnhub.reach.views.releases import reader
from learnhub.reach.views.waiting import office, phases
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

log = structlog.get_logger()


def _folder() -> Path:
    return current_settings().folder(chain.FOLDER)


def _looked_at() -> datetime | None:
    """When the ledger was looked at last."""
    file = _folder() / chain.STATE_FILE
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None


@bp.get("/operate/running")
@allowed(Permission.OPERATE)
def work() -> str:
    """The ledger, pages and files under way, releases being made, jobs."""
    session, known = reading(), reference(reading())
    watch = chain.load(_folder())
    return render_template(
        "reach/work.html",
        watch=watch, head=head(session), looked_at=_looked_at(), broken=[said(each) for each in watch.findings],
        errands=[each for each in office().all() if each.state == "running"], phases=phases(),
        releases=queries.under_way(session), scope=lambda code: scope_name(known, code),
        jobs=counts(session), failing=failing(session), dead=ended_badly(session),
    )  # fmt: skip


@bp.post("/operate/running/ledger")
@allowed(Permission.OPERATE)
def look_at_ledger() -> Response:
    """Check the whole ledger again, from its first entry."""
    chain.forget(_folder())
    watch = chain.look(reading(), _folder())
    if watch.findings:
        flash(_("The ledger is not as it was recorded, so no figure is published from it."), "bad")
    else:
        flash(_("The check has begun again from the first entry. Nothing is wrong so far."), "ok")
    return redirect(url_for("reach.work"), 303)


def _resource(release_id: str) -> Resource:
    found = queries.get_release(reading(), release_id, reader())
    return access.resource_of(reading(), found.scope)


@bp.post("/reach/releases/<release_id>/cancel")
@allowed(Permission.MAKE_RELEASE, _resource)
def cancel_release(release_id: str) -> Response:
    """Stop the making of a release. One that is made stays."""
    with transaction() as session:
        service.cancel_release(session, release_id)
    log.info("release cancelled", person=current_identity().person_id, release=release_id)
    flash(_("The making of this release was cancelled. Nothing was published."), "ok")
    return redirect(url_for("reach.release", release_id=release_id), 303)
