"""A part of a draft that is written in forms, with the course around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from learnhub.coursefile.checks.index import as_text, entries
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.quizcheck import Surroundings
from learnhub.coursefile.sketch import sketch
from learnhub.studio.domain import COURSE, Part, assets_of


@dataclass(frozen=True)
class PartDesk:
    """A part with everything that its pages show of the draft."""

    part: Part
    parts: Mapping[str, Part]

    @property
    def around(self) -> Surroundings:
        """What texts of the part may refer to."""
        return Surroundings(self.course_text, frozenset(self.parts))

    @property
    def rev(self) -> int:
        """The revision that is shown."""
        return self.part.rev

    @property
    def course_text(self) -> str:
        """The text of course.yaml; empty if there is none."""
        part = self.parts.get(COURSE)
        return part.text if part else ""

    @cached_property
    def course(self) -> dict[str, Any]:
        """course.yaml as plain data, empty if it cannot be read."""
        return read_loose(self.course_text) or {}

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Ids and texts of what learners can do afterwards; the text is empty until somebody writes it."""
        found = [
            (as_text(each.get("id")), as_text(each.get("text")))
            for _, each in entries(self.course, "outcomes")
        ]
        return [(name, text or "") for name, text in found if name]

    @cached_property
    def document(self) -> CourseDocument:
        """The course as far as texts of the part refer to it."""
        return sketch(self.course_text, assets_of(self.parts))
