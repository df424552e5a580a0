"""The holder's pages: see the certificate, take the PDF, have the name put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from learnhub.centres.snapshot import reference
from learnhub.credentials import press, service
from learnhub.credentials.document import check_address, document_data, qr_inline
from learnhub.credentials.domain import Holding, Standing
from learnhub.credentials.forms import ReissueForm
from learnhub.credentials.queries import get_holding
from learnhub.credentials.views import bp
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Gone, NotFound
from learnhub.web.guards import signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity, my_id
from learnhub.web.settings import current_settings


def _folder() -> Path:
    return current_settings().folder("certificates")


def _data(holding: Holding) -> dict[str, Any]:
    country = reference(reading()).country_name(holding.facts.country, holding.facts.language)
    settings = current_settings()
    return document_data(holding, country=country, public_url=settings.public_url, demo=settings.demo)


def _mine(serial: str) -> Holding:
    return get_holding(reading(), serial, my_id())


@bp.get("/<lang:lang>/me/certificates/<serial>")
@signed_in
def certificate(serial: str) -> str:
    """See it, take it, share it."""
    holding = _mine(serial)
    valid = holding.standing is Standing.VALID
    address = check_address(holding, current_settings().public_url)
    return render_template(
        "credentials/certificate.html",
        holding=holding,
        facts=holding.facts,
        valid=valid,
        country=reference(reading()).country_name(holding.facts.country, language()),
        outcomes=holding.facts.outcomes,
        bytes=press.size_if_made(_folder(), serial, _data(holding)) if valid else None,
        address=address,
        qr=Markup(qr_inline(address)),  # noqa: S704 - made of digits and letters by our own code
    )


@bp.get("/<lang:lang>/me/certificates/<serial>.pdf")
@signed_in
def pdf(serial: str) -> Response:
    """The document to print and to keep."""
    holding = _mine(serial)
    if holding.standing is Standing.REPLACED:
        raise Gone(_("This certificate was replaced by another one. Download that one from My learning."))
    if holding.standing is Standing.WITHDRAWN:
        raise Gone(_("This certificate was withdrawn by the centre that issued it."))
    response = Response(press.pdf(_folder(), serial, _data(holding), now=now()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{holding.serial}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route("/<lang:lang>/me/certificates/<serial>/name", methods=["GET", "POST"])
@signed_in
def name(serial: str) -> str | BaseResponse:
    """Have it issued again with the name that the account has now."""
    holding = _mine(serial)
    if holding.standing is Standing.WITHDRAWN:
        raise NotFound(_("This certificate is no longer in force, so its name can’t be changed."))
    form = ReissueForm()
    if form.sent():
        with transaction() as session:
            new = service.reissue(session, serial=serial, person_id=my_id(), now=now())
        flash(_("Your certificate was issued again. The old number now shows the way to this one."), "ok")
        return redirect(url_for("credentials.certificate", serial=new), 303)
    if holding.replacement:
        return redirect(url_for("credentials.certificate", serial=holding.replacement))
    return render_template(
        "credentials/name.html",
        holding=holding,
        account_name=current_identity().name,
        differs=request.method == "GET" and current_identity().name != holding.name,
    )
