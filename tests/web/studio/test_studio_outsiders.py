"""Every address of a draft, a file and a shared resource of one centre, asked by people who are not of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from author_support import NOW, draft_of, staff
from flask import Flask
from sqlalchemy import insert
from werkzeug.routing import Rule

from learnhub.access.identity import Role
from learnhub.db import table, transaction
from learnhub.resources.models import ResourceRow
from learnhub.studio.arrival import Arrival
from learnhub.studio.models.media import MediaRow
from learnhub.studio.queries.drafts import find_draft
from learnhub.studio.service.arrivals import keep_arrival
from tests.web.client import PageClient

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PARTS = {
    "lang": "en", "lesson": "staff-gauge", "quiz": "final", "question": "q1", "section": "goals", "rev": "1",
    "comment_id": "1", "number": "1", "path": "course.yaml", "what": "settle", "wanted": "yes", "name": "level",
    "tongue": "fr", "code": "reading-the-river", "kind": "case",
}  # fmt: skip


@pytest.fixture
def things(site: Flask) -> dict[str, str]:
    """A draft, a file and a resource of a centre."""
    media = {
        "id": "m123456789abc", "centre_id": "icharm", "kind": "data", "name": "a.csv", "media_type": "text/csv",
        "size": 1, "sha256": "0" * 64, "title": "a", "words": "", "captions": "", "credit": "a", "licence": "CC-BY-4.0",
        "created_at": NOW,
    }  # fmt: skip
    shared = {
        "id": "s123456789abc", "kind": "case", "code": "a-case", "centre_id": "icharm", "language": "en",
        "title": "a", "draft": "{}", "rev": 1, "version": "", "created_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    with site.app_context(), transaction() as session:
        session.execute(insert(table(MediaRow)), media)
        session.execute(insert(table(ResourceRow)), shared)
    draft_id = draft_of(site)
    with site.app_context(), transaction() as session:
        draft = find_draft(session, draft_id)
        assert draft is not None
        keep_arrival(session, draft=draft, arrival=Arrival("a.docx", 1, 0), actor=None, now=NOW)
    return {"draft_id": draft_id, "media_id": media["id"], "item_id": shared["id"]}


def rules(site: Flask, things: dict[str, str]) -> list[Rule]:
    found = [rule for rule in site.url_map.iter_rules() if rule.arguments & set(things)]
    assert len(found) > 60
    return found


def address_of(rule: Rule, things: dict[str, str]) -> str:
    def part(found: re.Match[str]) -> str:
        choice = re.match(r"any\(\W*([\w-]+)", found[1] or "")
        return things.get(found[2]) or (choice[1] if choice else PARTS.get(found[2], "1"))

    return re.sub(r"<(?:([^>]*):)?(\w+)>", part, rule.rule)


OUTSIDERS: dict[str, Callable[[Flask], PageClient]] = {
    "author": lambda site: staff(site, Role.AUTHOR, "irtces"),
    "reviewer": lambda site: staff(site, Role.REVIEWER, "irtces"),
    "coordinator": lambda site: staff(site, Role.CENTRE_COORDINATOR, "irtces"),
    "facilitator": lambda site: staff(site, Role.FACILITATOR, "icharm"),
    "learner": lambda site: staff(site, Role.LEARNER, "icharm"),
    "visitor": PageClient,
}


@pytest.mark.parametrize("who", sorted(OUTSIDERS))
def test_no_address_opens(site: Flask, things: dict[str, str], who: str) -> None:
    outsider = OUTSIDERS[who](site)
    token = (
        outsider.get("/en/sign-in").tree.all("form")[-1]
        if who == "visitor"
        else outsider.get("/en/me/data").tree.all("form")[-1]
    )
    fields = {each.get("name"): each.get("value") for each in token.all("input")}
    body = {
        "csrf_token": fields["csrf_token"],
        "rev": "1",
        "place": "0",
        "text": "x",
        "name": "x",
        "seq": "1",
    }
    opened = []
    for rule in rules(site, things):
        address = address_of(rule, things)
        for method in METHODS:
            answer = outsider.client.open(address, method=method, data=body if method != "GET" else None)
            closed = answer.status_code in {403, 404, 405} or (
                who == "visitor" and answer.status_code == 303 and "/sign-in" in answer.location
            )
            if not closed:
                opened.append(f"{method} {address} answers {answer.status_code}")
            answer.close()
    assert opened == [], "\n".join(opened)


def test_a_refusal_names_the_centre_to_ask(site: Flask, things: dict[str, str]) -> None:
    """Not one's own: its coordinator could open nothing of another centre."""
    outsider = OUTSIDERS["author"](site)
    for address in (f"/en/studio/courses/{things['draft_id']}", "/en/centre/icharm/people"):
        page = outsider.get(address, 403).text
        assert "Only people to whom ICHARM has given the right can open this page." in page, address
        assert "your centre" not in page, address


def test_a_colleague_gets_there(site: Flask, things: dict[str, str]) -> None:
    """The addresses are those of what is there: otherwise the refusals would say nothing."""
    coordinator = staff(site, Role.CENTRE_COORDINATOR)
    lost = [
        address
        for rule in rules(site, things)
        if "GET" in (rule.methods or ()) and (address := address_of(rule, things))
        if coordinator.fetch(address).status_code not in {200, 302, 303}
    ]
    assert len(lost) <= 4, lost


def test_pages_of_a_person_are_kept_nowhere(site: Flask, things: dict[str, str]) -> None:
    coordinator = staff(site, Role.CENTRE_COORDINATOR)
    for address in (
        "/en/me",
        "/en/me/data",
        "/en/studio",
        f"/en/studio/courses/{things['draft_id']}",
        "/en/courses/reading-the-river",
    ):
        said = coordinator.fetch(address).headers["Cache-Control"]
        assert "private" in said, address


def test_a_form_without_a_token_changes_nothing(site: Flask, things: dict[str, str]) -> None:
    coordinator = staff(site, Role.CENTRE_COORDINATOR)
    for rule in rules(site, things):
        if "POST" in (rule.methods or ()):
            answer = coordinator.client.post(address_of(rule, things), data={"text": "x", "name": "x"})
            assert answer.status_code == 400, (rule.rule, answer.status_code)


def test_another_method_in_a_header_or_a_field_counts_for_nothing(
    site: Flask, things: dict[str, str]
) -> None:
    coordinator = staff(site, Role.CENTRE_COORDINATOR)
    address = f"/en/studio/courses/{things['draft_id']}/retire"
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert coordinator.client.get(address, headers={header: "POST"}).status_code == 405
    assert coordinator.client.get(f"{address}?_method=POST").status_code == 405
    assert coordinator.client.open(address, method="TRACE").status_code == 405
