"""A ledger that is not as it was recorded: every page of figures says so and names the rows, instead of figures."""

from __future__ import annotations

import structlog
from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.ledger.verify import Finding
from learnhub.reach.chain import BrokenChain
from learnhub.reach.views import bp
from learnhub.web.identity import current_identity

UNAVAILABLE = 503
log = structlog.get_logger()


def said(finding: Finding) -> str:
    """What was found, and where, in the reader's language."""
    if finding.entry_id is None:
        return str(_("Block %(number)s does not fit the chain.", number=finding.block_id))
    place = {"number": finding.entry_id, "kind": finding.kind, "key": finding.key, "rev": finding.rev}
    words = {
        "missing": _("Entry %(number)s (%(kind)s, key %(key)s, version %(rev)s) is gone.", **place),
        "inserted": _(
            "Entry %(number)s (%(kind)s, key %(key)s, version %(rev)s) was put in afterwards.", **place
        ),
        "moved": _("Entry %(number)s (%(kind)s, key %(key)s, version %(rev)s) stands elsewhere.", **place),
    }
    altered = _("Entry %(number)s (%(kind)s, key %(key)s, version %(rev)s) was altered.", **place)
    return str(words.get(finding.code, altered))


@bp.app_errorhandler(BrokenChain)
def refused(error: BrokenChain) -> Response:
    """The refusal, with the rows. Whoever operates the installation is led to what can be done."""
    log.error("figures refused", endpoint=request.endpoint, rows=list(error.problems))
    page = render_template(
        "reach/chain.html", rows=[said(finding) for finding in error.findings],
        operates=permits(current_identity(), Permission.OPERATE),
    )  # fmt: skip
    response = make_response(page, UNAVAILABLE)
    response.headers["Cache-Control"] = "no-store"
    return response
