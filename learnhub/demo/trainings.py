"""Simulated trainings of centres and the surveys after them: facts that the ledger alone keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from learnhub.centres.domain import CentreFacts, Reference
from learnhub.demo.journey import Fact, Journey
from learnhub.demo.people import Simulated, residents
from learnhub.kernel.ids import opaque_id
from learnhub.ledger.records import AttendanceRecord, EventRecord, SurveyRecord, TargetRecord

ACTOR = "demonstration"
TRAININGS = 16
HOME_EACH = 4
MODES = ("in_person", "in_person", "hybrid", "live_online")
TARGETS = ("4.3", "4.7", "6.5", "9.5", "13.3", "17.9")


@dataclass(frozen=True, slots=True)
class Guest:
    """A person who may come to a training."""

    person: Simulated
    ledger_id: str


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class Trainings:
    """Draws events, attendance and surveys from one generator; what lies after `now` is left out."""

    def __init__(self, rng: Random, known: Reference, guests: Sequence[Guest], now: datetime) -> None:
        self.rng, self.known, self.guests, self.now = rng, known, guests, now
        self.facts: list[Fact] = []

    def hold(self, start: datetime, home: str) -> None:
        """Trainings from the start until today, every fourth at the centre `home`, one of them cancelled, and two that
        are planned."""
        centres = sorted(
            (c for c in self.known.centres.values() if not c.closed_on and c.themes), key=lambda c: c.id
        )
        step = (self.now - start - timedelta(days=60)) / TRAININGS
        ours = next((centre for centre in centres if centre.id == home), None)
        for n, drawn in enumerate(self.rng.sample(centres, min(TRAININGS, len(centres)))):
            centre = ours if ours and n % HOME_EACH == 2 else drawn
            self._event(centre, (start + timedelta(days=45) + n * step).date(), n)
        self._outreach(self.rng.choice(centres), (start + (self.now - start) / 2).date())
        for other, days in ((self.rng.choice(centres), 40), (ours, 16)):
            if other is not None:
                self._planned(other, self.now.date() + timedelta(days=days))

    def _add(
        self,
        at: datetime,
        *records: EventRecord | TargetRecord | AttendanceRecord | SurveyRecord,
        reason: str = "FIRST",
    ) -> None:
        self.facts += [Fact(at, record, ACTOR, reason) for record in records if at <= self.now]

    def _announce(self, centre: CentreFacts, day: date, days: int, mode: str) -> EventRecord:
        theme = centre.themes[0]
        event = EventRecord(
            event_id=opaque_id("v"), centre_id=centre.id, theme=theme, kind="training", mode=mode,
            status="planned", title=f"Simulated training: {self.known.themes[theme].label('en')}",
            country=centre.host_iso2, start_date=day, end_date=day + timedelta(days=days - 1),
            scheduled_hours=Decimal(6 * days),
        )  # fmt: skip
        target = TargetRecord(
            object_type="event",
            object_id=event.event_id,
            framework="SDG",
            target=self.rng.choice(TARGETS),
            weight=Decimal(1),
        )
        self._add(_noon(day - timedelta(days=40)), event, target)
        return event

    def _planned(self, centre: CentreFacts, day: date) -> None:
        self._announce(centre, day - timedelta(days=5), 3, "in_person")

    def _event(self, centre: CentreFacts, day: date, number: int) -> None:
        event = self._announce(centre, day, self.rng.randint(2, 5), MODES[number % len(MODES)])
        if number == 5:
            self._add(
                _noon(day - timedelta(days=6)), replace(event, status="cancelled", rev=2), reason="REVISE"
            )
            return
        guests = self._guests(centre, day)
        for guest in guests:
            self._attend(event, guest, on_paper=number % 4 == 0)
        self._add(
            _noon(event.end_date + timedelta(days=1)), replace(event, status="held", rev=2), reason="REVISE"
        )
        for guest in guests:
            self.survey(guest.ledger_id, event.event_id, "L1", _noon(event.end_date + timedelta(days=2)))

    def _outreach(self, centre: CentreFacts, day: date) -> None:
        event = self._announce(centre, day, 1, "in_person")
        held = replace(
            event, kind="outreach", status="held", rev=2, headcount_f=self.rng.randint(80, 150),
            headcount_m=self.rng.randint(80, 150), headcount_u=self.rng.randint(5, 20),
        )  # fmt: skip
        self._add(_noon(day + timedelta(days=2)), held, reason="REVISE")

    def _guests(self, centre: CentreFacts, day: date) -> list[Guest]:
        region = self.known.region_of(centre)
        near = [c.iso2 for c in self.known.countries.values() if c.region == region]
        people = [guest.person for guest in self.guests]
        here = [self.guests[n] for n in residents(people, centre.host_iso2, near)]
        known_by_then = [guest for guest in here if guest.person.joined < _noon(day - timedelta(days=12))]
        return known_by_then[: self.rng.randint(16, 34)]

    def _attend(self, event: EventRecord, guest: Guest, *, on_paper: bool) -> None:
        rng = self.rng
        signed_up = _noon(event.start_date - timedelta(days=10))
        self._add(
            signed_up,
            AttendanceRecord(
                attendance_id=opaque_id("t"),
                event_id=event.event_id,
                person_id=guest.ledger_id,
                status="registered",
            ),
        )
        comes = rng.random() < 0.9
        recorded = _noon(event.end_date + timedelta(days=9 if on_paper else 1))
        for n in range((event.end_date - event.start_date).days + 1):
            present = comes and rng.random() < 0.94
            mode = self._mode(event)
            row = AttendanceRecord(
                attendance_id=opaque_id("t"), event_id=event.event_id, person_id=guest.ledger_id,
                date=event.start_date + timedelta(days=n), mode=mode if present else "",
                status="present" if present else "absent",
                hours=Decimal(rng.choice(("3", "4.5"))) if present and rng.random() < 0.1 else None,
            )  # fmt: skip
            self._add(recorded, row, reason="LATE" if on_paper else "FIRST")

    def _mode(self, event: EventRecord) -> str:
        return self.rng.choice(("in_person", "live_online")) if event.mode == "hybrid" else event.mode

    def survey(self, ledger_id: str, object_id: str, kind: str, invited: datetime) -> None:
        """Ask a person after a training or course; half of them answer."""
        rng = self.rng
        answered = invited + timedelta(hours=rng.randint(1, 140))
        replies = rng.random() < (0.55 if kind == "L1" else 0.35)
        response = SurveyRecord(
            response_id=opaque_id("r"),
            person_id=ledger_id,
            object_id=object_id,
            kind=kind,
            invited_at=invited,
        )
        self._add(invited, response)
        if not replies or answered > self.now:
            return
        score = rng.choices((5, 4, 3, 2), (42, 40, 13, 5))[0]
        filled = replace(
            response, rev=2, responded_at=answered, satisfaction=score,
            nps=min(10, 2 * score - rng.randint(0, 1)),
            applied=rng.choices(("yes", "intend", "no"), (6, 3, 1))[0] if kind == "L3" else "",
        )  # fmt: skip
        self._add(answered, filled, reason="REVISE")

    def after_courses(self, journeys: Sequence[Journey], follow_up: frozenset[str]) -> None:
        """Ask those who completed a course, and after half a year those who agreed to that."""
        for journey, completed in _completed(journeys):
            person, code = journey.who.ledger_id, journey.version.code
            if self.rng.random() < 0.6:
                self.survey(person, code, "L1", completed + timedelta(minutes=5))
            if person in follow_up:
                self.survey(person, code, "L3", completed + timedelta(days=182))


def _completed(journeys: Sequence[Journey]) -> Iterator[tuple[Journey, datetime]]:
    for journey in journeys:
        completed = journey.row["completed_at"]
        if completed is not None:
            yield journey, completed
