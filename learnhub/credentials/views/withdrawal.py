"""For the centre that issued a certificate: take it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.centres.snapshot import reference
from learnhub.credentials import service
from learnhub.credentials.domain import Holding, Standing, read_number
from learnhub.credentials.forms import WithdrawForm
from learnhub.credentials.queries import find_holding
from learnhub.credentials.views import bp
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.web.guards import allowed
from learnhub.web.identity import my_id


def _holding(number: str) -> Holding:
    serial = read_number(number).serial
    found = find_holding(reading(), serial) if serial else None
    if found is None:
        raise NotFound(_("There is no certificate with this number."))
    return found


def _issuer(number: str) -> Resource:
    return reference(reading()).centre_resource(_holding(number).facts.centre_id)


@bp.route("/<lang:lang>/c/<number>/withdraw", methods=["GET", "POST"])
@allowed(Permission.MANAGE_COURSE, _issuer)
def withdraw(number: str) -> str | Response | tuple[str, int]:
    """Say what withdrawing means, ask for the reason, then withdraw."""
    holding = _holding(number)
    if holding.standing is not Standing.VALID:
        raise Conflict(_("This certificate is no longer in force."))
    form = WithdrawForm()
    if form.sent():
        with transaction() as session:
            service.withdraw(
                session, serial=holding.serial, reason=form.reason.data or "", by=my_id(), now=now()
            )
        flash(_("The certificate is withdrawn. Its check page says so from now on."), "ok")
        return redirect(url_for("credentials.check", number=holding.compact), 303)
    page = render_template("credentials/withdraw.html", holding=holding, facts=holding.facts, form=form)
    return page, 422 if request.method == "POST" else 200
