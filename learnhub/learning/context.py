"""What every page of a course needs: the reader's version and her enrolment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.catalogue.queries import retired_number
from learnhub.catalogue.shelf import Card, shelf
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.learning.queries import find_enrolment
from learnhub.learning.queries.work import WORK, WorkState, most_points, states_of
from learnhub.learning.workwords import state_words
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity

NOTHING = Markup("")


@cache
def done_words(_language: str) -> dict[str, Markup]:
    """How a step that is done is marked: in the outline, in words for those who can't see it, and on the staff."""
    said = Markup('<span class="vh">, {}</span>').format(_("done"))
    return {"dot": Markup(" is-done"), "said": said, "mark": Markup(' class="is-done"')}


@dataclass(frozen=True)
class Here:
    """The course of this page. `row` is the reader's enrolment, None for visitors and those who left."""

    session: Session
    card: Card
    version: Version
    row: Any | None
    known_works: Mapping[str, WorkState] | None = None

    @property
    def completed(self) -> bool:
        """Whether the reader has completed this version, or one whose completions hold for it."""
        return self.row is not None and self.row.completed_at is not None and not self.row.renewing

    @property
    def behind(self) -> bool:
        """Whether there is a newer version than the one the reader learns with."""
        return self.row is not None and self.version.id != self.card.version_id

    @property
    def due_on(self) -> date | None:
        """Until when the reader is to be done: her own deadline, else that of her cohort; none once she is."""
        if self.row is None or self.completed:
            return None
        due: date | None = self.row.due_on or self.row.ends_on
        return due

    @cached_property
    def works(self) -> Mapping[str, WorkState]:
        """What the reader handed in, by assignment; nothing is asked of the database where a course has none."""
        if self.row is None or not self.version.document.assignments:
            return {}
        if self.known_works is not None:
            return self.known_works
        return states_of(self.session, WORK.c.enrolment_id == self.row.id).get(self.row.id, {})

    def work_words(self, step: StepInfo) -> str:
        """Where the reader's work for this step stands; empty if there is none."""
        state = self.works.get(step.id)
        return state_words(state, most_points(self.session, state, step.id)) if state is not None else ""

    def is_done(self, step: StepInfo) -> bool:
        """Whether the reader has done this step."""
        return self.row is not None and bool(self.row.done & step.mask)

    def when_done(self, step: StepInfo, place: str) -> Markup:
        """What a template writes at a place of a step that is done; nothing for one that is not."""
        if self.is_done(step):
            return done_words(language())[place]
        return self._work_mark(step) if place == "said" and step.kind == "assignment" else NOTHING

    def _work_mark(self, step: StepInfo) -> Markup:
        words = self.work_words(step)
        return Markup(' <span class="muted small">{}</span>').format(words) if words else NOTHING

    def holes(self) -> dict[str, object]:
        """Those places of all steps, for `web.fragments`."""
        words = done_words(language())
        filled: dict[str, object] = {}
        for step in self.version.steps:
            done = self.is_done(step)
            for place, text in words.items():
                filled[f"{place}{step.number}"] = text if done else NOTHING
            if step.kind == "assignment":
                filled[f"said{step.number}"] = self.when_done(step, "said")
        return filled

    @property
    def next_step(self) -> StepInfo:
        """Where to go on: the first step after the last one seen that is not done, else the first not done; one where
        it is somebody else's turn only when nothing else is left."""
        steps = self.version.steps
        if self.row is None:
            return steps[0]
        undone = [step for step in steps if not self.row.done & step.mask]
        works = self.works
        open_steps = [step for step in undone if not (step.id in works and works[step.id].waits)] or undone
        last = next((step.number for step in steps if step.id == self.row.last_step), 0)
        return next(
            (step for step in open_steps if step.number >= last), open_steps[0] if open_steps else steps[-1]
        )

    @property
    def done_count(self) -> int:
        """How many steps the reader has done."""
        return sum(self.is_done(step) for step in self.version.steps)


def retired(code: str) -> int | None:
    """The last version of a course that was taken out of the catalogue: its addresses lead there; None for others."""
    session = reading()
    return None if code in shelf(session).by_code else retired_number(session, code)


def course_card(code: str) -> Card:
    """The published course at this address. Raises NotFound."""
    card = shelf(reading()).by_code.get(code)
    if card is None:
        raise NotFound(_("There is no course at this address. Look for it in the catalogue."))
    return card


def here(code: str) -> Here:
    """The version that this reader learns with: for everybody else the one in force; and her enrolment."""
    card = course_card(code)
    session = reading()
    person_id = current_identity().person_id
    row = find_enrolment(session, person_id, card.course_id) if person_id is not None else None
    if row is not None and row.withdrawn_at is not None:
        row = None
    version = load_version(session, row.pinned_id if row is not None and row.pinned_id else card.version_id)
    return Here(session, card, version, row)
