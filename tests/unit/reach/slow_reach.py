"""A second, slow way to the same figures: plain Python over the CSV rows, sharing nothing with the engine.

Written from the counting rules alone, so that a mistake in one of the two shows as a difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

Row = Mapping[str, str]
FAR_PAST = date.min


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def utc_day(text: str) -> date:
    return instant(text).date()


class SlowReach:
    """Everything that was known at `as_of`."""

    CODES = ("R01", "R04", "R05", "R06", "E01", "E02", "C01", "C02")

    def __init__(self, rows: Mapping[str, Sequence[Row]], as_of: datetime) -> None:
        self.rows = rows
        self.regions = {row["iso2"]: row["unesco_region"] for row in rows["countries"]}
        self.as_of = as_of
        self._persons()
        self._objects()
        self._units()
        self._facts()

    # what was known

    def _known(self, kind: str) -> list[Row]:
        return [row for row in self.rows[kind] if instant(row["recorded_at"]) <= self.as_of]

    def _newest(self, kind: str, key: str) -> dict[str, Row]:
        newest: dict[str, Row] = {}
        for row in self._known(kind):
            held = newest.get(row[key])
            if held is None or self._rank(row) > self._rank(held):
                newest[row[key]] = row
        return newest

    @staticmethod
    def _rank(row: Row) -> tuple[int, datetime]:
        return int(row.get("rev") or 1), instant(row["recorded_at"])

    # persons

    def _persons(self) -> None:
        self.versions: dict[str, list[Row]] = defaultdict(list)
        for row in self._known("persons"):
            self.versions[row["person_id"]].append(row)
        self.latest = {key: max(rows, key=self._rank) for key, rows in self.versions.items()}
        self.canonical = {key: self._end_of_chain(key) for key in self.latest}

    def _end_of_chain(self, start: str) -> str:
        path = [start]
        while True:
            following = self.latest[path[-1]]["merged_into"]
            if not following or following not in self.latest:
                return path[-1]
            if following in path:
                return min(path[path.index(following) :])
            path.append(following)

    def person(self, account: str) -> str | None:
        """The person behind an account, or None if she does not count."""
        if account not in self.latest or self.latest[account]["account_type"] == "test":
            return None
        person = self.canonical[account]
        row = self.latest[person]
        if row["account_type"] == "test" or row["status"] == "unconfirmed":
            return None
        return person

    def _attribute(self, person: str, column: str, known: Iterable[str] | None) -> str:
        others = sorted(key for key, end in self.canonical.items() if end == person and key != person)
        for account in (person, *others):
            value = self.latest[account][column]
            if value and (known is None or value in known):
                return value
        return ""

    @cache  # noqa: B019 - one small object per test
    def gender(self, person: str) -> str:
        return self._attribute(person, "gender", ("F", "M", "X")) or "U"

    @cache  # noqa: B019 - as above
    def age(self, person: str, end: date) -> str:
        born = self._attribute(person, "birth_year", None)
        years = end.year - int(born) if born else -1
        if years < 0:
            return "UNK"
        return next(
            (name for top, name in ((14, "0-14"), (24, "15-24"), (34, "25-34")) if years <= top), "35+"
        )

    @cache  # noqa: B019 - as above
    def country(self, person: str, day: date) -> str:
        def since(row: Row) -> date:
            return date.fromisoformat(row["valid_from"]) if row["valid_from"] else FAR_PAST

        versions = sorted(self.versions[person], key=lambda row: (since(row), int(row["rev"])))
        valid = [row for row in versions if since(row) <= day]
        first = [row for row in versions if since(row) == since(versions[0])]
        return (valid or first)[-1]["residence"] or "ZZ"

    # courses and events

    def _objects(self) -> None:
        self.courses = {
            row["course_id"]: row
            for row in self.rows["courses"]
            if row["status"] == "published" or (row["status"] != "draft" and row["published_at"])
        }
        self.events = {
            key: row
            for key, row in self._newest("events", "event_id").items()
            if row["kind"] == "training" and row["status"] == "held"
        }

    def centres(self, thing: tuple[str, str]) -> set[str]:
        kind, key = thing
        if kind == "course":
            return {self.courses[key]["centre_id"]}
        event = self.events[key]
        return {
            event["centre_id"],
            *(code.strip() for code in event["co_centres"].split(";") if code.strip()),
        }

    def theme(self, thing: tuple[str, str]) -> str:
        kind, key = thing
        return (self.courses if kind == "course" else self.events)[key]["theme"]

    @cache  # noqa: B019 - as above
    def has_code(self, thing: tuple[str, str], code: str) -> bool:
        framework, _, target = code.partition(":")
        mapped = {
            row["target"]
            for row in self.rows["target_map"]
            if (row["object_type"], row["object_id"]) == thing
            and row["framework"] == framework
            and Decimal(row["weight"]) > 0
        }
        if target == "none":
            return not mapped
        return any(each == target or each.startswith(target + ".") for each in mapped)

    # enrolments and facts

    def _units(self) -> None:
        self.unit_of: dict[str, tuple[str, str]] = {}
        members: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for key, row in self._newest("enrolments", "enrolment_id").items():
            person = self.person(row["person_id"])
            if (
                person
                and row["role"] == "learner"
                and row["void"] != "1"
                and row["course_id"] in self.courses
            ):
                self.unit_of[key] = (person, row["course_id"])
                members[person, row["course_id"]].append(row)
        self.units = []
        for (person, course), rows in members.items():
            done = [instant(row["completed_at"]) for row in rows if row["completed_at"]]
            last = max(rows, key=lambda row: (instant(row["enrolled_at"]), row["enrolment_id"]))
            self.units.append(
                {
                    "person": person,
                    "thing": ("course", course),
                    "mode": "online",
                    "enrolled": min(instant(row["enrolled_at"]) for row in rows).date(),
                    "completed": min(done).date() if done else None,
                    "withdrawn": bool(last["withdrawn_at"]),
                }
            )

    def _facts(self) -> None:
        self.facts: set[tuple[str, tuple[str, str], date, str]] = set()
        for row in self._newest("sessions", "session_id").values():
            if row["enrolment_id"] in self.unit_of and instant(row["ended_at"]) > instant(row["started_at"]):
                self._online(row["enrolment_id"], utc_day(row["started_at"]))
        for row in self._newest("quiz_attempts", "attempt_id").values():
            if row["enrolment_id"] in self.unit_of and row["submitted_at"] and row["void"] != "1":
                self._online(row["enrolment_id"], utc_day(row["submitted_at"]))
        for unit in self.units:
            if unit["completed"]:
                self.facts.add((unit["person"], unit["thing"], unit["completed"], "online"))
        self._attended()

    def _online(self, enrolment: str, day: date) -> None:
        person, course = self.unit_of[enrolment]
        self.facts.add((person, ("course", course), day, "online"))

    def _attended(self) -> None:
        best: dict[tuple[str, str, date], tuple[bool, Decimal, str]] = {}
        for row in self._newest("attendance", "attendance_id").values():
            person, event = self.person(row["person_id"]), self.events.get(row["event_id"])
            if not person or not event or row["status"] != "present" or row["void"] == "1" or not row["date"]:
                continue
            day = date.fromisoformat(row["date"])
            start, end = (date.fromisoformat(event[name]) for name in ("start_date", "end_date"))
            hours = Decimal(row["hours"] or 0)
            if not row["hours"]:
                hours = Decimal(event["scheduled_hours"] or 0) / ((end - start).days + 1)
            if not start <= day <= end or hours <= 0:
                continue
            mode = {"online": "live_online"}.get(row["mode"], row["mode"])
            found = (mode == "in_person", hours, mode)
            key = (person, row["event_id"], day)
            best[key] = max(best.get(key, found), found, key=lambda each: each[:2])
        for (person, event_id, day), (_, _, mode) in best.items():
            self.facts.add((person, ("event", event_id), day, mode))

    # figures

    def value(self, indicator: str, start: date, end: date, filters: Mapping[str, str]) -> int:
        if indicator in ("R04", "R05", "R06"):
            facts = [(p, thing, day, mode) for p, thing, day, mode in self.facts if start <= day <= end]
            place = _last_days(facts)
            first = _first_days(self.facts)
            persons = {p for p, thing, day, mode in facts if self._is_at(thing, mode, filters)}
            if indicator != "R04":
                persons = {p for p in persons if (first[p] >= start) == (indicator == "R05")}
            return len({p for p in persons if self._is_of(p, place[p], end, filters)})
        moment = "completed" if indicator in ("C01", "C02") else "enrolled"
        units = [unit for unit in self.units if unit[moment] and start <= unit[moment] <= end]
        if indicator == "R01":
            place = _last_days((unit["person"], None, unit[moment], None) for unit in units)
        chosen = [
            unit
            for unit in units
            if self._is_at(unit["thing"], unit["mode"], filters)
            and not (indicator == "E02" and unit["withdrawn"])
            and self._is_of(
                unit["person"], place[unit["person"]] if indicator == "R01" else unit[moment], end, filters
            )
        ]
        return len({unit["person"] for unit in chosen}) if indicator in ("R01", "C02") else len(chosen)

    def _is_at(self, thing: tuple[str, str], mode: str, filters: Mapping[str, str]) -> bool:
        tests = {
            "centre": lambda value: value in self.centres(thing),
            "course": lambda value: thing == ("course", value),
            "event": lambda value: thing == ("event", value),
            "theme": lambda value: self.theme(thing) == value,
            "mode": lambda value: mode == value,
            "code": lambda value: self.has_code(thing, value),
            "project": lambda value: self.has_code(thing, f"PROJECT:{value}"),
        }
        return all(tests[key](value) for key, value in filters.items() if key in tests)

    def _is_of(self, person: str, day: date, end: date, filters: Mapping[str, str]) -> bool:
        tests = {
            "gender": lambda value: self.gender(person) == value,
            "age": lambda value: self.age(person, end) == value,
            "country": lambda value: self.country(person, day) == value,
            "region": lambda value: self._region(self.country(person, day)) == value,
            "group": lambda value: self._in_group(self.country(person, day), value, end),
        }
        return all(tests[key](value) for key, value in filters.items() if key in tests)

    def _region(self, country: str) -> str:
        return self.regions.get(country) or "UNK"

    @cache  # noqa: B019 - as above
    def _in_group(self, country: str, group: str, end: date) -> bool:
        listed = {
            row["group"]
            for row in self.rows["country_groups"]
            if row["iso2"] == country
            and row["group"] in {"LDC", "LLDC", "SIDS"}
            and (not row["valid_from"] or date.fromisoformat(row["valid_from"]) <= end)
            and (not row["valid_to"] or end < date.fromisoformat(row["valid_to"]))
        }
        african = any(
            row["iso2"] == country and row["priority_africa"] == "1" for row in self.rows["countries"]
        )
        if group == "UNK":
            return country == "ZZ"
        if group == "NONE":
            return country != "ZZ" and not listed and not african
        if group == "ANY":
            return bool(listed)
        return african if group == "AFRICA" else group in listed


def _last_days(facts: Iterable[tuple[str, object, date, object]]) -> dict[str, date]:
    days: dict[str, date] = {}
    for person, _, day, _ in facts:
        days[person] = max(days.get(person, day), day)
    return days


def _first_days(facts: Iterable[tuple[str, object, date, object]]) -> dict[str, date]:
    days: dict[str, date] = {}
    for person, _, day, _ in facts:
        days[person] = min(days.get(person, day), day)
    return days
