"""Releases: the list, one with its files and what changed, making and publishing one."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import structlog
from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.identity import Role, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import iso, now
from learnhub.kernel.errors import Conflict, Forbidden, NotFound, Unacceptable
from learnhub.reach.forms import ReleaseForm
from learnhub.reach.releases import access, queries, service, summary
from learnhub.reach.releases.calendar import Stage, last_periods
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import Reader
from learnhub.reach.releases.signing import fingerprint, public_pem, signing_key
from learnhub.reach.releases.verify import AROUND
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_choices import all_project_choices, project_choices
from learnhub.reach.views.navigation import places
from learnhub.reach.views.release_rows import rows_address
from learnhub.reach.views.release_words import (
    FigureNames,
    citation,
    in_order,
    part_of,
    reasons,
    scope_name,
    stage_name,
    to_pass_on,
    told_apart,
    view_name,
    written,
    written_for_all,
)
from learnhub.web.guards import allowed, public, require
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

SIZE = 30
REVISIONS_SHOWN = 40
_FILE = re.compile(r"[\w.-]{1,200}", re.ASCII)
Answer = str | BaseResponse | tuple[str, int]
log = structlog.get_logger()


def reader() -> Reader:
    """What the person of this request may see."""
    return access.reader_of(current_identity(), reading())


def making_scopes() -> frozenset[str] | None:
    """The scopes of which the person of this request may make releases; None: of every one."""
    return access.makes(current_identity(), reading())


def any_scope(**_parts: object) -> Resource:
    """One thing of which this person may make a release, for the guard. Raises Forbidden."""
    scopes = making_scopes()
    if scopes is None:
        return ANYTHING
    if not scopes:
        raise Forbidden(_("Releases are made by coordinators of the network and of centres."))
    return access.resource_of(reading(), min(scopes))


def scope_choices(*, running: bool = False) -> list[tuple[str, str]]:
    """The scopes that a form offers, by name; the network first, `running`: no donor projects that have ended."""
    known, scopes = reference(reading()), making_scopes()
    own = known.centres if scopes is None else [each for each in scopes if each.startswith(access.CENTRE)]
    codes = [each.removeprefix(access.CENTRE) for each in own]
    named = [(scope_name(known, access.CENTRE + code), access.CENTRE + code) for code in codes]
    centres = sorted(named, key=lambda each: each[0].casefold())
    projects = project_choices(known) if running else all_project_choices(known)
    listed = [(scope, name) for name, scope in centres]
    listed += [(access.PROJECT + code, name) for code, name in projects]
    if scopes is not None:
        return listed
    countries = [(access.COUNTRY + code, name) for code, name in known.country_choices(language())]
    return [(access.NETWORK, scope_name(known, access.NETWORK)), *listed, *countries]


@bp.get("/reach/releases")
@public
def releases() -> Answer:
    """All releases that the reader may know of, the latest first."""
    session, number, chosen = reading(), page_number(), request.args.get("scope", "")
    found, total = queries.list_releases(session, reader(), scope=chosen, page=number, size=SIZE)
    known, own = reference(session), _own_scopes()
    if chosen and not found and chosen not in {access.NETWORK, *own}:
        raise NotFound(_("There is no such release. The list of releases has them all."))
    scopes = dict.fromkeys((access.NETWORK, *own, chosen)) if own or chosen else {}
    return render_template(
        "reach/releases.html",
        page=Page(found, number, total, SIZE),
        listing=lambda n: url_for("reach.releases", scope=chosen or None, page=n),
        chosen=chosen, scopes=[each for each in scopes if each],
        scope=lambda code: scope_name(known, code), stage=stage_name,
        makes=making_scopes() != frozenset(),
        places=places() if current_identity().signed_in else (),
    )  # fmt: skip


def _own_scopes() -> list[str]:
    """The centres and countries that this person answers for: of whose releases she asks first."""
    held = current_identity().scopes(Role.CENTRE_COORDINATOR, Role.NATIONAL_VIEWER)
    prefix = {ScopeKind.CENTRE: access.CENTRE, ScopeKind.COUNTRY: access.COUNTRY}
    return sorted(prefix[scope.kind] + scope.id for scope in held if scope.kind in prefix)


@bp.get("/reach/releases/<release_id>")
@public
def release(release_id: str) -> Answer:
    """One release: its figures, files and what changed; or how far its making is."""
    session, who = reading(), reader()
    found = queries.get_release(session, release_id, who)
    if found.id != release_id:
        return redirect(url_for("reach.release", release_id=found.id), 301)
    known, views = reference(session), who.views_of(found)
    shown = request.args.get("view", views[0] if views else "")
    if views and shown not in views:
        raise NotFound(_("This view of the release is not open to you."))
    same = [each for each in queries.releases_of(session, found.scope, found.period) if who.views_of(each)]
    return render_template(
        "reach/release.html",
        release=found, shown=shown, views=[(view, view_name(view)) for view in views],
        scope=scope_name(known, found.scope), stage=stage_name, others=same,
        here=next((place for place, each in enumerate(same) if each.id == found.id), 0),
        newer=same[-1] if found in same and same[-1].id != found.id else None,
        CANCELLED=service.CANCELLED, may_publish=access.may_make(current_identity(), session, found.scope),
        written=written_for_all if shown == "public" else written, told_apart=told_apart,
        names=FigureNames(), part=partial(part_of, found.scope), reasons=reasons,
        rows=partial(rows_address, found),
        places=places() if current_identity().signed_in else (), **_of_view(found, shown),
    )  # fmt: skip


def _of_view(found: Release, view: str) -> dict[str, Any]:
    """What the page shows of a view of a release that is made."""
    if not view:
        return {"about": None}
    damaged = queries.damage(current_settings(), found, view)
    if damaged:
        return {"about": None, "damaged": damaged}
    folder, digest = queries.folder_of(current_settings(), found.id) / view, found.manifests[view]
    changed = summary.changes(folder, digest)
    about = queries.manifest_of(current_settings(), found.id, view)
    return {
        "about": about,
        "digest": digest,
        "citation": citation(found.id, about, digest, found.made_at or found.asked_at),
        "files": in_order(about["files"]),
        "passed_on": _passed_on(found, view),
        "headlines": (told := summary.headlines(folder, digest)),
        "held": [each.indicator for each in told if each.held_back],
        "rows_for": "internal" in reader().views_of(found),
        "revisions": changed[:REVISIONS_SHOWN],
        "revised": len(changed),
        "fingerprint": fingerprint(public_pem(signing_key(current_settings().instance))),
    }


def _passed_on(found: Release, view: str) -> dict[str, Any] | None:
    """The files that most people came for: the report and the workbook, protected for whoever gets them."""
    given = "partner" if view == "internal" else view
    if given != view and queries.damage(current_settings(), found, given):
        return None
    files = to_pass_on(queries.manifest_of(current_settings(), found.id, given)["files"])
    return {"view": given, "about": view_name(given), "files": files}


@bp.get("/reach/releases/<release_id>/<any(internal, partner, public):view>/<name>")
@public
def release_file(release_id: str, view: str, name: str) -> Answer:
    """One file of a view, as it was written."""
    folder = _folder(release_id, view)
    listed = {file["name"] for file in queries.manifest_of(current_settings(), release_id, view)["files"]}
    if not _FILE.fullmatch(name) or name not in listed | AROUND:
        raise NotFound(_("This release has no such file."))
    response = send_file(folder / name, as_attachment=True, download_name=name, max_age=0)
    return _kept_private(response, view)


@bp.get("/reach/releases/<release_id>/<any(internal, partner, public):view>.zip")
@public
def release_archive(release_id: str, view: str) -> Answer:
    """All files of a view in one archive; the same bytes each time."""
    folder = _folder(release_id, view)
    made = queries.get_release(reading(), release_id).as_of.astimezone(UTC)
    response = Response(archive(folder, f"{release_id}-{view}", made), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{release_id}-{view}.zip"'
    return _kept_private(response, view)


def archive(folder: Path, name: str, moment: datetime) -> bytes:
    """The files of a folder under one name, all dated alike."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"{name}/{path.name}", moment.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, path.read_bytes())
    return out.getvalue()


def _folder(release_id: str, view: str) -> Path:
    """The folder of a view that is open to the reader. Raises NotFound."""
    found = queries.get_release(reading(), release_id, reader())
    if found.id != release_id or view not in reader().views_of(found):
        raise NotFound(_("This view of the release is not open to you."))
    if view == "internal":
        log.info(
            "exact reach figures taken", person=current_identity().person_id, endpoint=request.endpoint,
            release=release_id, as_of=iso(found.as_of),
        )  # fmt: skip
    return queries.intact_folder(current_settings(), found, view)


def _kept_private(response: Response, view: str) -> Response:
    if view == "public":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/reach/releases/key.pem")
@public
def release_key() -> Answer:
    """The public key that all releases are signed with."""
    response = Response(
        public_pem(signing_key(current_settings().instance)), mimetype="application/x-pem-file"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="public_key.pem"'
    return response


@bp.route("/reach/releases/new", methods=["GET", "POST"])
@allowed(Permission.MAKE_RELEASE, any_scope)
def new_release() -> Answer:
    """Choose what is frozen, and have it made."""
    instant, offered = now(), True
    form = ReleaseForm.offering(scope_choices(), last_periods(instant.date()), language())
    if form.sent():
        require(Permission.MAKE_RELEASE, access.resource_of(reading(), form.scope.data))
        try:
            with transaction() as session:
                made = service.ask_release(
                    session, scope=form.scope.data, period=form.period.data, stage=Stage(form.stage.data),
                    as_of=form.moment(instant), languages=form.languages(), now=instant,
                    reason=form.reason.data or "", person_id=current_identity().person_id,
                ).id  # fmt: skip
            return redirect(url_for("reach.release", release_id=made), 303)
        except (Conflict, Unacceptable) as error:
            form.as_of.errors = [_(error.message)]
    elif not form.is_submitted():
        offered = form.propose(request.args)
    status = 422 if form.problems else 200
    return render_template("reach/release_new.html", form=form, offered=offered, places=places()), status


def _resource(release_id: str) -> Resource:
    found = queries.get_release(reading(), release_id, reader())
    return access.resource_of(reading(), found.scope)


@bp.post("/reach/releases/<release_id>/publish")
@allowed(Permission.MAKE_RELEASE, _resource)
def publish_release(release_id: str) -> Answer:
    """Open the public view to everybody, for whoever says to know what it means."""
    if "sure" not in request.form:
        raise Unacceptable(
            _("Opening the public view cannot be taken back: tick that you know it, then open it.")
        )
    with transaction() as session:
        service.publish_release(session, queries.get_release(session, release_id).id, now=now())
    log.info("release published", person=current_identity().person_id, release=release_id)
    flash(_("The public view of this release is open to everybody."), "ok")
    return redirect(url_for("reach.release", release_id=release_id), 303)
