"""Texts that are under way in the studio of the team's centre: a course in review, and a briefing just begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Identity, Role
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.starter import About, Starter
from learnhub.demo.team import SignIn
from learnhub.studio.queries.drafts import find_part
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.opening import open_published, open_starter
from learnhub.studio.service.reviews import ask_review

BRIEFING: Final = "reading-a-flood-warning"
ADDED: Final = (
    "Do it once more with the newest figures of your own service, and write down what differs and why.\n"
)


def write_texts(
    session: Session,
    *,
    document: CourseDocument,
    team: Mapping[SignIn, int],
    now: datetime,
) -> None:
    """Let the author of the team change the centre's course and ask the reviewer; `team` gives account numbers."""
    held = {each.role: (each, number) for each, number in team.items()}
    author, writer = held[Role.AUTHOR]
    _, reviewer = held[Role.REVIEWER]
    centre = author.scope.id
    course = open_published(
        session, code=document.metadata.code, centre_id=centre, actor=writer,
        now=now - timedelta(days=6),
    )  # fmt: skip
    path = f"lessons/{document.lessons[-1].id}.md"
    lesson = find_part(session, course.id, path)
    if lesson is not None:
        text = lesson.text.rstrip("\n") + "\n\n" + ADDED
        save_part(
            session, draft=course, path=path, text=text, base_rev=lesson.rev, actor=writer,
            now=now - timedelta(days=3),
        )  # fmt: skip
    ask_review(
        session, draft=course, reviewer_id=reviewer, due_on=now.date() + timedelta(days=7),
        actor=Identity(writer, author.name, "en", grants=frozenset({Grant(author.role, author.scope)})),
        link=lambda _language: "", now=now - timedelta(days=2),
    )  # fmt: skip
    about = About(
        code=BRIEFING, title="Reading a flood warning", language="en", centre=centre, author=author.name,
        themes=tuple(document.metadata.themes[:1]), affiliation=reference(session).centres[centre].short_name,
    )  # fmt: skip
    open_starter(
        session, kind=Starter.BRIEFING, about=about, word=str, actor=writer, now=now - timedelta(days=1)
    )
