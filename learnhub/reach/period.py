"""The rows of a period with who they belong to: made once per snapshot and period, read by every question.

Rows are facts or enrolment units. Each carries the person's gender, age, country and region: as of the day of
her last row of the period (rule A3), or as of its own day (A4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from learnhub.reach.indicators import Base, Indicator

_ROWS = {
    Base.FACT: "SELECT DISTINCT person, object, mode FROM fact",
    Base.UNIT: "SELECT person, object, 'online' AS mode, no, withdrawn, {moment} AS own_day FROM unit",
}
_AGE = """CASE
 WHEN p.birth_year IS NULL OR p.birth_year > $year THEN 'UNK'
 WHEN $year - p.birth_year <= 14 THEN '0-14'
 WHEN $year - p.birth_year <= 24 THEN '15-24'
 WHEN $year - p.birth_year <= 34 THEN '25-34'
 ELSE '35+' END AS age"""
_COLUMNS = """SELECT r.*, p.gender, {age}, s.country,
 coalesce(nullif(k.region, ''), 'UNK') AS region, f.day >= $start AS is_new"""
_WITHIN = "WHERE {moment} BETWEEN $start AND $end"
_LAST = """JOIN (
 SELECT person, max({moment}) AS day FROM {base} WHERE {moment} BETWEEN $start AND $end GROUP BY person
) l USING (person)"""
_PERSON = """JOIN person p ON p.no = r.person
 JOIN residence s ON s.person = r.person AND {place} >= s.from_day AND {place} < s.to_day
 LEFT JOIN country k ON k.iso2 = s.country
 LEFT JOIN first_fact f ON f.person = r.person"""


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """Which rows: of a base table with the day `moment` in the period; `one_place` as in `Indicator`."""

    base: Base
    moment: str
    one_place: bool
    start: date
    end: date

    @classmethod
    def of(cls, indicator: Indicator, start: date, end: date) -> PeriodRows:
        """What an indicator needs for a period."""
        return cls(indicator.base, indicator.moment, indicator.one_place, start, end)

    def create(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        """Make the table `name` in the snapshot that the cursor stands in."""
        pieces = ["CREATE TABLE", name, "AS", _COLUMNS, "FROM (", _ROWS[self.base], _WITHIN, ") r"]
        pieces += [_LAST] if self.one_place else []
        pieces.append(_PERSON.replace("{place}", "l.day" if self.one_place else "r.own_day"))
        sql = (
            " ".join(pieces)
            .replace("{moment}", self.moment)
            .replace("{base}", self.base)
            .replace("{age}", _AGE)
        )
        cursor.execute(sql, {"start": self.start, "end": self.end, "year": self.end.year})
