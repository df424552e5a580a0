"""The rows of a period with who they belong to: made once per snapshot and period, read by every question.

Each row carries the person's gender, age, country and region: as of the day of her last row of the period
(rule A3), or as of its own day (A4). Events have nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from learnhub.reach.indicators import Base
from learnhub.reach.indicators.shape import Shape

_OWN = {
    Base.FACT: "SELECT DISTINCT person, object, mode",
    Base.UNIT: "SELECT person, object, 'online' AS mode, no, withdrawn, valid, active, dropped, rung, "
    "completed IS NOT NULL AS done",
    Base.SPENT: "SELECT person, object, mode, amount, per, half_days",
    Base.HELD: "SELECT object, mode, no, kind, gender, heads",
    Base.PARTICIPATION: "SELECT person, object, mode, no, is_full",
    Base.REGISTRATION: "SELECT person, object, mode, no, absent",
    Base.PAIR: "SELECT person, object, 'online' AS mode, no, pre, pre_items, post, post_items",
    Base.FIRST_TRY: "SELECT person, object, 'online' AS mode, no, kind, item_marks, total, items, passed, matched",
    Base.ANSWER: "SELECT person, object, mode, no, kind, answered, satisfaction, points, applied",
}
_AGE = """CASE
 WHEN p.birth_year IS NULL OR p.birth_year > $year THEN 'UNK'
 WHEN $year - p.birth_year <= 14 THEN '0-14'
 WHEN $year - p.birth_year <= 24 THEN '15-24'
 WHEN $year - p.birth_year <= 34 THEN '25-34'
 ELSE '35+' END AS age"""
_COLUMNS = """SELECT r.*, p.gender, {age}, s.country,
 coalesce(nullif(k.region, ''), 'UNK') AS region, coalesce(k.member_state, false) AS member_state"""
_NEW = ", f.day >= $start AS is_new"
_WITHIN = "FROM {base} WHERE {moment} BETWEEN $start AND $end"
_LAST = """JOIN (
 SELECT person, max({moment}) AS day FROM {base} WHERE {moment} BETWEEN $start AND $end GROUP BY person
) l USING (person)"""
_PERSON = """JOIN person p ON p.no = r.person
 JOIN residence s ON s.person = r.person AND {place} >= s.from_day AND {place} < s.to_day
 LEFT JOIN country k ON k.iso2 = s.country"""
_FIRST = "LEFT JOIN first_fact f ON f.person = r.person"


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """Which rows: of a base table with the day `moment` in the period; `one_place` as in `Shape`."""

    base: Base
    moment: str
    one_place: bool
    start: date
    end: date

    @classmethod
    def of(cls, shape: Shape, start: date, end: date) -> PeriodRows:
        """What an indicator of this shape needs for a period."""
        return cls(shape.base, shape.moment, shape.one_place, start, end)

    def create(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        """Make the table `name` in the snapshot that the cursor stands in."""
        values: dict[str, object] = {"start": self.start, "end": self.end}
        if self.base is not Base.HELD:
            values["year"] = self.end.year
        pieces = ["CREATE TABLE", name, "AS", *self._pieces()]
        sql = " ".join(pieces).replace("{moment}", self.moment).replace("{base}", self.base)
        cursor.execute(sql, values)

    def _pieces(self) -> list[str]:
        own = _OWN[self.base]
        if self.base is Base.HELD:
            return [own, _WITHIN]
        columns = _COLUMNS.replace("{age}", _AGE)
        if self.one_place:
            place, joins, columns = "l.day", [_LAST], columns + _NEW
            ending = [_FIRST]
        else:
            place, joins, ending = "r.own_day", [], []
            own += ", {moment} AS own_day"
        return [columns, "FROM (", own, _WITHIN, ") r", *joins, _PERSON.replace("{place}", place), *ending]
