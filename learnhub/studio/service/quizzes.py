"""Commands of the quiz pages. Each starts from the revision that the author saw; saving brings in what others did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from learnhub.coursefile.quizedit import (
    Data,
    inserted,
    name_of,
    place_of,
    questions_of,
    read_quiz,
    with_question,
    write_quiz,
)
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.studio.domain import Draft, Saved
from learnhub.studio.models.bank import QuestionOrigin
from learnhub.studio.queries.drafts import find_part, text_at
from learnhub.studio.queries.quizzes import quiz_path
from learnhub.studio.service.drafts import save_part

_UNREADABLE = N_("This quiz can be changed only as text, until its text can be read.")


def quiz_at(session: Session, draft: Draft, quiz: str, rev: int) -> tuple[str, Data]:
    """Text and data of the quiz at a revision. Raises Conflict, Unacceptable."""
    text = text_at(session, draft.id, quiz_path(quiz), rev)
    if text is None:
        raise Conflict(N_("This quiz was removed or put back meanwhile. Open it again."))
    data = read_quiz(text)
    if data is None:
        raise Unacceptable(_UNREADABLE)
    return text, data


def change_quiz(
    session: Session,
    *,
    draft: Draft,
    quiz: str,
    rev: int,
    change: Callable[[Data], Data],
    actor: int,
    now: datetime,
    act: str = "edit",
) -> Saved:
    """Change the quiz as it was at this revision, and save it with what others changed since.

    Raises Conflict, Unacceptable, and whatever `change` raises.
    """
    text, data = quiz_at(session, draft, quiz, rev)
    new = change(data)
    if act == "edit":
        _forget_origins(session, draft, quiz, _ids(new) - _ids(data))
    return save_part(
        session, draft=draft, path=quiz_path(quiz), text=write_quiz(new, text), base_rev=rev, actor=actor,
        now=now, act=act,
    )  # fmt: skip


def _ids(data: Data) -> set[str]:
    return {str(question.get("id", "")) for question in questions_of(data)}


def _forget_origins(session: Session, draft: Draft, quiz: str, new: set[str]) -> None:
    """A new question may have the id of one that was pulled and removed; it comes from nowhere."""
    if new:
        session.execute(
            delete(QuestionOrigin).where(*_origins(draft, quiz), QuestionOrigin.question.in_(new))
        )


def _origins(draft: Draft, quiz: str) -> tuple[ColumnElement[bool], ...]:
    return QuestionOrigin.draft_id == draft.id, QuestionOrigin.quiz == quiz


def change_question(
    session: Session,
    *,
    draft: Draft,
    quiz: str,
    name: str,
    rev: int,
    change: Callable[[Data], Data],
    actor: int,
    now: datetime,
) -> tuple[Saved, str]:
    """Change one question; gives its name too, which changes with its id. Raises NotFound, Conflict, Unacceptable."""
    made: list[Data] = []

    def one(data: Data) -> Data:
        place = place_in(data, name)
        made.extend([change(questions_of(data)[place]), questions_of(data)[place]])
        return with_question(data, place, made[0])

    saved = change_quiz(session, draft=draft, quiz=quiz, rev=rev, change=one, actor=actor, now=now)
    new, old = (str(each.get("id", "")) for each in made)
    if new != old:
        session.execute(
            update(QuestionOrigin)
            .where(*_origins(draft, quiz), QuestionOrigin.question == old)
            .values(question=new[:60])
        )
    after = read_quiz(saved.text) or {}
    places = [place for place, each in enumerate(questions_of(after)) if each == made[0]]
    return saved, name_of(after, places[0]) if places else name


def place_in(data: Data, name: str) -> int:
    """Where a question stands in a quiz. Raises NotFound."""
    place = place_of(data, name)
    if place is None:
        raise NotFound(N_("There is no such question in this quiz. It may have been removed or renamed."))
    return place


def put_back(
    session: Session, *, draft: Draft, quiz: str, name: str, rev: int, actor: int, now: datetime
) -> Saved:
    """Put a removed question back where it stood at revision `rev`, the last one that had it.

    Everything that was changed since stays. Raises NotFound, Conflict, Unacceptable.
    """
    _, before = quiz_at(session, draft, quiz, rev)
    place = place_in(before, name)
    question = questions_of(before)[place]
    part = find_part(session, draft.id, quiz_path(quiz))
    if part is None:
        raise Conflict(N_("This quiz was removed or put back meanwhile. Open it again."))

    def back(data: Data) -> Data:
        if question in questions_of(data):
            return data
        return inserted(data, min(place, len(questions_of(data))), question)

    return change_quiz(
        session, draft=draft, quiz=quiz, rev=part.rev, change=back, actor=actor, now=now, act="restore"
    )
