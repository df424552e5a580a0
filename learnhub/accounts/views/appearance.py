"""How pages look on this device; for everybody, with an account or without."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.accounts.forms import AppearanceForm
from learnhub.accounts.views import bp
from learnhub.web.appearance import choose_theme, chosen_theme
from learnhub.web.guards import public


@bp.route("/appearance", methods=["GET", "POST"])
@public
def appearance() -> Response | tuple[str, int]:
    """Choose light or dark."""
    form = AppearanceForm(theme=chosen_theme())
    if form.sent():
        choose_theme(form.theme.data or "")
        flash(_("Your choice is kept on this device."), "ok")
        return redirect(url_for("accounts.appearance"), 303)
    return render_template("accounts/appearance.html", form=form), 422 if request.method == "POST" else 200
