"""Pages of words: what LearnHub is, help, privacy, how we count."""

from __future__ import annotations

from flask import render_template

from learnhub.catalogue.views import bp
from learnhub.kernel.errors import NotFound
from learnhub.web.guards import public
from learnhub.web.templating import same_for_every_visitor

PAGES = ("about", "help", "accessibility", "privacy", "how-we-count", "saving-data")


@bp.get("/<lang:lang>/<any(about,help,accessibility,privacy,'how-we-count','saving-data'):name>")
@public
def page(name: str) -> str:
    """One page of words."""
    if name not in PAGES:
        raise NotFound
    same_for_every_visitor()
    return render_template(f"catalogue/words/{name}.html")
