"""Quizzes and surveys the slow way: series L and U."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.unit.reach.slow_numbers import Number, correlation, covariance, mean, ratio, square_root
from tests.unit.reach.slow_reach import Row, SlowReach, instant, utc_day

Filters = Mapping[str, str]
Record = dict[str, Any]


class SlowQuizzes(SlowReach):
    """What people knew and said."""

    def _fitting(self, rows: Iterable[Record], start: date, end: date, filters: Filters) -> list[Record]:
        """Rows of the period that fit all filters, each with the residence of its own day."""
        return [
            row
            for row in rows
            if row["day"]
            and start <= row["day"] <= end
            and self._is_at(row["thing"], row["mode"], filters)
            and self._is_of(row["person"], row["day"], end, filters)
        ]

    # quizzes

    @cached_property
    def tries(self) -> dict[tuple[str, tuple[str, str]], list[Record]]:
        """Submitted attempts with marks, in order, of each unit."""
        found: dict[tuple[str, tuple[str, str]], list[Record]] = defaultdict(list)
        for key, row in self._newest("quiz_attempts", "attempt_id").items():
            if row["enrolment_id"] not in self.unit_of or not row["submitted_at"] or row["void"] == "1":
                continue
            if not row["item_marks"]:
                continue
            person, course = self.unit_of[row["enrolment_id"]]
            marks = [Fraction(mark) for mark in row["item_marks"].split(";")]
            found[person, ("course", course)].append(
                {
                    "at": instant(row["submitted_at"]), "key": key, "kind": row["quiz_kind"], "marks": marks,
                    "score": 100 * sum(marks) / len(marks), "person": person, "thing": ("course", course),
                    "mode": "online", "day": utc_day(row["submitted_at"]),
                }
            )  # fmt: skip
        for rows in found.values():
            rows.sort(key=lambda row: (row["at"], row["key"]))
        return found

    def _of_quizzes(self, code: str, start: date, end: date, filters: Filters) -> Number:
        if code in ("L01", "L02", "L03", "L04"):
            return self._of_pairs(code, start, end, filters)
        kind = "post" if code == "L07" else filters.get("quiz", "post")
        firsts = [next((row for row in rows if row["kind"] == kind), None) for rows in self.tries.values()]
        rows = self._fitting((row for row in firsts if row), start, end, filters)
        if code == "L07":
            passed = [
                row for row in rows if row["score"] >= int(self.courses[row["thing"][1]]["pass_mark_pct"])
            ]
            return ratio(len(passed), len(rows))
        lengths = [len(row["marks"]) for row in rows]
        if not lengths:
            return None
        items = max(set(lengths), key=lambda length: (lengths.count(length), length))
        item = int(filters.get("item", "1"))
        if code == "L06":
            having = [length for length in lengths if length >= item]
            if not having:
                return None
            items = max(set(having), key=lambda length: (having.count(length), length))
        taken = [row["marks"] for row in rows if len(row["marks"]) == items]
        return self._alpha(taken) if code == "L05" else self._item(taken, item, filters)

    @staticmethod
    def _alpha(taken: list[list[Fraction]]) -> Number:
        items = len(taken[0])
        if items < 2 or len(taken) < 2:
            return None
        totals = [sum(marks, Fraction(0)) for marks in taken]
        whole = covariance(totals, totals)
        parts = [[marks[place] for marks in taken] for place in range(items)]
        if not whole:
            return None
        return Fraction(items, items - 1) * (1 - sum(covariance(part, part) for part in parts) / whole)

    @staticmethod
    def _item(taken: list[list[Fraction]], item: int, filters: Filters) -> Number:
        marks = [each[item - 1] for each in taken]
        if filters.get("stat") != "discrimination":
            return mean(marks)
        rest = [sum(each, Fraction(0)) - each[item - 1] for each in taken]
        found = correlation(marks, rest)
        return None if found is None else 100 * found

    def _of_pairs(self, code: str, start: date, end: date, filters: Filters) -> Number:
        matched = []
        for rows in self.tries.values():
            pre = next((row for row in rows if row["kind"] == "pre"), None)
            post = next(
                (row for row in rows if pre and row["kind"] == "post" and row["at"] > pre["at"]), None
            )
            if pre and post:
                matched.append({**post, "pre": pre["score"]})
        matched = self._fitting(matched, start, end, filters)
        pre, post = [row["pre"] for row in matched], [row["score"] for row in matched]
        gains = [b - a for a, b in zip(pre, post, strict=True)]
        if code == "L01" or not matched:
            return len(matched) if code == "L01" else None
        if code == "L02":
            return mean(gains)
        if code == "L03":
            if filters.get("variant") == "individual":
                own = [gain / (100 - a) for gain, a in zip(gains, pre, strict=True) if a < 100]
                return mean(own) if own else None
            return ratio(mean(gains), 100 - mean(pre))
        return self._effect(pre, post, gains, filters.get("stat", "g"))

    @staticmethod
    def _effect(pre: list[Fraction], post: list[Fraction], gains: list[Fraction], stat: str) -> Number:
        n = len(gains)
        if n < 2:
            return None
        r = correlation(pre, post)
        if stat == "r":
            return r
        if stat == "t":
            spread = covariance(gains, gains)
            return mean(gains) / square_root(spread / n) if spread else None
        average = (covariance(pre, pre) + covariance(post, post)) / 2
        if not average:
            return None
        d = mean(gains) / square_root(average)
        j = 1 - Fraction(3, 4 * (n - 1) - 1)
        if stat in ("d", "g"):
            return d if stat == "d" else j * d
        if r is None:
            return None
        v = (Fraction(1, n) + d * d / (2 * n)) * 2 * (1 - r)
        margin = Fraction("1.96") * j * square_root(v)
        return j * d - margin if stat == "lo" else j * d + margin

    # answers

    @cached_property
    def asked(self) -> list[Record]:
        """One row per person, object and kind of survey, with the latest answer in time."""
        groups: dict[tuple[str, tuple[str, str], str], list[Row]] = defaultdict(list)
        for row in self._newest("surveys", "response_id").values():
            person, key = self.person(row["person_id"]), row["object_id"]
            thing = ("course", key) if key in self.courses else ("event", key)
            if person and (key in self.courses or key in self.events):
                groups[person, thing, row["kind"]].append(row)
        found = []
        for (person, thing, kind), rows in groups.items():
            invited = min(instant(row["invited_at"]) for row in rows)
            days = 60 if kind == "L1" else 90
            valid = [
                row
                for row in rows
                if row["responded_at"]
                and instant(row["responded_at"]) >= invited
                and (utc_day(row["responded_at"]) - invited.date()).days <= days
            ]
            last = max(
                valid, key=lambda row: (instant(row["responded_at"]), row["response_id"]), default=None
            )
            mode = "online" if thing[0] == "course" else self.events[thing[1]]["mode"]
            found.append(
                {
                    "person": person, "thing": thing, "kind": kind, "day": invited.date(), "answer": last,
                    "mode": {"online": "live_online"}.get(mode, mode) if thing[0] == "event" else mode,
                }
            )  # fmt: skip
        return found

    def _of_answers(self, code: str, start: date, end: date, filters: Filters) -> Number:
        kind = {"U03": filters.get("kind", "L1"), "U04": "L3"}.get(code, "L1")
        asked = [row for row in self._fitting(self.asked, start, end, filters) if row["kind"] == kind]
        answers = [row["answer"] for row in asked if row["answer"]]
        if code == "U03":
            return ratio(len(answers), len(asked))
        if code == "U01":
            rated = [int(row["satisfaction"]) for row in answers if row["satisfaction"]]
            return ratio(sum(each >= 4 for each in rated), len(rated))
        if code == "U02":
            scores = [int(row["nps"]) for row in answers if row["nps"]]
            return ratio(100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)), len(scores))
        told = [row["applied"] for row in answers if row["applied"] in ("yes", "no", "intend")]
        return ratio(told.count("yes"), len(told))
