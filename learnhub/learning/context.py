"""What every page of a course needs: the reader's version and her enrolment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.catalogue.queries import retired_number
from learnhub.catalogue.shelf import Card, Retirement, shelf
from learnhub.centres.domain import CentreFacts
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.learning.domain import completion_holds
from learnhub.learning.queries import find_enrolment
from learnhub.learning.queries.work import WORK, WorkState, most_points, states_of
from learnhub.learning.service.progress import needed_mask, unpassed_quizzes
from learnhub.learning.service.work import deadline
from learnhub.learning.workwords import state_words
from learnhub.web.i18n import comma, language
from learnhub.web.identity import current_identity

NOTHING = Markup("")


@cache
def done_words(_language: str) -> dict[str, Markup]:
    """How a step that is done is marked: in the outline, in words for those who can't see it, and on the staff."""
    said = Markup('<span class="vh">{}{}</span>').format(comma(), _("done"))
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
        return self.row is not None and completion_holds(self.row)

    @property
    def retirement(self) -> Retirement | None:
        """That the course is not offered any more; None for all others."""
        return shelf(self.session).retired.get(self.card.code)

    @property
    def behind(self) -> bool:
        """Whether there is a newer version than the one the reader learns with."""
        return self.row is not None and self.version.id != self.card.version_id

    @property
    def due_on(self) -> date | None:
        """Until when the reader is to be done: her own deadline, else that of her cohort; none once she is."""
        if self.row is None or self.completed:
            return None
        return deadline(self.row)

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

    @cached_property
    def unpassed(self) -> Mapping[str, int | None]:
        """The quizzes that the reader took and did not pass and that she must pass to complete, each with the tries
        that she has left; None for as often as she likes."""
        if self.row is None or self.completed:
            return {}
        return unpassed_quizzes(self.version, self.row)

    @cached_property
    def done(self) -> int:
        """The bits of the steps that the reader has done. A quiz that she must pass is done once she has passed it."""
        if self.row is None:
            return 0
        marked: int = self.row.done & self.version.all_steps
        return marked & ~sum(self.version.step(quiz).mask for quiz in self.unpassed)

    @cached_property
    def missing(self) -> list[StepInfo]:
        """What stands between the reader and her certificate without her being able to do anything: only the course
        team can give one more try."""
        return [step for step in self.version.steps if self.unpassed.get(step.id, 1) == 0]

    @property
    def stuck(self) -> bool:
        """Whether of all that completion asks for nothing is left but what only the course team can open again."""
        if self.row is None or not self.missing:
            return False
        asked = needed_mask(self.version, self.row.excused)
        return not any(
            step.mask & asked and not self.is_done(step) and not self._waits(step)
            for step in self.version.steps
        )

    @property
    def team(self) -> list[CentreFacts]:
        """The centres whose people answer for the course."""
        return team_of(self.session, self.version)

    def is_done(self, step: StepInfo) -> bool:
        """Whether the reader has done this step."""
        return bool(self.done & step.mask)

    def when_done(self, step: StepInfo, place: str) -> Markup:
        """What a template writes at a place of a step that is done; nothing for one that is not."""
        if self.is_done(step):
            return done_words(language())[place]
        return self._open_mark(step) if place == "said" else NOTHING

    def _open_mark(self, step: StepInfo) -> Markup:
        """What is said of a step that is not done, beyond that."""
        words = _("not passed yet") if step.id in self.unpassed else self.work_words(step)
        return Markup(' <span class="muted small">{}</span>').format(words) if words else NOTHING

    @property
    def state(self) -> Hashable:
        """All that the marks of the steps say of a reader."""
        works = tuple(
            (step.id, self.work_words(step)) for step in self.version.steps if step.id in self.works
        )
        return self.done, tuple(self.unpassed), works

    def holes(self) -> dict[str, object]:
        """Those places of all steps, for `web.fragments`. They follow from `state`."""
        words = done_words(language())
        nothing = dict.fromkeys(words, NOTHING)
        filled: dict[str, object] = {}
        for step in self.version.steps:
            texts = words if self.is_done(step) else {**nothing, "said": self._open_mark(step)}
            for place, text in texts.items():
                filled[f"{place}{step.number}"] = text
        return filled

    @property
    def next_step(self) -> StepInfo:
        """Where to go on: the first step up to the last one seen that completion asks for and that is not done; else
        the first one not done from there on; else the first one. A step where it is somebody else's turn comes only
        when nothing else is left."""
        steps = self.version.steps
        if self.row is None:
            return steps[0]
        undone = [step for step in steps if not self.is_done(step)]
        open_steps = [step for step in undone if not self._waits(step)] or undone
        last = next((step.number for step in steps if step.id == self.row.last_step), 0)
        asked = needed_mask(self.version, self.row.excused)
        behind = (step for step in open_steps if step.number <= last and step.mask & asked)
        onward = (step for step in open_steps if step.number >= last)
        return next(chain(behind, onward, open_steps), steps[-1])

    def _waits(self, step: StepInfo) -> bool:
        work = self.works.get(step.id)
        return (work is not None and work.waits) or self.unpassed.get(step.id, 1) == 0

    @property
    def done_count(self) -> int:
        """How many steps the reader has done."""
        return self.done.bit_count()


def team_of(session: Session, version: Version) -> list[CentreFacts]:
    """The centres of a course, whose people are its team."""
    known = reference(session).centres
    return [known[centre] for centre in version.document.metadata.centres if centre in known]


def retired(code: str) -> int | None:
    """The last version of a course that was taken out of the catalogue, where its addresses lead those who do not learn
    with it; None for others, and for who is enrolled: she finishes it."""
    session = reading()
    found = shelf(session).retired.get(code)
    if found is None or _enrolment(session, found.card) is not None:
        return None
    return retired_number(session, code)


def _enrolment(session: Session, card: Card) -> Any | None:
    """The reader's enrolment; None for visitors and those who left."""
    person_id = current_identity().person_id
    row = find_enrolment(session, person_id, card.course_id) if person_id is not None else None
    return None if row is None or row.withdrawn_at is not None else row


def course_card(code: str) -> Card:
    """The course at this address, a retired one too. Raises NotFound."""
    card = shelf(reading()).known(code)
    if card is None:
        raise NotFound(_("There is no course at this address. Look for it in the catalogue."))
    return card


def here(code: str) -> Here:
    """The version that this reader learns with: for everybody else the one in force; and her enrolment."""
    card = course_card(code)
    session = reading()
    row = _enrolment(session, card)
    version = load_version(session, row.pinned_id if row is not None and row.pinned_id else card.version_id)
    return Here(session, card, version, row)
