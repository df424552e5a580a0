"""An assignment of a draft as its author needs it: its text and data, and the course around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from learnhub.coursefile.assignmentcheck import assignment_problems
from learnhub.coursefile.assignmentform import Data, read_assignment
from learnhub.coursefile.outline import step_path
from learnhub.coursefile.problems import Problem
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.queries.desk import PartDesk
from learnhub.studio.queries.drafts import parts_of


@dataclass(frozen=True)
class AssignmentDesk(PartDesk):
    """An assignment with everything that its pages show of the draft."""

    assignment: str

    @cached_property
    def data(self) -> Data | None:
        """The assignment as plain data; None if the form cannot show all of it."""
        return read_assignment(self.part.text)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the reader of courses finds in this assignment."""
        return assignment_problems(self.assignment, self.part.text, self.around)

    @property
    def needed(self) -> bool:
        """Whether completion asks that it is passed."""
        completion = self.course.get("completion")
        asked = completion.get("assignments") if isinstance(completion, dict) else None
        return isinstance(asked, list) and self.assignment in asked


def get_assignment_desk(session: Session, draft_id: str, assignment: str) -> AssignmentDesk:
    """The assignment of this draft, in one query. Raises NotFound."""
    parts = parts_of(session, draft_id)
    part = parts.get(step_path("assignment", assignment))
    if part is None:
        raise NotFound(N_("There is no such assignment in this draft. It may have been removed or renamed."))
    return AssignmentDesk(part, parts, assignment)
