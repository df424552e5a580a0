"""The bank of questions: those of all drafts and published courses of the centres whose texts a person may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.catalogue.content import load_version
from learnhub.catalogue.shelf import shelf
from learnhub.coursefile.checks.index import as_text, entries
from learnhub.coursefile.factsform import read_course
from learnhub.coursefile.loose import is_single, shown
from learnhub.coursefile.questionform import fields_of
from learnhub.coursefile.quizedit import Data, name_of, questions_of, read_quiz
from learnhub.db import database_of, table
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.letters import folded
from learnhub.kernel.recent import Recent
from learnhub.studio.domain import COURSE
from learnhub.studio.models.bank import QuestionOrigin
from learnhub.studio.models.drafts import DraftPart, DraftRow
from learnhub.studio.queries.drafts import centres_of, visible_drafts

KEPT = 4_000
AT_ONCE = 200  # parts that one statement asks for


@dataclass(frozen=True)
class Banked:
    """A question of the bank. `version` is None in a draft; `where` names it in addresses and forms."""

    where: str
    course: str
    code: str
    version: int | None
    language: str
    themes: tuple[str, ...]
    quiz: str
    name: str
    outcome: str
    data: Data

    @cached_property
    def words(self) -> str:
        """Everything that a search looks in, folded."""
        fields = fields_of(self.data)
        cells = [text for rows in fields.rows.values() for row in rows for text in row.values()]
        return folded(" ".join([self.course, *fields.texts.values(), *cells]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field asks for nothing. Every word must be there."""

    words: str = ""
    kind: str = ""
    theme: str = ""
    outcome: str = ""

    def fits(self, each: Banked) -> bool:
        """Whether a question is among those that are looked for."""
        return (
            (not self.kind or each.data.get("kind") == self.kind)
            and (not self.theme or self.theme in each.themes)
            and all(word in each.words for word in folded(self.words).split())
            and all(word in folded(each.outcome) for word in folded(self.outcome).split())
        )


def bank(session: Session, identity: Identity) -> list[Banked]:
    """All questions that this person may pull, by course, in their order. Of a course with a draft only the draft's."""
    found = [*_of_drafts(session, identity)]
    drafted = {each.code for each in found}
    centres = centres_of(session, identity, Permission.VIEW_COURSE)
    for card in shelf(session).cards.values():
        if card.centre_id in centres and card.code not in drafted:
            found += _of_version(session, card.version_id)
    return sorted(found, key=lambda each: (folded(each.course), each.code))


def get_banked(session: Session, identity: Identity, where: str) -> Banked:
    """The question that a form names. Raises NotFound, also if the person may not see it."""
    for each in bank(session, identity):
        if each.where == where:
            return each
    raise NotFound(N_("This question is not in the bank any more. Look for it again."))


def origins(session: Session, draft_id: str, quiz: str) -> dict[str, QuestionOrigin]:
    """Where the questions of a quiz come from that were pulled, by their id."""
    rows = session.scalars(
        select(QuestionOrigin).where(QuestionOrigin.draft_id == draft_id, QuestionOrigin.quiz == quiz)
    )
    return {row.question: row for row in rows}


def _of_version(session: Session, version_id: int) -> Iterator[Banked]:
    version = load_version(session, version_id)
    meta = version.document.metadata
    outcomes = {each.id: each.text for each in meta.outcomes}
    for quiz in version.document.quizzes:
        for data in quiz.questions:
            name = str(data["id"])
            yield Banked(
                f"v/{version.code}/{quiz.id}/{name}", version.title, version.code, version.number, meta.language,
                meta.themes, quiz.id, name, outcomes.get(data.get("outcome", ""), ""), data,
            )  # fmt: skip


def _of_drafts(session: Session, identity: Identity) -> Iterator[Banked]:
    parts = table(DraftPart)
    rows = session.execute(
        select(DraftRow.id, DraftRow.code, DraftRow.title, DraftRow.language, parts.c.path, parts.c.rev)
        .join(parts, parts.c.draft_id == DraftRow.id)
        .where(
            visible_drafts(session, identity),
            or_(parts.c.path == COURSE, parts.c.path.like("quizzes/%")),
        )
        .order_by(DraftRow.id, parts.c.path)
    ).all()
    read = _parsed(session, [(row.id, row.path, row.rev) for row in rows])
    course: Data = {}
    for row in rows:
        data = read.get((row.id, row.path, row.rev)) or {}
        if row.path == COURSE:  # stands before the quizzes
            course = data
        else:
            yield from _of_quiz(row, course if course.get("code") == row.code else {}, data)


def _of_quiz(row: Any, course: Data, quiz: Data) -> Iterator[Banked]:
    outcomes = {
        as_text(each.get("id")): as_text(each.get("text")) for _n, each in entries(course, "outcomes")
    }
    themes = tuple(shown(theme) for theme in course.get("themes", []) if is_single(theme))
    name = row.path[8:-5]
    for place, data in enumerate(questions_of(quiz)):
        question = name_of(quiz, place)
        outcome = outcomes.get(as_text(data.get("outcome"))) or ""
        yield Banked(
            f"d/{row.id}/{name}/{question}", row.title, row.code, None, row.language, themes, name, question,
            outcome, data,
        )  # fmt: skip


Key = tuple[str, str, int]
_read = Recent[tuple[str, Key], Data](KEPT)


def _parsed(session: Session, keys: Sequence[Key]) -> dict[Key, Data]:
    """The data of parts at a revision. A revision never changes, so each is read once per process."""
    here = database_of(session)
    known = {key: _read.find((here, key)) for key in keys}
    found = {key: data for key, data in known.items() if data is not None}
    missing = [key for key in keys if key not in found]
    parts = table(DraftPart)
    for start in range(0, len(missing), AT_ONCE):
        wanted = [key[:2] for key in missing[start : start + AT_ONCE]]
        rows = session.execute(
            select(parts.c.draft_id, parts.c.path, parts.c.rev, parts.c.text).where(
                tuple_(parts.c.draft_id, parts.c.path).in_(wanted)
            )
        ).all()
        for draft_id, path, rev, text in rows:
            data = (read_course(text) if path == COURSE else read_quiz(text)) or {}
            found[draft_id, path, rev] = _read.keep((here, (draft_id, path, rev)), data)
    return found
