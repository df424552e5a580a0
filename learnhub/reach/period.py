"""The rows of a period with who they belong to: made once per snapshot and period, read by every question.

Each row carries the person's gender, age, country and region: as of the day of her last row of the period
(rule A3), or as of its own day (A4). Events have nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from learnhub.reach.indicators import Base
from learnhub.reach.indicators.shape import Shape

if TYPE_CHECKING:
    import duckdb

_OWN = {
    Base.FACT: "SELECT person, object, mode",
    Base.UNIT: "SELECT person, object, 'online'::a_mode AS mode, no, withdrawn, valid, active, dropped, rung, "
    "completed IS NOT NULL AS done",
    Base.SPENT: "SELECT person, object, mode, amount, per, half_days",
    Base.HELD: "SELECT object, mode, no, kind, gender, heads",
    Base.PARTICIPATION: "SELECT person, object, mode, no, is_full",
    Base.REGISTRATION: "SELECT person, object, mode, no, absent",
    Base.PAIR: "SELECT person, object, 'online'::a_mode AS mode, no, pre, pre_items, post, post_items",
    Base.FIRST_TRY: "SELECT person, object, 'online'::a_mode AS mode, no, kind, item_marks, "
    "total, items, passed, matched",
    Base.ANSWER: "SELECT person, object, mode, no, kind, answered, satisfaction, points, applied",
}
_AGE = """CASE
 WHEN s.birth_year IS NULL OR s.birth_year > $year THEN 'UNK'::an_age
 WHEN $year - s.birth_year <= 14 THEN '0-14'::an_age
 WHEN $year - s.birth_year <= 24 THEN '15-24'::an_age
 WHEN $year - s.birth_year <= 34 THEN '25-34'::an_age
 ELSE '35+'::an_age END AS age"""
_WITHIN = "FROM {base} WHERE {moment} BETWEEN $start AND $end"
_WHO = """s.gender, {age}, s.country, k.region, k.member_state"""
_PLACED = """JOIN residence s ON s.person = r.person AND r.{day} >= s.from_day AND r.{day} < s.to_day
 JOIN place k ON k.country = s.country"""
# One row per person of the period: who she is on the day of her last row, and in which ways she took part.
_PERSONS = """SELECT r.*, {who}, f.day >= $start AS is_new
 FROM (SELECT person, max(last_day) AS last_day, {modes} FROM {rows} GROUP BY person) r
 {placed} LEFT JOIN first_fact f ON f.person = r.person"""
_MODES = {
    Base.FACT: "bool_or(mode = 'online') AS online, bool_or(mode <> 'online') AS attended, "
    "bool_or(mode = 'in_person') AS in_person",
    Base.UNIT: "true AS online, false AS attended, false AS in_person",
}
_ROWS = {
    Base.FACT: "{own}, max({moment}) AS last_day {within} GROUP BY person, object, mode ORDER BY object",
    Base.UNIT: "{own}, {moment} AS last_day {within} ORDER BY object",
}
_OF_PERSONS = """CREATE VIEW {placed_rows} AS
 SELECT r.* EXCLUDE (last_day), q.* EXCLUDE (person, last_day, online, attended, in_person)
 FROM {rows} r JOIN {persons} q ON q.person = r.person"""
_OF_DAYS = "SELECT r.*, {who} FROM ({own}, {moment} AS own_day {within}) r {placed} ORDER BY object"


def persons_of(rows: str) -> str:
    """The table with the persons of the rows of a period: there only where a person has one place (rule A3)."""
    return f"{rows}_persons"


def placed_of(rows: str) -> str:
    """The rows of a period with the attributes of their persons, where `persons_of` has them: a view."""
    return f"{rows}_placed"


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

    def create(self, cursor: duckdb.DuckDBPyConnection, name: str) -> int:
        """Make the table `name`, with its persons if each has one place, in the snapshot of the cursor.

        The answer is how many rows it has.
        """
        if self.base is Base.HELD:
            return self._make(cursor, name, "{own} {within}")
        if not self.one_place:
            return self._make(cursor, name, _OF_DAYS, day="own_day")
        count = self._make(cursor, name, _ROWS[self.base])
        self._make(cursor, persons_of(name), _PERSONS, day="last_day", rows=name)
        pieces = {"placed_rows": placed_of(name), "rows": name, "persons": persons_of(name)}
        cursor.execute(_OF_PERSONS.format(**pieces))
        return count

    def _make(self, cursor: duckdb.DuckDBPyConnection, name: str, query: str, **pieces: str) -> int:
        pieces = {
            "own": _OWN[self.base], "who": _WHO, "age": _AGE, "within": _WITHIN, "placed": _PLACED,
            "modes": _MODES.get(self.base, ""), "moment": self.moment, "base": self.base, **pieces,
        }  # fmt: skip
        for place, piece in pieces.items():
            query = query.replace(f"{{{place}}}", piece)
        values: dict[str, object] = {"start": self.start, "end": self.end, "year": self.end.year}
        used = {key: value for key, value in values.items() if f"${key}" in query}
        found = cursor.execute(f"CREATE TABLE {name} AS {query}", used).fetchone()
        return int(found[0]) if found else 0
