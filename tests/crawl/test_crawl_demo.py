"""Every role walks through the demonstration: no dead link, no error, nothing open that should be closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from learnhub.access.permissions import Permission
from learnhub.db import reading
from learnhub.learning.models import Certificate
from tests.crawl.conftest import SIGN_INS, Demo
from tests.crawl.crawler import MOST_PAGES, Crawl

pytestmark = pytest.mark.slow

ROLES = ("visitor", *SIGN_INS)
CENTRE, COURSE, CERTIFIED = "icharm", "disaster-risk-reduction", "certificate"
OTHER_CENTRE, OTHER_COURSE = "erce", "ecohydrology"
TEAM = {"coordinator", "administrator"}
# guard of an endpoint -> the sign-ins that it lets in, for things of the team's own centre
MAY: dict[str, set[str]] = {
    "public": set(ROLES),
    "signed-in": set(SIGN_INS),
    Permission.OWN: set(SIGN_INS),
    Permission.VIEW_COURSE: set(ROLES),
    Permission.EDIT_COURSE: TEAM | {"author"},
    Permission.MANAGE_COURSE: TEAM,
    Permission.REVIEW_COURSE: TEAM | {"reviewer"},
    Permission.VIEW_COURSE_REPORT: TEAM | {"facilitator"},
    Permission.GUIDE_LEARNERS: TEAM | {"facilitator"},
    Permission.IMPORT_PEOPLE: TEAM,
    Permission.RECOVER_ACCOUNT: TEAM,
    Permission.MANAGE_MEMBERS: TEAM,
    Permission.MANAGE_ROLES: {"administrator"},
    Permission.VIEW_REACH: TEAM | {"national", "network"},
    Permission.EXPORT_REACH: TEAM | {"network"},
    Permission.MAKE_RELEASE: TEAM | {"network"},
    Permission.KEEP_RECORDS: {"records", "administrator"},
    Permission.KEEP_TRAININGS: TEAM | {"facilitator"},
    Permission.KEEP_PROJECTS: TEAM | {"network"},
    Permission.OPERATE: {"administrator"},
}
# what the demonstration has; that anything else is not there only those learn whom the guard lets in
THERE = {"lang", "code", "lesson", "quiz", "number", "serial"}
# guards of things that belong to a centre: nobody but an administrator is let in for another centre
OF_A_CENTRE = {
    Permission.EDIT_COURSE,
    Permission.MANAGE_COURSE,
    Permission.VIEW_COURSE_REPORT,
    Permission.GUIDE_LEARNERS,
    Permission.IMPORT_PEOPLE,
    Permission.RECOVER_ACCOUNT,
    Permission.MANAGE_MEMBERS,
    Permission.KEEP_TRAININGS,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(demo: Demo, role: str) -> None:
    crawl = Crawl(demo.browsers[role])
    crawl.run()
    assert crawl.wrong == [], "\n".join(crawl.wrong[:40])
    assert len(crawl.seen) == MOST_PAGES
    guards = {name: guard_of(demo, name) for name in crawl.endpoints if name}
    assert {name: guard for name, guard in guards.items() if role not in MAY[guard]} == {}


def test_every_guard_is_in_the_table() -> None:
    assert set(MAY) == {"public", "signed-in", *Permission}


def test_nobody_gets_where_the_table_does_not_let_them(demo: Demo) -> None:
    open_to = [
        f"{role}: {method} {address} answers {answer.status_code}"
        for rule, method, address, own in requests(demo)
        for role in ROLES
        if role not in let_in(guard_of(demo, rule.endpoint), own=own)
        for answer in [ask(demo, role, method, address)]
        if not refused(answer, role)
    ]
    assert open_to == [], "\n".join(open_to)


def test_those_in_the_table_get_there(demo: Demo) -> None:
    closed = [
        f"{role}: {address} answers {answer.status_code}"
        for rule, method, address, own in requests(demo)
        if method == "GET" and guard_of(demo, rule.endpoint) in OF_A_CENTRE
        for role in sorted(let_in(guard_of(demo, rule.endpoint), own=own))
        for answer in [ask(demo, role, method, address)]
        if answer.status_code not in ({200} if set(rule.arguments) <= THERE else {200, 404})
    ]
    assert closed == [], "\n".join(closed)


def guard_of(demo: Demo, endpoint: str) -> str:
    """What the endpoint declares."""
    return str(getattr(demo.app.view_functions[endpoint], "guard", ""))


def let_in(guard: str, *, own: bool) -> set[str]:
    """Who may; for things of another centre the team's roles count for nothing."""
    if guard in OF_A_CENTRE and not own:
        return {"administrator"}
    return MAY[guard]


def ask(demo: Demo, role: str, method: str, address: str) -> TestResponse:
    """Send a request as this role."""
    browser = demo.browsers[role]
    return browser.get(address) if method == "GET" else browser.post(address)


def refused(answer: TestResponse, role: str) -> bool:
    """A visitor is asked to sign in; anybody else is told no, or that there is no such thing."""
    if role == "visitor":
        return answer.status_code == 303 and "/sign-in" in answer.location
    return answer.status_code in {403, 404}


def requests(demo: Demo) -> Iterator[tuple[Rule, str, str, bool]]:
    """Every address that a permission or a sign-in guards, with each method, for both centres."""
    with demo.app.app_context():
        own_serial, other_serial = serials()
    for rule in demo.app.url_map.iter_rules():
        if guard_of(demo, rule.endpoint) in {"public", Permission.VIEW_COURSE}:
            continue
        for own in (True, False):
            serial = own_serial if own else other_serial
            address = address_of(demo, rule, own=own, serial=serial)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, address, own


def serials() -> tuple[str, str]:
    """Numbers of a certificate of the team's own course and of another one."""
    rows = reading().execute(select(Certificate.serial, Certificate.facts)).all()
    own = next(serial for serial, facts in rows if f'"code":"{COURSE}"' in facts)
    other = next(serial for serial, facts in rows if f'"code":"{OTHER_COURSE}"' in facts)
    return own.replace("-", ""), other.replace("-", "")


def address_of(demo: Demo, rule: Rule, *, own: bool, serial: str) -> str:
    """An address that the rule answers to; what the crawl does not know is the first of a list, or 1."""
    course = "/courses/" in rule.rule
    known = {
        "lang": "en",
        "code": (COURSE if own else OTHER_COURSE) if course else (CENTRE if own else OTHER_CENTRE),
        "lesson": "hazard-to-disaster" if own else "three-principles",
        "quiz": "pre-test",
        "number": serial,
        "serial": serial,
    }
    listed = {
        name: min(items) for name, one in rule._converters.items() if (items := getattr(one, "items", None))
    }
    counted = {name for name, one in rule._converters.items() if isinstance(one, IntegerConverter)}
    values = {name: 1 if name in counted else known.get(name, listed.get(name, 1)) for name in rule.arguments}
    built = demo.app.url_map.bind("localhost").build(
        rule.endpoint, values, method="GET" if "GET" in (rule.methods or ()) else "POST"
    )
    return str(built)
