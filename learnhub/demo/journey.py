"""One simulated person in one course, from enrolment to certificate, as the services would have kept it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from learnhub.catalogue.content import StepInfo, Version
from learnhub.demo.answers import filled_in
from learnhub.kernel.ids import opaque_id
from learnhub.learning.domain import (
    SESSION_GAP,
    Best,
    StudySession,
    is_complete,
    paper_seed,
    results_to_json,
    tries_left,
    with_time,
    with_try,
)  # fmt: skip
from learnhub.learning.service.attempts import decimals
from learnhub.learning.service.enrolling import enrolment_record, new_row
from learnhub.learning.service.progress import asked_mask, session_record
from learnhub.ledger.records import AttemptRecord, Record
from learnhub.quiz.answers import answers_to_text
from learnhub.quiz.grading import mark_paper
from learnhub.quiz.model import Quiz
from learnhub.quiz.paper import draw_paper

NOTICED_AFTER = SESSION_GAP + timedelta(minutes=1)  # when the worker records a session that is over
LONGEST_STEP = 27.0  # minutes between two signs of study; after 30 it would be another session
TRIES_AGAIN = 0.75


class Fact(NamedTuple):
    """A ledger row with the instant, actor and reason of its recording."""

    at: datetime
    record: Record
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Who:
    """The person behind a journey. `skill` is in the units of the ability model, 0 for the average."""

    person_id: int
    ledger_id: str
    name: str
    skill: float


@dataclass(frozen=True, slots=True)
class Plan:
    """When somebody enrols, which share of the steps she does, and whether she leaves after that."""

    enrols: datetime
    starts: datetime
    share: float
    leaves: bool = False


@dataclass
class Journey:
    """Leads a person through a course; then `row`, `attempts` and `facts` are what there is to store."""

    rng: Random
    who: Who
    version: Version
    now: datetime
    row: dict[str, Any] = field(default_factory=dict)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    results: dict[str, Best] = field(default_factory=dict)
    certified: dict[str, Best] | None = None
    study: StudySession | None = None

    def run(self, plan: Plan) -> None:
        """Enrol and study until the plan or the time is over."""
        enrolled = new_row(self.who.person_id, self.version.course_id, self.version.id, plan.enrols)
        self.row = enrolled | {
            "seed": f"{self.rng.getrandbits(64):016x}",
            "session_started_at": None,
            "session_seen_at": None,
            "active_at": None,
            "studied": 0,
            "times": "{}",
        }
        self._enrolment_fact(plan.enrols, "FIRST")
        clock = plan.starts
        steps = [step for step in self.version.steps if step.kind != "assignment"]  # these wait for a person
        for step in steps[: round(plan.share * len(steps))]:
            clock = self._next(clock)
            ends = self._do(step, clock)
            if ends is None:
                break
            clock = ends
        else:
            if plan.leaves and self.row["completed_at"] is None:
                self._leave(clock + timedelta(days=1 + 20 * self.rng.random()))
        self._close_session()

    def _next(self, clock: datetime) -> datetime:
        """When the next step begins: at once, or on another day."""
        if self.study is None or self.rng.random() < 0.6:
            return clock
        self._close_session()
        clock += timedelta(days=self.rng.expovariate(1 / 2.5), hours=5)
        return clock.replace(microsecond=0)

    def _minutes(self, nominal: int, low: float, high: float) -> timedelta:
        return timedelta(seconds=int(60 * min(LONGEST_STEP, nominal * self.rng.uniform(low, high))) + 30)

    def _seen(self, instant: datetime) -> None:
        self.study = StudySession(self.study.started if self.study else instant, instant)

    def _spent(self, step: StepInfo, begun: datetime, done: datetime) -> None:
        """Time on a step, until it is done."""
        self.row["times"] = with_time(self.row["times"], step.id, StudySession(begun, begun), done)
        self._seen(done)

    def _do(self, step: StepInfo, clock: datetime) -> datetime | None:
        """Do one step; the instant it was done, None if that is still to come."""
        if clock > self.now:
            return None
        self._seen(clock)
        self.row["last_step"] = step.id
        if step.kind == "quiz":
            return self._sit(step, clock)
        done = clock + self._minutes(step.minutes, 0.6, 1.3)
        if done > self.now:
            return None
        self._spent(step, clock, done)
        self._advance(step, done, [])
        return done

    def _sit(self, step: StepInfo, clock: datetime) -> datetime | None:
        """Take a quiz, again if it was not passed and the learner has the patience."""
        quiz = self.version.quizzes[step.id]
        skill = self.who.skill
        while True:
            done = clock + self._minutes(step.minutes, 0.5, 1.2)
            if done > self.now:
                return None
            self._spent(step, clock, done)
            passed = self._attempt(quiz, step, clock, done, skill)
            left = tries_left(quiz.attempts, self.results[quiz.id].tries)
            if passed is not False or left == 0 or self.rng.random() > TRIES_AGAIN:
                return done
            clock, skill = done + timedelta(minutes=self.rng.randint(3, 25)), skill + 0.5
            if clock > self.now:
                return done

    def _attempt(
        self, quiz: Quiz, step: StepInfo, begun: datetime, done: datetime, skill: float
    ) -> bool | None:
        number = self.results[quiz.id].tries + 1 if quiz.id in self.results else 1
        paper = draw_paper(quiz, paper_seed(self.row["seed"], quiz.id, number))
        answers = filled_in(quiz, paper, skill, self.rng)
        result = mark_paper(quiz, paper, answers)
        key = opaque_id("a")
        self.attempts.append({
            "key": key, "person_id": self.who.person_id, "quiz": quiz.id, "number": number,
            "version_id": self.version.id, "seed": paper.seed, "answers": answers_to_text(answers),
            "started_at": begun, "saved_at": done, "submitted_at": done, "marks": str(result.marks),
            "max_marks": result.max_marks, "passed": result.passed,
        })  # fmt: skip
        self.results = with_try(self.results, quiz.id, result.marks, result.max_marks, result.passed)
        fact = AttemptRecord(
            attempt_id=key, enrolment_id=self.row["key"], quiz_kind=quiz.kind, submitted_at=done,
            item_marks=decimals(result.item_marks),
        )  # fmt: skip
        self._advance(step, done, [fact])
        return result.passed

    def _advance(self, step: StepInfo, at: datetime, also: list[Record]) -> None:
        """As `learning.service.progress.advance` does."""
        row = self.row
        done = row["done"] | step.mask
        complete = row["completed_at"] is None and is_complete(
            done=done, asked_mask=asked_mask(self.version),
            wanted_quizzes=self.version.document.metadata.completion_quizzes, results=self.results,
        )  # fmt: skip
        changed = done != row["done"] or complete
        row["done"], row["results"] = done, results_to_json(self.results)
        if complete:
            row["completed_at"], self.certified = at, dict(self.results)
        self.facts += [Fact(at, item, self.who.ledger_id, "PROGRESS") for item in also]
        if changed:
            row["ledger_rev"] += 1
            self._enrolment_fact(at, "PROGRESS")

    def _enrolment_fact(self, at: datetime, reason: str) -> None:
        fact = enrolment_record(
            {**self.row, "certificate_at": self.row["completed_at"]}, rev=self.row["ledger_rev"],
            ledger_id=self.who.ledger_id, code=self.version.code, all_steps=self.version.all_steps,
        )  # fmt: skip
        self.facts.append(Fact(at, fact, self.who.ledger_id, reason))

    def _leave(self, at: datetime) -> None:
        at = at.replace(microsecond=0)
        if at > self.now:
            return
        self.row["withdrawn_at"] = at
        self.row["ledger_rev"] += 1
        self._enrolment_fact(at, "WITHDRAW")

    def _close_session(self) -> None:
        """End the study session; one that the worker has not noticed yet stays with the enrolment."""
        study, self.study = self.study, None
        if study is None:
            return
        noticed, self.row["active_at"] = study.seen + NOTICED_AFTER, study.seen
        if noticed > self.now:
            self.row |= {"session_started_at": study.started, "session_seen_at": study.seen}
        elif study.seen > study.started:
            self.row["studied"] += study.seconds
            self.facts.append(Fact(noticed, session_record(self.row["key"], study), "system", "FIRST"))
