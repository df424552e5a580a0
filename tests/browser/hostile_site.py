"""Courses, drafts, reviews and people whose every text is hostile, written past the forms and the reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from learnhub import create_app
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import Edition, publish
from learnhub.config import ROOT, load_settings
from learnhub.coursefile.document import (
    Assignment,
    Author,
    CourseDocument,
    Criterion,
    Outcome,
    Quiz,
    Reference,
    Step,
    Term,
)
from learnhub.coursefile.emit import emit
from learnhub.coursefile.reader import read_folder
from learnhub.coursefile.writer import files_of
from learnhub.learning.service.enrolling import enrol
from learnhub.studio.models.media import MediaRow
from learnhub.studio.models.reviews import DraftEvent, ReviewComment, ReviewDecision
from learnhub.studio.service.opening import open_files
from tests.browser.hostile import lines, plain
from tests.browser.site import Site

EXAMPLE = ROOT / "tests" / "courses" / "example"
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CENTRE = "icharm"
TASK = "plan"


def application(site: Site) -> Flask:
    """The same installation, for writing into it."""
    instance = site.folder / "instance"
    return create_app(load_settings({}, instance=instance, courses=site.folder / "courses", patience_s=60))


def hostile_document(code: str, some: list[str]) -> CourseDocument:
    """The example with all of these in each kind of its texts."""
    found = read_folder(EXAMPLE).document
    assert found is not None
    turn = iter(some * 9)

    def one(most: int = 150) -> str:
        return plain(next(turn))[:most]

    halves = some[: len(some) // 2], some[len(some) // 2 :]
    meta = replace(
        found.metadata, code=code, title=one(), summary=plain(" ".join(some)),
        authors=tuple(Author(one(), one()) for _ in range(9)),
        outcomes=(*(replace(each, text=one(900)) for each in found.metadata.outcomes), Outcome("more", one(900))),
    )  # fmt: skip
    return replace(
        found,
        metadata=meta,
        modules=tuple(
            replace(each, title=one(), steps=(*each.steps, *([Step(TASK, "assignment")] if n == 0 else [])))
            for n, each in enumerate(found.modules)
        ),
        assignments=(_hostile_assignment(one(), some),),
        lessons=tuple(
            replace(each, title=one(), markdown="\n\n".join(half))
            for each, half in zip(found.lessons, halves, strict=True)
        ),
        quizzes=tuple(
            Quiz(each.id, _hostile_quiz(each.data, some) if each.id == "final" else each.data)
            for each in found.quizzes
        ),
        glossary=tuple(Term(f"{n} {one()}", text) for n, text in enumerate(lines(some, 1_000))),
        references=tuple(
            Reference(f"r{n}", text, plain(some[n])) for n, text in enumerate(lines(some, 1_000), 1)
        ),
    )


def _hostile_assignment(title: str, some: list[str]) -> Assignment:
    """All of these in the task, and among what its criteria say."""
    criteria = tuple(
        Criterion(f"c{n}", plain(some[n])[:150], 4, plain(text))
        for n, text in enumerate(lines(some, 900)[:12])
    )
    return Assignment(TASK, title, 30, ("read",), "\n\n".join(some), "either", criteria, 1)


def _hostile_quiz(data: dict[str, Any], some: list[str]) -> dict[str, Any]:
    """All of these among the prompts, among the explanations, the options, what is said to options, items and pairs."""
    long, short = lines(some, 8_000, "\n\n"), lines(some, 990)
    single, _, _, numeric, words, ordering, matching = data["questions"]

    def texts(n: int) -> dict[str, str]:
        return {"prompt": long[n % len(long)], "explanation": long[-1 - n % len(long)]}

    def question(like: dict[str, Any], n: int, **more: Any) -> dict[str, Any]:
        return {**like, **texts(n), **more, "id": f"q{n + 1}"}

    made = []
    for first in range(0, len(short), 18):
        some_lines = short[first : first + 18]
        options = [{"text": text, "feedback": short[-1 - first - i]} for i, text in enumerate(some_lines)]
        made.append(
            question(single, len(made), options=[*options, {"text": "yes", "correct": True}, {"text": "no"}])
        )
        made.append(question(ordering, len(made), items=[*some_lines, "a", "b", "c"][:20]))
        pairs = [
            {"left": text, "right": f"{i} {text}"[:999]} for i, text in enumerate([*some_lines, "a", "b"])
        ]
        made.append(
            question(
                matching, len(made), pairs=pairs[:18], distractors=[f"x{t}"[:999] for t in some_lines[:9]]
            )
        )
    made.append(question(numeric, len(made)))
    made.append(question(words, len(made), accepted=[plain(each)[:150] for each in some[:40]]))
    while len(made) < len(long):
        made.append(question({**data["questions"][2]}, len(made)))
    return {**data, "title": plain(some[1])[:150], "intro": "\n\n".join(some)[:8_000], "questions": made}


def as_files(document: CourseDocument) -> dict[str, bytes]:
    """The folder of this document, without the sign that a course file is refused for."""
    quizzes = {f"quizzes/{each.id}.yaml": emit(each.data) for each in document.quizzes}
    return {
        **files_of(document),
        **{path: text.replace(r"\u0000", "").encode() for path, text in quizzes.items()},
    }


def open_hostile_draft(
    session: Session, store: FileStore, document: CourseDocument, some: list[str], person: int
) -> str:
    """Its id. It has been reviewed with the same words."""
    draft = open_files(
        session, files=as_files(document), store=store, centre_id=CENTRE, actor=None, now=AT
    ).draft  # fmt: skip
    texts = lines(some, 5_000, "\n")
    rows = [
        {
            "draft_id": draft.id, "path": path, "rev": 1, "place": place, "text": text.replace("\0", ""),
            "suggestion": text.replace("\0", ""), "person_id": person, "at": AT, "taken": False,
        }
        for path in ("lessons/staff-gauge.md", "course.yaml") for place, text in enumerate(texts)
    ]  # fmt: skip
    session.execute(insert(ReviewComment), rows)
    for text in texts:
        said = text.replace("\0", "")
        session.add(
            ReviewDecision(
                draft_id=draft.id, person_id=person, centre_id=CENTRE, outcome="changes_asked", reason="accuracy",
                note=said,
                checks={"accuracy": {"answer": "no", "note": plain(said)[:500]}}, blocks={}, seq=1, at=AT,
            )
        )  # fmt: skip
        session.add(
            DraftEvent(
                draft_id=draft.id,
                act="ask_changes",
                person_id=person,
                note=said,
                code="accuracy",
                seq=1,
                at=AT,
            )
        )
    session.flush()
    return draft.id


def publish_hostile(session: Session, store: FileStore, document: CourseDocument, some: list[str]) -> int:
    """Two versions, as if the reader had seen no fault. Gives the number of the course."""
    edition = Edition("major", "\n".join(some).replace("\0", ""))
    first = replace(document, lessons=tuple(replace(each, title="Before") for each in document.lessons))
    for day, each in enumerate((first, document)):
        made = publish(
            session, document=each, files=store, now=AT + timedelta(days=day), actor="test", edition=edition
        )
    return made.course_id


def enrol_hostile_people(session: Session, some: list[str], course_id: int) -> None:
    """A learner of the course for each, with this name."""
    for each in some:
        account = NewAccount(name=plain(each)[:120], email="", password_hash="!")
        person = register(session, account=account, now=AT)
        enrol(session, person_id=person.id, course_id=course_id, all_steps=5, now=AT)


def add_hostile_media(session: Session, some: list[str], number: int) -> None:
    """Files of the centre with such titles and words."""
    for n, text in enumerate(lines(some, 900)):
        session.add(
            MediaRow(
                id=f"mx{number:04}{n:07}", centre_id=CENTRE, kind="picture", name=f"x{number}-{n}.png", width=1,
                height=1,
                media_type="image/png", size=1, sha256=f"{number:032}{n:032}", title=plain(some[n])[:160],
                words=text,
                credit=plain(some[-n])[:200], licence="CC-BY-4.0", created_by=None, created_at=AT,
            )
        )  # fmt: skip
