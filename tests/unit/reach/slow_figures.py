"""All fifty figures the slow way, over what `SlowReach` knows: sets, lists and loops, and nothing of the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from tests.unit.reach.slow_numbers import Number, ratio
from tests.unit.reach.slow_quizzes import Filters, Record, SlowQuizzes
from tests.unit.reach.slow_reach import FAR_PAST, Row, instant

SILENCE = timedelta(days=90)
HEADS = {"F": "headcount_f", "M": "headcount_m", "X": "headcount_x", "U": "headcount_u"}


class SlowFigures(SlowQuizzes):
    """Answers questions about every indicator."""

    def figure(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code in self.CODES:
            return self.value(code, start, end, filters)
        answers: dict[str, Callable[[str, date, date, Filters], Number]] = {
            "R": self._of_persons, "Q": self._share, "E": self._of_cohort, "C": self._of_cohort,
            "S": self._of_certificates, "H": self._of_time, "T": self._of_events, "L": self._of_quizzes,
            "F": self._of_codes, "U": self._of_answers,
        }  # fmt: skip
        return answers[code[0]](code, start, end, filters)

    # persons

    def _learners(self, start: date, end: date, filters: Filters) -> dict[str, list[Record]]:
        """Facts of each person reached, under the residence of the last fact anywhere."""
        within = [fact for fact in self.facts if start <= fact[2] <= end]
        last: dict[str, date] = {}
        for person, _, day, _ in within:
            last[person] = max(last.get(person, FAR_PAST), day)
        found = defaultdict(list)
        for person, thing, day, mode in within:
            if self._is_at(thing, mode, filters) and self._is_of(person, last[person], end, filters):
                country = self.country(person, last[person])
                found[person].append({"thing": thing, "day": day, "mode": mode, "country": country})
        return found

    def _of_persons(self, code: str, start: date, end: date, filters: Filters) -> Number:
        reached = self._learners(start, end, filters)
        modes = {person: {fact["mode"] for fact in facts} for person, facts in reached.items()}
        if code == "R02":
            return sum("online" in each for each in modes.values())
        if code == "R03":
            return sum(bool(each - {"online"}) for each in modes.values())
        if code == "R07":
            return sum({"online", "in_person"} <= each for each in modes.values())
        if code == "R09":
            return sum(len({self._lead(fact["thing"]) for fact in facts}) > 1 for facts in reached.values())
        members = {row["iso2"] for row in self.rows["countries"] if row["member_state"] == "1"}
        countries = {fact["country"] for facts in reached.values() for fact in facts} - {"ZZ"}
        return len(countries & members if filters.get("set") == "member_states" else countries)

    def _lead(self, thing: tuple[str, str]) -> str:
        kind, key = thing
        return (self.courses if kind == "course" else self.events)[key]["centre_id"]

    def _share(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code == "Q05" and filters.get("attr") == "sdg":
            cohort = self._cohort(start, end, filters)
            return ratio(sum(not self.has_code(u["thing"], "SDG:none") for u in cohort), len(cohort))
        reached = self._learners(start, end, filters)
        genders = [self.gender(person) for person in reached]
        ages = [self.age(person, end) for person in reached]
        countries = [facts[0]["country"] for facts in reached.values()]
        women, men = genders.count("F"), genders.count("M")
        known = [country for country in countries if country != "ZZ"]
        if code == "Q01":
            return ratio(women, len(genders) - genders.count("U"))
        if code == "Q02":
            if men and women > men and filters.get("variant") == "adjusted":
                return 2 - Fraction(men, women)
            return ratio(women, men)
        if code == "Q03":
            group = filters.get("of", "ANY")
            return ratio(sum(self._in_group(country, group, end) for country in known), len(known))
        if code == "Q04":
            return ratio(ages.count("15-24"), len(ages) - ages.count("UNK"))
        some = {
            "gender": len(genders) - genders.count("U"),
            "country": len(known),
            "age": len(ages) - ages.count("UNK"),
        }
        return ratio(some[filters.get("attr", "gender")], len(reached))

    def _of_codes(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code == "F01":
            return len(self._learners(start, end, filters))
        if "code" not in filters:
            return len(self._cohort(start, end, filters))
        framework, _, target = filters["code"].partition(":")
        total = Fraction(0)
        for unit in self._cohort(start, end, filters):
            if target == "none":
                total += 1
                continue
            for row in self.rows["target_map"]:
                mine = (row["object_type"], row["object_id"], row["framework"]) == (*unit["thing"], framework)
                if mine and (row["target"] == target or row["target"].startswith(target + ".")):
                    total += Fraction(row["weight"])
        return total

    # enrolments

    @cached_property
    def enriched(self) -> list[Record]:
        """Units with the day of the last online fact, certificates, progress, rung."""
        members: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for key, row in self._newest("enrolments", "enrolment_id").items():
            if key in self.unit_of:
                members[self.unit_of[key]].append(row)
        last: dict[tuple[str, tuple[str, str]], date] = {}
        for person, thing, day, mode in self.facts:
            if mode == "online":
                last[person, thing] = max(last.get((person, thing), FAR_PAST), day)
        found = []
        for unit in self.units:
            rows = members[unit["person"], unit["thing"][1]]
            issued = [row for row in rows if row["certificate_at"]]
            valid = [
                row
                for row in issued
                if not row["certificate_revoked_at"] or instant(row["certificate_revoked_at"]) > self.as_of
            ]
            seen = last.get((unit["person"], unit["thing"]))
            progress = max(int(row["progress_pct"] or 0) for row in rows)
            rung = (
                "certified" if valid
                else "completed" if unit["completed"]
                else "explored" if progress >= 50
                else "viewed" if seen
                else "no_show"
            )  # fmt: skip
            first = min((instant(row["certificate_at"]).date() for row in issued), default=None)
            found.append({**unit, "seen": seen, "valid": bool(valid), "certified": first, "rung": rung})
        return found

    def _cohort(self, start: date, end: date, filters: Filters, moment: str = "enrolled") -> list[Record]:
        rows = ({**unit, "day": unit[moment]} for unit in self.enriched)
        return self._fitting(rows, start, end, filters)

    def _of_cohort(self, code: str, start: date, end: date, filters: Filters) -> Number:
        cohort = self._cohort(start, end, filters)
        shows = [unit for unit in cohort if unit["seen"]]
        done = sum(bool(unit["completed"]) for unit in cohort)
        if code == "E03":
            return len(shows)
        if code == "E04":
            return ratio(len(shows), len(cohort))
        if code == "E05":
            wanted = filters.get("ladder")
            return sum(wanted in (None, unit["rung"]) for unit in cohort)
        if code in ("C03", "C04"):
            return ratio(done, len(cohort if code == "C03" else shows))
        silent_since = (self.as_of - SILENCE).date()
        lost = [
            unit
            for unit in shows
            if not unit["completed"] and (unit["withdrawn"] or unit["seen"] < silent_since)
        ]
        return ratio(len(lost), len(shows))

    def _of_certificates(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code == "S03":
            shows = [unit for unit in self._cohort(start, end, filters) if unit["seen"]]
            return ratio(sum(unit["rung"] == "certified" for unit in shows), len(shows))
        issued = self._cohort(start, end, filters, "certified")
        return len(issued) if code == "S01" else sum(unit["valid"] for unit in issued)

    # time

    @cached_property
    def sessions(self) -> list[Record]:
        """Sessions with the seconds that count, second intervals taken away one by one."""
        mine: dict[str, list[tuple[datetime, str, datetime, str]]] = defaultdict(list)
        for key, row in self._newest("sessions", "session_id").items():
            since, until = instant(row["started_at"]), instant(row["ended_at"])
            if row["enrolment_id"] in self.unit_of and until > since:
                person, course = self.unit_of[row["enrolment_id"]]
                until = min(until, since + timedelta(minutes=120))
                mine[person].append((since, key, until, course))
        found = []
        for person, rows in mine.items():
            taken: list[tuple[datetime, datetime]] = []
            for since, _, until, course in sorted(rows):
                left = [(since, until)]
                for a, b in taken:
                    left = [
                        piece
                        for c, d in left
                        for piece in ((c, min(d, a)), (max(c, b), d))
                        if piece[0] < piece[1]
                    ]
                taken.append((since, until))
                seconds = sum((b - a for a, b in left), timedelta()).total_seconds()
                found.append(
                    {
                        "person": person, "thing": ("course", course), "mode": "online",
                        "day": since.date(), "hours": Fraction(int(seconds), 3600),
                    }
                )  # fmt: skip
        return found

    def _of_time(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code == "H04":
            done = self._cohort(start, end, filters, "completed")
            return sum((Fraction(self.courses[u["thing"][1]]["nominal_hours"]) for u in done), Fraction(0))
        rows = {
            "H01": self.sessions,
            "H02": self.attended,
            "H03": [*self.sessions, *self.attended],
            "H05": [row for row in self.attended if row["mode"] == "in_person"],
        }[code]
        rows = self._fitting(rows, start, end, filters)
        if code != "H05":
            return sum((row["hours"] for row in rows), Fraction(0))
        days = sum((Fraction(1) if row["hours"] >= 4 else Fraction(1, 2) for row in rows), Fraction(0))
        return days / Fraction("30.417") if filters.get("unit") == "months" else days

    # events

    @cached_property
    def sheets(self) -> list[Record]:
        """Rows of attendance that count or register: of trainings held, on their days, not void."""
        found = []
        for key, row in self._newest("attendance", "attendance_id").items():
            person, event = self.person(row["person_id"]), self.events.get(row["event_id"])
            if not person or not event or row["void"] == "1":
                continue
            first, last = (date.fromisoformat(event[name]) for name in ("start_date", "end_date"))
            day = date.fromisoformat(row["date"]) if row["date"] else None
            if day and not first <= day <= last:
                continue
            hours = Fraction(row["hours"] or 0)
            if not row["hours"]:
                hours = Fraction(event["scheduled_hours"] or 0) / ((last - first).days + 1)
            found.append(
                {
                    "key": key, "person": person, "thing": ("event", row["event_id"]), "day": day, "hours": hours,
                    "mode": {"online": "live_online"}.get(row["mode"], row["mode"]), "end": last,
                    "present": row["status"] == "present" and bool(day) and hours > 0,
                    "scheduled": Fraction(event["scheduled_hours"] or 0),
                }
            )  # fmt: skip
        return found

    @cached_property
    def attended(self) -> list[Record]:
        """One row per person, event and day."""
        days: dict[tuple[str, object, object], list[Record]] = defaultdict(list)
        for row in self.sheets:
            if row["present"]:
                days[row["person"], row["thing"], row["day"]].append(row)
        return [
            max(rows, key=lambda row: (row["mode"] == "in_person", row["hours"])) for rows in days.values()
        ]

    def _of_events(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code in ("T01", "T05"):
            return self._of_held(code, start, end, filters)
        rows = self.sheets if code == "T04" else self.attended
        ended = self._fitting(({**row, "day": row["end"]} for row in rows), start, end, filters)
        found = {(row["person"], row["thing"]) for row in ended}
        if code == "T02":
            return len(found)
        of_pair: dict[tuple[str, object], list[Record]] = defaultdict(list)
        for row in rows:
            of_pair[row["person"], row["thing"]].append(row)
        if code == "T04":
            return ratio(sum(not any(row["present"] for row in of_pair[pair]) for pair in found), len(found))
        full = 0
        for pair in found:
            scheduled = of_pair[pair][0]["scheduled"]
            full += bool(scheduled) and sum(row["hours"] for row in of_pair[pair]) >= scheduled * 8 / 10
        return ratio(full, len(found))

    def _of_held(self, code: str, start: date, end: date, filters: Filters) -> int:
        total = 0
        for key, event in self._newest("events", "event_id").items():
            inside = start <= date.fromisoformat(event["end_date"]) <= end
            if event["status"] != "held" or not inside or not self._is_held_at(key, event, filters):
                continue
            if code == "T01":
                total += event["kind"] == "training"
            elif filters.get("kind") in (None, event["kind"]):
                genders = [filters["gender"]] if "gender" in filters else list(HEADS)
                total += sum(int(event[HEADS[gender]]) for gender in genders)
        return total

    def _is_held_at(self, key: str, event: Row, filters: Filters) -> bool:
        centres = {event["centre_id"], *(each.strip() for each in event["co_centres"].split(";"))}
        tests = {
            "centre": lambda value: value in centres,
            "event": lambda value: value == key,
            "theme": lambda value: value == event["theme"],
            "mode": lambda value: value == event["mode"],
            "code": lambda value: self.has_code(("event", key), value),
            "project": lambda value: self.has_code(("event", key), f"PROJECT:{value}"),
        }
        return all(tests[name](value) for name, value in filters.items() if name in tests)
