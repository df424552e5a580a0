"""My tokens: make one, see when each was used, revoke."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits, permits_somewhere
from learnhub.api.forms import TokenForm
from learnhub.api.queries import tokens_of
from learnhub.api.service import make_token, revoke_token
from learnhub.api.views import pages
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Forbidden
from learnhub.web.guards import signed_in
from learnhub.web.identity import current_identity


def _mine() -> int:
    """Me, if figures beyond the public ones are open to me anywhere. Raises Forbidden."""
    identity = current_identity()
    if identity.person_id is None or not permits_somewhere(identity, Permission.VIEW_REACH):
        raise Forbidden(
            _(
                "Tokens are for people who may see figures beyond the published ones. The published ones need none."
            )
        )
    return identity.person_id


def _page(form: TokenForm, made: str, status: int) -> BaseResponse:
    page = render_template(
        "api/tokens.html", form=form, tokens=tokens_of(reading(), _mine()), made=made, now=now(),
        exact=permits_somewhere(current_identity(), Permission.EXPORT_REACH),
        operates=permits(current_identity(), Permission.OPERATE),
    )  # fmt: skip
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.route("/me/tokens", methods=["GET", "POST"])
@signed_in
def tokens() -> BaseResponse:
    """The list, and the form for a new one, whose text is shown in the answer and never again."""
    person_id, form = _mine(), TokenForm()
    form.offer()
    if not form.sent():
        return _page(form, "", 422 if form.is_submitted() else 200)
    with transaction() as session:
        made = make_token(
            session,
            person_id=person_id,
            name=form.name.data or "",
            scopes=form.scopes,
            days=form.days.data,
            now=now(),
        )
    empty = TokenForm(formdata=None)
    empty.offer()
    return _page(empty, made, 200)


@pages.post("/me/tokens/<int:token_id>/revoke")
@signed_in
def revoke(token_id: int) -> BaseResponse:
    """End a token at once."""
    with transaction() as session:
        name = revoke_token(session, token_id=token_id, person_id=_mine(), now=now())
    flash(_("The token %(name)s is revoked.", name=name), "ok")
    return redirect(url_for("api_pages.tokens"), 303)
