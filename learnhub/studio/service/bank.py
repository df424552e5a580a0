"""The command that copies a question from the bank into a quiz."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learnhub.coursefile.quizedit import Data, as_new, inserted, questions_of
from learnhub.studio.domain import Draft, Saved
from learnhub.studio.models.bank import QuestionOrigin
from learnhub.studio.queries.bank import Banked
from learnhub.studio.service.quizzes import change_quiz


def pull_question(
    session: Session,
    *,
    draft: Draft,
    quiz: str,
    rev: int,
    banked: Banked,
    outcomes: dict[str, str],
    actor: int,
    now: datetime,
) -> tuple[Saved, str]:
    """Copy a question behind all others of a quiz and note where it comes from; gives its id there.

    `outcomes` are those of this course, id to text: the copy measures the one with the same text, or none. Raises
    Conflict, Unacceptable.
    """
    same = next((name for name, text in outcomes.items() if text and text == banked.outcome), "")
    made: list[Data] = []

    def pull(data: Data) -> Data:
        question = as_new(data, banked.data)
        question.pop("outcome", None)
        made.append({**question, **({"outcome": same} if same else {})})
        return inserted(data, len(questions_of(data)), made[0])

    saved = change_quiz(
        session, draft=draft, quiz=quiz, rev=rev, change=pull, actor=actor, now=now, act="pull"
    )
    name = str(made[0]["id"])
    kept = name[:60]  # as its column holds it; a draft may have any id
    there = (
        QuestionOrigin.draft_id == draft.id,
        QuestionOrigin.quiz == quiz,
        QuestionOrigin.question == kept,
    )
    session.execute(delete(QuestionOrigin).where(*there))
    session.add(
        QuestionOrigin(
            draft_id=draft.id,
            quiz=quiz,
            question=kept,
            from_title=banked.course[:200],
            from_code=banked.code,
            from_version=banked.version,
            from_quiz=banked.quiz,
            from_question=banked.name,
            pulled_at=now,
        )
    )
    session.flush()
    return saved, name
