"""What can be chosen in each filter of a dashboard."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.centres.domain import Reference
from learnhub.db import reading
from learnhub.reach.projects.access import homes
from learnhub.reach.projects.queries import list_projects
from learnhub.reach.reference import AFRICA, ANY_GROUP, LISTED_GROUPS, NO_COUNTRY
from learnhub.reach.scope import exact_centres
from learnhub.reach.views import dashboard_words as words
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity

Choices = list[tuple[str, str]]
MOST_PROJECTS = 100


def choices(known: Reference) -> list[tuple[str, str, Choices]]:
    """(name in the address, label, choices) of each filter; the first choice is no filter."""
    return [
        ("centre", _("Centre"), [("", _("All centres")), *_centres(known)]),
        ("region", _("Region where learners live"), [("", _("All regions")), *words.regions()]),
        ("country", _("Country where learners live"), [("", _("All countries")), *_countries(known)]),
        ("group", _("Country group"), [("", _("All countries")), *_groups()]),
        ("family", _("Theme family"), [("", _("All themes")), *_families(known)]),
        ("theme", _("Theme"), [("", _("All themes")), *_themes(known)]),
        ("code", _("Goal or programme"), [("", _("All goals and programmes")), *_codes(known)]),
        ("project", _("Donor project"), [("", _("All projects and none")), *all_project_choices(known)]),
    ]


def _centres(known: Reference) -> Choices:
    """Centres whose exact figures are open to the reader."""
    mine = exact_centres(current_identity(), known, Permission.VIEW_REACH)
    listed = [
        (code, centre.short_name) for code, centre in known.centres.items() if mine is None or code in mine
    ]
    return sorted(listed, key=lambda each: each[1].casefold())


def _countries(known: Reference) -> Choices:
    return [*known.country_choices(language()), (NO_COUNTRY, _("Unknown"))]


def _groups() -> Choices:
    return [(code, words.group(code)) for code in (*LISTED_GROUPS, ANY_GROUP, AFRICA)]


def _families(known: Reference) -> Choices:
    return [(found.code, words.theme(known, found.code)) for found in known.theme_children()]


def _themes(known: Reference) -> Choices:
    return [(code, words.theme(known, code)) for code, found in known.themes.items() if not found.closed_on]


def project_choices(known: Reference, *, ended: bool = False) -> Choices:
    """The latest donor projects that the reader keeps, running or ended; the page of projects leads to all others."""
    mine = homes(current_identity(), known)
    rows, _total = list_projects(reading(), mine, size=MOST_PROJECTS, ended=ended)
    return [(each.code, f"{each.title} ({each.donor})") for each in rows]


def all_project_choices(known: Reference) -> Choices:
    """Running projects, then those that have ended, which say so."""
    over = project_choices(known, ended=True)
    return [*project_choices(known), *((code, _("%(project)s, ended", project=name)) for code, name in over)]


def _codes(known: Reference) -> Choices:
    """Goals and top items of every framework in use."""
    return [
        (f"{framework.code}:{item.code}", f"{framework.code} {item.code} {item.label(language())}")
        for framework in known.frameworks.values()
        if framework.offered
        for item in framework.items
        if not item.parent and not item.closed_on
    ]
