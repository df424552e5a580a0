"""Live figures as files: exact, provisional and for internal use, whoever takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

import structlog
from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.formats.sheets import Sheet, SheetError, read_sheet
from learnhub.kernel.clock import iso, now
from learnhub.kernel.errors import Forbidden, NotFound
from learnhub.ledger.queries import known_keys
from learnhub.ledger.records import CentreRecord
from learnhub.reach.asked import Asked, Period
from learnhub.reach.forms import DonorForm, PeriodForm
from learnhub.reach.projects.access import homes
from learnhub.reach.projects.queries import get_project
from learnhub.reach.publication.donors import DonorSheetError
from learnhub.reach.scope import exact_centres
from learnhub.reach.steady import steady_as_of
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_asked import WHEN, exporting, offered
from learnhub.reach.views.dashboard_choices import project_choices
from learnhub.reach.views.donor_words import said
from learnhub.reach.views.export_words import (
    CENTRE,
    COUNTRY,
    DATA,
    DOCUMENTS,
    DONOR,
    FOR_DONORS,
    NETWORK,
    PROJECT,
    TYPES,
    documents_of,
)
from learnhub.reach.views.navigation import places
from learnhub.reach.views.strict import refuse_unknown
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

FILES = "learnhub.reach.live_files"  # fetched with the first download: it brings the engine
log = structlog.get_logger()
Answer = str | Response | tuple[str, int]


def _open_centres() -> frozenset[str] | None:
    """The centres whose figures this person may take away; None: of the whole network."""
    return exact_centres(current_identity(), reference(reading()), Permission.EXPORT_REACH)


def scopes() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a file can be about, in groups: (heading, [(scope, name)])."""
    known, centres = reference(reading()), _open_centres()
    codes = known.centres if centres is None else centres
    named = [(CENTRE + code, known.centre_name(code)) for code in codes]
    groups = [(_("Centres"), sorted(named, key=lambda each: each[1].casefold()))]
    for heading, over in ((_("Donor projects"), False), (_("Ended projects"), True)):
        listed = project_choices(known, ended=over)
        groups.append((heading, [(PROJECT + code, title) for code, title in listed]))
    if centres is not None:
        return groups
    countries = [(COUNTRY + code, name) for code, name in known.country_choices(language())]
    return [("", [(NETWORK, _("The whole network"))]), *groups, (_("Countries"), countries)]


def _scope() -> str:
    """The scope that the address names, or the first that is open. Raises NotFound, Forbidden."""
    refuse_unknown({"scope", *WHEN})
    known, centres = reference(reading()), _open_centres()
    wanted = request.args.get("scope", "")
    if not wanted:
        return NETWORK if centres is None else CENTRE + min(centres)
    if wanted.startswith(PROJECT):
        get_project(reading(), wanted.removeprefix(PROJECT), homes(current_identity(), known))
        return wanted
    code = wanted.removeprefix(CENTRE)
    is_centre = wanted.startswith(CENTRE)
    if centres is not None and not is_centre:
        raise Forbidden(
            _("Files of the whole network or of a country are for coordinators of the network. Choose one of your "
              "centres; what may be passed on of the network is in its releases.")
        )  # fmt: skip
    if centres is not None and code not in centres:
        raise Forbidden(_("The figures of this centre are open to its own coordinators only."))
    exists = (
        code in known.centres
        or (code.isprintable() and bool(known_keys(reading(), CentreRecord.entry_kind, [code])))
        if is_centre
        else wanted in {NETWORK, *(COUNTRY + country for country in known.countries)}
    )
    if not exists:
        raise NotFound(_("There are no figures about “%(name)s”.", name=code.removeprefix(COUNTRY)[:40]))
    return wanted


def _read(form: PeriodForm) -> tuple[Asked | None, datetime]:
    """What is asked for, and up to when records are taken."""
    instant = now()
    asked = form.read(instant)
    as_of = asked.as_of if asked and asked.as_of else steady_as_of(reading(), instant)
    return asked, as_of


def _address(kind: str, scope: str, period: Period, as_of: datetime) -> str:
    """A file with days and as-of written out: the same figures tomorrow."""
    values: dict[str, Any] = {
        "scope": scope,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "as_of": iso(as_of),
    }
    if kind == DONOR:
        return url_for("reach.export_for_donor", **values)
    return url_for("reach.export_file", kind=kind, **values)


def _period_address(scope: str) -> Callable[[str], str]:
    return lambda name: url_for("reach.exports", scope=scope, period=name)


def _donor_form(**source: None) -> DonorForm:
    form = DonorForm(**source)
    form.kind.choices = list(FOR_DONORS.items())
    return form


def _page(form: PeriodForm, donor: DonorForm, scope: str, asked: Asked | None, as_of: datetime) -> str:
    def listed(words: Mapping[str, tuple[Any, Any]], kinds: Iterable[str]) -> list[tuple[Any, Any, str]]:
        return [(*words[kind], _address(kind, scope, asked.period, as_of)) for kind in kinds] if asked else []

    return render_template(
        "reach/exports.html", form=form, donor=donor, asked=asked, as_of=as_of, scope=scope, scopes=scopes(),
        groups=[
            (_("Documents"), listed(DOCUMENTS, documents_of(scope))),
            (_("Files with all figures"), listed(DATA, DATA)),
        ],
        offered=offered(now().date()), period_address=_period_address(scope), places=places(),
        donor_address=_address(DONOR, scope, asked.period, as_of) if asked else "",
        problems=form.problems + donor.problems,
    )  # fmt: skip


def _file(kind: str, scope: str, asked: Asked, as_of: datetime, donor: Sheet | None = None) -> Response:
    """A file as an answer. Who takes it is written to the log."""
    log.info(
        "exact reach figures taken", person=current_identity().person_id, endpoint=request.endpoint, kind=kind,
        scope=scope, start=asked.period.start.isoformat(), end=asked.period.end.isoformat(), as_of=iso(as_of),
    )  # fmt: skip
    file = import_module(FILES).live_file(
        reading(), current_settings(), scope=scope, period=asked.period, as_of=as_of,
        language=language(), kind=kind, now=now(), donor=donor,
    )  # fmt: skip
    ending = file.name.rpartition(".")[2]
    response = Response(file.content, mimetype=TYPES.get(ending, "application/octet-stream"))
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sheet(form: DonorForm) -> Sheet | None:
    """The sheet that was sent; None if it cannot be read, with the reason at its field."""
    sent = form.sheet.data
    if not sent:
        form.sheet.errors = [_("Choose a file")]
        return None
    try:
        return read_sheet(sent.filename or "", sent.read())
    except SheetError as error:
        form.sheet.errors = [_(error.message, **error.values)]
        return None


@bp.get("/reach/exports")
@allowed(Permission.EXPORT_REACH, exporting)
def exports() -> Answer:
    """Choose what the files are about and take them."""
    form, scope = PeriodForm(request.args), _scope()
    asked, as_of = _read(form)
    page = _page(form, _donor_form(formdata=None), scope, asked, as_of)
    return page if asked else (page, 422)


@bp.get(f"/reach/exports/<any({', '.join((*DATA, *DOCUMENTS))}):kind>")
@allowed(Permission.EXPORT_REACH, exporting)
@patient
def export_file(kind: str) -> Answer:
    """One file."""
    form, scope = PeriodForm(request.args), _scope()
    asked, as_of = _read(form)
    if kind in DOCUMENTS and kind not in documents_of(scope):
        raise NotFound(_("There is no such document about these figures."))
    if asked is None:
        return _page(form, _donor_form(formdata=None), scope, None, as_of), 422
    return _file(kind, scope, asked, as_of)


@bp.post("/reach/exports/donor")
@allowed(Permission.EXPORT_REACH, exporting)
@patient
def export_for_donor() -> Answer:
    """A file with a donor's own indicators beside ours. The sheet is read and not kept."""
    form, donor, scope = PeriodForm(request.args), _donor_form(), _scope()
    asked, as_of = _read(form)
    if donor.sent() and asked and (sheet := _sheet(donor)):
        try:
            return _file(donor.kind.data, scope, asked, as_of, sheet)
        except DonorSheetError as error:
            donor.sheet.errors = [said(problem) for problem in error.faults]
    return _page(form, donor, scope, asked, as_of), 422
