"""What the page of an assignment shows of a learner's work: where it stands, what may be done, what was returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.coursefile.document import Assignment, Criterion
from learnhub.coursefile.words import count_words
from learnhub.learning.context import Here
from learnhub.learning.marking import Given, may_appeal, stage_of
from learnhub.learning.queries.marking import marks_of
from learnhub.learning.queries.work import find_appeal, works_of
from learnhub.learning.service.work import deadline, next_number

MOST_SHOWN = 10  # earlier tries


@dataclass(frozen=True)
class Returned:
    """A work that was handed in, with the marks that hold and the criteria that they were given by."""

    work: Any
    version: Version
    marks: Sequence[Given]
    appeal: Any | None

    @property
    def task(self) -> Assignment:
        """The assignment as it was when the work was handed in."""
        return self.version.document.assignment(self.work.assignment)

    @property
    def decided(self) -> Given | None:
        """The marks that hold; none while somebody has yet to decide."""
        return self.marks[-1] if self.marks and self.work.state in {"passed", "revise"} else None

    @property
    def waits_for_answer(self) -> bool:
        """Whether another look was asked for and nobody has answered yet."""
        return self.appeal is not None and self.appeal.answered_at is None

    @property
    def may_appeal(self) -> bool:
        """Whether the learner can ask for another look."""
        stage = stage_of(self.work.state, self.marks, appealed=self.waits_for_answer)
        return may_appeal(stage, self.work.state, self.marks, appeals=int(self.appeal is not None))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a try and could not be stored; `clash`: since another page or device has saved meanwhile."""

    text: str
    number: int
    clash: bool


@dataclass(frozen=True)
class WorkPage:
    """The works of one learner at one assignment."""

    at: Here
    step: StepInfo
    works: Sequence[Any]
    returned: Sequence[Returned]
    typed: Typed | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def task(self) -> Assignment:
        """What is asked for now."""
        return self.at.version.document.assignment(self.step.id)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """By what it is marked."""
        return self.task.criteria

    @property
    def latest(self) -> Any | None:
        """The last try, begun or over."""
        return self.works[0] if self.works else None

    @property
    def draft(self) -> Any | None:
        """The try that is being written."""
        return self.latest if self.latest is not None and self.latest.state == "draft" else None

    @property
    def last(self) -> Returned | None:
        """The try that was handed in last."""
        return self.returned[0] if self.returned else None

    @property
    def passed(self) -> bool:
        """Whether nothing more is to be done here."""
        return self.at.is_done(self.step)

    @property
    def writes(self) -> bool:
        """Whether there is something to write: nothing waits for marks or an answer, and it is not passed."""
        last = self.last
        if self.draft is not None and not self.passed:
            return True
        waiting = last is not None and (last.work.state == "handed_in" or last.waits_for_answer)
        return not waiting and not (self.passed and (last is None or last.work.state == "passed"))

    @property
    def number(self) -> int:
        """The try that the form is for."""
        return next_number(self.works)

    @property
    def _stored(self) -> str:
        return self.latest.text if self.latest is not None else ""

    @property
    def text(self) -> str:
        """What stands in the form: what was typed last, the draft, or what was returned, to go on from there."""
        return self.typed.text if self.typed is not None and not self.unsaved else self._stored

    @property
    def unsaved(self) -> str:
        """What was typed for a try that is over, so that it has no place in the form; empty for nothing."""
        if self.typed is None or (self.writes and self.typed.number == self.number):
            return ""
        return self.typed.text

    @property
    def meanwhile(self) -> str | None:
        """What another page or device has stored, where something else was typed here; None if nothing has."""
        clash = self.typed is not None and self.typed.clash and not self.unsaved
        return self._stored if clash and self._stored != self.text else None

    @property
    def words(self) -> int:
        """How many words that are."""
        return count_words(self.text)

    @property
    def due_on(self) -> date | None:
        """The day by which it is to be handed in."""
        return deadline(self.at.row) if self.at.row is not None else None

    def problem(self, name: str) -> str:
        """What is wrong with a field; empty for nothing."""
        return next((message for field_id, message in self.problems if field_id == name), "")


def work_page(
    session: Session,
    at: Here,
    step: StepInfo,
    *,
    typed: Typed | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> WorkPage:
    """Everything of the learner of `at` at this assignment."""
    works = works_of(session, at.row.id, step.id) if at.row is not None else ()
    handed = [work for work in works if work.state != "draft"][:MOST_SHOWN]
    returned = [
        Returned(
            work,
            load_version(session, work.version_id),
            marks_of(session, work.id),
            find_appeal(session, work.id),
        )
        for work in handed
    ]
    return WorkPage(at, step, works, returned, typed, list(problems))
