"""What a review is made of: somebody changes, asks, approves, publishes."""

from __future__ import annotations

from datetime import UTC, datetime

from author_support import draft_of
from flask import Flask

from learnhub.db import transaction
from learnhub.studio.queries.drafts import find_draft, find_part
from learnhub.studio.service.drafts import save_part
from tests.web.client import PageClient, Typed

LESSON = "lessons/staff-gauge.md"
YES: Typed = {
    f"{point}_answer": "yes" for point in ("accuracy", "clarity", "inclusiveness", "accessibility", "licence")
}


def at(draft_id: str, rest: str = "") -> str:
    return f"/en/studio/courses/{draft_id}/{rest}"


def change(site: Flask, draft_id: str, old: str, new: str, path: str = LESSON, by: int | None = None) -> None:
    """Somebody writes in the text."""
    with site.app_context(), transaction() as session:
        draft, part = find_draft(session, draft_id), find_part(session, draft_id, path)
        assert draft is not None
        assert part is not None
        assert old in part.text
        save_part(
            session, draft=draft, path=path, text=part.text.replace(old, new, 1), base_rev=part.rev, actor=by,
            now=datetime.now(UTC),
        )  # fmt: skip


def ask(author: PageClient, draft_id: str, who: str = "reviewer of icharm, ICHARM") -> None:
    """The author asks somebody for a review."""
    page = author.get(at(draft_id, "review"))
    choices = {option.text: option.get("value") for option in page.form("Ask for the review").all("option")}
    assert who in choices, choices
    page.send("Ask for the review", {"reviewer": choices[who]})


def approve(reviewer: PageClient, draft_id: str) -> str:
    """The reviewer says yes to everything."""
    page = reviewer.get(at(draft_id, "review"))
    return page.send("Send the decision", {**YES, "outcome": "approved", "reason": "sound"}).text


def approved_draft(site: Flask, team: dict[str, PageClient]) -> str:
    """A draft that a reviewer of its centre has approved."""
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    return draft_id


def publish(coordinator: PageClient, draft_id: str, status: int = 303, **more: str) -> str:
    """The coordinator publishes."""
    page = coordinator.get(at(draft_id, "publish"))
    button = next(b.text for b in page.main.all("button") if b.text.startswith("Publish version"))
    return page.send(button, {"notes": "The first edition.", **more}, status).text
