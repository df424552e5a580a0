"""Centres: the list, and a page for each."""

from __future__ import annotations

from dataclasses import asdict

from flask import render_template, request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.cards import show
from learnhub.catalogue.hooks import hooks
from learnhub.catalogue.retired import retired_courses
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.views import bp
from learnhub.catalogue.words import section_names, status_words
from learnhub.centres.domain import CentreFilter
from learnhub.centres.queries import get_centre, list_centres
from learnhub.centres.regions import REGIONS, region_name
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.web.guards import public
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number
from learnhub.web.templating import same_for_every_visitor

PAGE_SIZE = 24


@bp.get("/<lang:lang>/centres")
@public
def centres() -> str:
    """Find a centre by words, region, theme, section."""
    same_for_every_visitor()
    session = reading()
    known = reference(session)
    wanted = CentreFilter(
        q=request.args.get("q", "")[:100],
        region=request.args.get("region", ""),
        theme=request.args.get("theme", ""),
        section=request.args.get("section", ""),
    )
    asked = {name: value for name, value in asdict(wanted).items() if value}
    number = page_number()
    found, total = list_centres(session, wanted, page=number, size=PAGE_SIZE)
    return render_template(
        "catalogue/centres.html",
        page=Page(found, number, total, PAGE_SIZE),
        wanted=wanted,
        known=known,
        courses={centre.id: len(shelf(session).centres.get(centre.id, ())) for centre in found},
        regions=[("", _("All regions")), *((code, region_name(code, language())) for code in REGIONS)],
        themes=[
            ("", _("All themes")),
            *(
                (t.code, t.label(language()))
                for t in known.themes.values()
                if not t.broader and t.closed_on is None
            ),
        ],
        sections=section_names(),
        address=lambda n: url_for("catalogue.centres", **asked, page=n),
    )


@bp.get("/<lang:lang>/centres/<code>")
@public
def centre(code: str) -> str:
    """Who they are and what they teach."""
    same_for_every_visitor()
    session = reading()
    facts = get_centre(session, code)
    stock = shelf(session)
    cards = [stock.cards[course] for course in stock.centres.get(code, ())]
    return render_template(
        "catalogue/centre.html",
        centre=facts,
        known=reference(session),
        cards=show(session, cards[:60]),
        retired=retired_courses(session, code)[:60],
        status=status_words(facts.category),
        section=section_names().get(facts.section, facts.section),
        achieved=hooks().achieved(session, facts.id),
        works_here=permits(
            current_identity(), Permission.VIEW_COURSE_REPORT, reference(session).centre_resource(code)
        ),
    )
