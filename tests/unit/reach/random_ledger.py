"""Random ledgers, small and full of traps: merges in chains and circles, late rows, voids, movers, blanks."""

from __future__ import annotations

import random
from datetime import date, timedelta

Rows = dict[str, list[dict[str, str]]]
COUNTRIES = ["KE", "NP", "EG", "BT", "NA", "FR", ""]
FIRST = date(2023, 10, 1)
SPAN = 460


class _Maker:
    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)

    def day(self) -> date:
        if self.pick.random() < 0.2:  # where periods meet
            return self.pick.choice([date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31)])
        return FIRST + timedelta(days=self.pick.randrange(SPAN))

    def instant(self, day: date | None = None) -> str:
        clock = self.pick.choice(["00:00:00", "01:30:00", "12:00:00", "23:59:59"])
        zone = self.pick.choice(["Z", "Z", "+03:00", "-05:00", "+05:45"])
        return f"{day or self.day()}T{clock}{zone}"

    def recorded(self) -> str:
        return f"{date(2023, 9, 1) + timedelta(days=self.pick.randrange(700))}T10:00:00Z"

    def maybe(self, value: str, chance: float = 0.5) -> str:
        return value if self.pick.random() < chance else ""

    def chance(self, share: float) -> str:
        return "1" if self.pick.random() < share else "0"

    def persons(self, count: int) -> list[dict[str, str]]:
        names = [f"P{number}" for number in range(count)]
        rows = []
        for name in names:
            for rev in range(1, self.pick.choice([1, 1, 1, 2, 3]) + 1):
                rows.append(
                    {
                        "person_id": name,
                        "rev": str(rev),
                        "recorded_at": "2023-09-01T00:00:00Z" if rev == 1 else self.recorded(),
                        "valid_from": self.maybe(str(self.day()), 0.8),
                        "account_type": self.pick.choice(["learner"] * 6 + ["staff", "offline", "test"]),
                        "status": self.pick.choice(["confirmed"] * 6 + ["unconfirmed", "erased"]),
                        "gender": self.pick.choice(["F", "M", "X", "U", ""]),
                        "birth_year": self.maybe(
                            str(self.pick.choice([1980, 1990, 1999, 2000, 2009, 2010])), 0.8
                        ),
                        "residence": self.pick.choice(COUNTRIES),
                        "nationality": "",
                        "merged_into": self.maybe(self.pick.choice([*names, "nobody"]), 0.2),
                    }
                )
        for row in rows:
            if row["merged_into"] == row["person_id"]:
                row["merged_into"] = ""
        return rows

    def enrolments(self, count: int, people: int) -> list[dict[str, str]]:
        rows = []
        for number in range(count):
            key, person, course = (
                f"N{number}",
                f"P{self.pick.randrange(people)}",
                f"K{self.pick.randrange(4)}",
            )
            for rev in range(1, self.pick.choice([1, 1, 2]) + 1):
                rows.append(
                    {
                        "record_id": f"{key}.{rev}",
                        "enrolment_id": key,
                        "rev": str(rev),
                        "recorded_at": self.recorded(),
                        "person_id": person,
                        "course_id": course,
                        "role": self.pick.choice(["learner"] * 6 + ["preview", "instructor"]),
                        "enrolled_at": self.instant(),
                        "progress_pct": self.pick.choice(["0", "10", "50", "100"]),
                        "completed_at": self.maybe(self.instant(), 0.4),
                        "certificate_at": self.maybe(self.instant(), 0.3),
                        "certificate_revoked_at": self.maybe(self.instant(), 0.1),
                        "withdrawn_at": self.maybe(self.instant(), 0.3),
                        "void": self.chance(0.1),
                    }
                )
        return rows

    def sessions(self, count: int, enrolments: int) -> list[dict[str, str]]:
        rows, days = [], [self.day() for _ in range(5)]
        for number in range(count):
            day = self.pick.choice(days)
            start = f"{day}T{self.pick.randrange(23):02}:00:00Z"
            end = f"{day}T{self.pick.randrange(23):02}:{self.pick.randrange(60):02}:{self.pick.randrange(60):02}Z"
            rows.append(
                {
                    "session_id": f"S{number}",
                    "enrolment_id": f"N{self.pick.randrange(enrolments + 1)}",
                    "started_at": start,
                    "ended_at": end,
                    "recorded_at": self.recorded(),
                }
            )
        return rows

    def attempts(self, count: int, enrolments: int) -> list[dict[str, str]]:
        return [
            {
                "attempt_id": f"A{number}",
                "enrolment_id": f"N{self.pick.randrange(enrolments + 1)}",
                "quiz_kind": self.pick.choice(["pre", "pre", "post", "post", "post", "final"]),
                "submitted_at": self.maybe(self.instant(), 0.9),
                "item_marks": self.marks(),
                "recorded_at": self.recorded(),
                "void": self.chance(0.1),
            }
            for number in range(count)
        ]

    def marks(self) -> str:
        """Mostly three items; once in a while an older version with two, or none at all."""
        items = self.pick.choice([3, 3, 3, 3, 2, 0])
        return ";".join(self.pick.choice(["0", "1", "1", "0.5"]) for _ in range(items))

    def surveys(self, count: int, people: int) -> list[dict[str, str]]:
        rows = []
        for number in range(count):
            invited = self.day()
            answered = invited + timedelta(days=self.pick.choice([0, 5, 60, 61, 90, 91]))
            rows.append(
                {
                    "response_id": f"Y{number}",
                    "person_id": f"P{self.pick.randrange(people)}",
                    "object_id": self.pick.choice(["K0", "K1", "K2", "K3", "V0"]),
                    "kind": self.pick.choice(["L1", "L3"]),
                    "invited_at": f"{invited}T09:00:00Z",
                    "responded_at": self.maybe(f"{answered}T{self.pick.choice(['08', '10'])}:00:00Z", 0.8),
                    "satisfaction": self.maybe(str(self.pick.randrange(1, 6)), 0.8),
                    "nps": self.maybe(str(self.pick.randrange(11)), 0.8),
                    "applied": self.pick.choice(["yes", "no", "intend", ""]),
                    "recorded_at": self.recorded(),
                }
            )
        return rows

    def events(self) -> list[dict[str, str]]:
        rows = []
        for number in range(4):
            start = self.day()
            for _ in range(self.pick.choice([1, 2])):
                rows.append(
                    {
                        "event_id": f"V{number}",
                        "centre_id": f"C{self.pick.randrange(3)}",
                        "co_centres": self.pick.choice(["", "", "C0", "C1;C2"]),
                        "title": 'A "day", out',
                        "theme": self.pick.choice(["WATER", "DRR"]),
                        "kind": self.pick.choice(["training"] * 3 + ["outreach"]),
                        "mode": "hybrid",
                        "status": self.pick.choice(["held"] * 3 + ["cancelled", "planned"]),
                        "country": "KE",
                        "start_date": str(start),
                        "end_date": str(start + timedelta(days=2)),
                        "scheduled_hours": self.pick.choice(["12", "", "0"]),
                        "headcount_f": str(self.pick.choice([0, 3, 12])),
                        "headcount_m": str(self.pick.choice([0, 3, 12])),
                        "headcount_x": str(self.pick.choice([0, 3, 12])),
                        "headcount_u": str(self.pick.choice([0, 3, 12])),
                        "recorded_at": self.recorded(),
                    }
                )
        return rows

    def attendance(self, count: int, people: int, events: list[dict[str, str]]) -> list[dict[str, str]]:
        rows = []
        for number in range(count):
            event = self.pick.choice(events)
            day = date.fromisoformat(event["start_date"]) + timedelta(days=self.pick.randrange(-1, 4))
            for rev in range(1, self.pick.choice([1, 1, 2]) + 1):
                rows.append(
                    {
                        "attendance_id": f"T{number}",
                        "rev": str(rev),
                        "recorded_at": self.recorded(),
                        "event_id": event["event_id"],
                        "person_id": f"P{self.pick.randrange(people)}",
                        "date": self.maybe(str(day), 0.9),
                        "mode": self.pick.choice(["in_person", "online"]),
                        "status": self.pick.choice(["present"] * 3 + ["registered", "absent"]),
                        "hours": self.pick.choice(["", "0", "2", "6.5"]),
                        "void": self.chance(0.1),
                    }
                )
        return rows


def random_rows(seed: int, people: int = 14) -> Rows:
    """A ledger of `people` accounts; the same seed gives the same ledger."""
    maker = _Maker(seed)
    events = maker.events()
    enrolments = people * 2
    return {
        "persons": maker.persons(people),
        "centres": [_centre(f"C{number}") for number in range(3)],
        "courses": [_course(number) for number in range(4)],
        "target_map": [
            _target("course", "K0", "SDG", "13.1", "0.5"),
            _target("course", "K0", "SDG", "13.3", "0.5"),
            _target("course", "K1", "SDG", "1.3", "1"),
            _target("course", "K1", "SENDAI", "P1", "1"),
            _target("event", "V0", "SDG", "13.1", "1"),
            _target("event", "V1", "SDG", "4.7", "0"),
            _target("course", "K1", "PROJECT", "p-one", "1"),
            _target("course", "K2", "PROJECT", "p-one", "1"),
            _target("event", "V0", "PROJECT", "p-one", "1"),
            _target("event", "V0", "PROJECT", "p-two", "1"),
            _target("event", "V1", "PROJECT", "p-two", "0"),
        ],
        "enrolments": maker.enrolments(enrolments, people),
        "sessions": maker.sessions(people * 2, enrolments),
        "quiz_attempts": maker.attempts(people * 4, enrolments),
        "events": events,
        "attendance": maker.attendance(people * 2, people, events),
        "surveys": maker.surveys(people * 2, people),
        "countries": [
            _country("KE", "AFR", "1"),
            _country("NA", "AFR", "1"),
            _country("NP", "APA", "0"),
            _country("BT", "APA", "0"),
            _country("EG", "ARB", "1"),
            _country("FR", "ENA", "0"),
        ],
        "country_groups": [
            _group("NP", "LDC", "1971-01-01", ""),
            _group("NP", "LLDC", "", ""),
            _group("BT", "LDC", "1971-01-01", "2023-12-31"),
            _group("NA", "SIDS", "2024-12-31", ""),
        ],
    }


def _centre(key: str) -> dict[str, str]:
    return {"centre_id": key, "name": key, "host_country": "KE", "timezone": "UTC", "joined_on": "2022-01-01"}


def _course(number: int) -> dict[str, str]:
    return {
        "course_id": f"K{number}",
        "centre_id": f"C{number % 3}",
        "title": "Course",
        "theme": ["WATER", "DRR", "WATER", "OCEAN"][number],
        "language": "en",
        "nominal_hours": "5",
        "published_at": "" if number == 3 else "2023-01-01T00:00:00Z",
        "status": ["published", "published", "retired", "draft"][number],
        "pass_mark_pct": "60",
    }


def _target(kind: str, key: str, framework: str, target: str, weight: str) -> dict[str, str]:
    return {"object_type": kind, "object_id": key, "framework": framework, "target": target, "weight": weight}


def _country(iso2: str, region: str, africa: str) -> dict[str, str]:
    return {
        "iso2": iso2,
        "name": iso2,
        "unesco_region": region,
        "priority_africa": africa,
        "member_state": "1",
    }


def _group(iso2: str, group: str, since: str, until: str) -> dict[str, str]:
    return {"iso2": iso2, "group": group, "valid_from": since, "valid_to": until}
