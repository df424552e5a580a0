"""A sheet of attendance, read cell by cell: who was there on which day. Pure.

A row is a person on a day, with columns for the day and, if there are any, for presence, hours and mode; or a person,
with a column for each day of the training.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from learnhub.formats.sheets import Sheet
from learnhub.kernel.letters import plain_digits
from learnhub.learning.sheet import COLUMNS, RowProblem, find_columns, folded
from learnhub.training.domain import Mark, Mode, Presence, as_recorded, tidy_hours

PEOPLE = {
    "number": ("learner number", "numéro d'apprenant", "número de participante", "номер учащегося", "学员号",
               "رقم المتعلم"),
    "login": COLUMNS["login"],
    "email": COLUMNS["email"],
}  # fmt: skip
DAYS = {
    "day": ("day", "date", "jour", "día", "dia", "fecha", "data", "дата", "день", "日期", "اليوم", "التاريخ"),
    "status": ("status", "presence", "attendance", "présence", "statut", "asistencia", "presencia", "estado",
               "presença", "присутствие", "出席", "状态", "الحضور", "الحالة"),
    "hours": ("hours", "heures", "horas", "часы", "小时", "小时数", "الساعات"),
    "mode": ("mode", "how", "modalité", "modalidad", "modalidade", "форма", "方式", "الطريقة"),
}  # fmt: skip
_STATUS = {
    Presence.PRESENT: ("present", "p", "x", "1", "yes", "y", "présent", "présente", "oui", "presente", "sí", "sim",
                       "да", "был", "была", "присутствовал", "присутствовала", "到", "出席", "是", "حاضر", "نعم", "✓",
                       "✔"),
    Presence.ABSENT: ("absent", "a", "0", "no", "n", "absente", "non", "ausente", "não", "нет", "отсутствовал",
                      "отсутствовала", "缺席", "否", "غائب", "لا", "-", "–"),
    Presence.EXCUSED: ("excused", "e", "excusé", "excusée", "justificado", "justificada", "уважительная причина",
                       "请假", "معذور"),
}  # fmt: skip
_MODE = {
    Mode.IN_PERSON: ("in person", "on site", "face to face", "présentiel", "en présentiel", "presencial", "очно",
                     "面授", "حضوريا"),
    Mode.LIVE_ONLINE: ("online", "live online", "en ligne", "en línea", "em linha", "онлайн", "在线", "عبر الإنترنت"),
}  # fmt: skip
_WORDS = {folded(word): status for status, words in _STATUS.items() for word in words}
_MODES = {folded(word): mode for mode, words in _MODE.items() for word in words}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PLAIN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says of a person on a day. `who` is what she signs in with."""

    number: int
    who: str
    day: date
    mark: Mark


@dataclass(frozen=True, slots=True)
class Attendance:
    """What a sheet says, by what people sign in with: `rows` is the first row of each, `named` all that she may sign in
    with, `typed` what is written of her, with her name if there is a column for it. `places` are those of the columns
    that were read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    places: frozenset[int] = frozenset()


def read_day(text: str, fits: Callable[[date], bool]) -> date | None:
    """The day that is written, of those that fit: the year first, or last with day or month before it."""
    plain = plain_digits(text).strip()
    if found := _ISO.fullmatch(plain):
        parts = [(found[1], found[2], found[3])]
    elif found := _PLAIN.fullmatch(plain):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        parts = [(year, found[2], found[1]), (year, found[1], found[2])]
    else:
        return None
    for year, month, day in parts:
        try:
            written = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if fits(written):
            return written
    return None


def read_attendance(
    sheet: Sheet, *, mode: str, only: date | None, fits: Callable[[date], bool]
) -> Attendance:
    """Check every row. `fits` tells the days for which attendance can be recorded; `only` is the one of a training of a
    single day, whose sheet needs no column for it."""
    people, told = find_columns(sheet.header, PEOPLE), find_columns(sheet.header, DAYS)
    spoken = find_columns(sheet.header, {part: COLUMNS[part] for part in ("name", "first", "last")})
    named = [spoken["name"]] if "name" in spoken else [*spoken.values()]
    wide = {} if "day" in told else _days(sheet.header, fits)
    read = Attendance(places=frozenset({*people.values(), *named, *(wide or told.values())}))
    # columns of other days alone are the sheet of another training
    other = not wide and bool(_days(sheet.header, lambda _day: True))
    if not people or not (wide or "day" in told or (only and not other)):
        read.problems.append(RowProblem(1, "columns", ", ".join(sheet.header)[:200]))
        return read
    seen: dict[tuple[str, date], Mark] = {}
    for number, cells in sheet.rows:
        names = [cells[place] for place in people.values() if cells[place]]
        if not names:
            read.problems.append(RowProblem(number, "key", ""))
            continue
        who = names[0]
        read.rows.setdefault(who, (number, cells))
        read.named.setdefault(who, names)
        read.typed.setdefault(who, " ".join([who, *(cells[place] for place in named)]).strip()[:254])
        said = _wide(cells, wide, mode) if wide else _long(cells, told, mode, only, fits)
        for day, mark, cell in said:
            if day is None or isinstance(mark, str):
                read.problems.append(RowProblem(number, "day" if day is None else str(mark), cell[:100]))
            elif (who, day) not in seen:
                seen[who, day] = mark
                read.lines.append(Line(number, who, day, mark))
            elif seen[who, day] != mark:
                read.problems.append(RowProblem(number, "differs", f"{who}, {day}"))
    return read


Said = Iterator[tuple[date | None, Mark | str, str]]


def _days(header: list[str], fits: Callable[[date], bool]) -> dict[int, date]:
    found = {place: read_day(name, fits) for place, name in enumerate(header)}
    return {place: day for place, day in found.items() if day}


def _wide(cells: list[str], days: Mapping[int, date], mode: str) -> Said:
    """A cell for each day: presence, a mode, or hours; nothing is said by a blank."""
    for place, day in days.items():
        cell = cells[place]
        if not cell:
            continue
        how = _MODES.get(folded(cell), "")
        status = _WORDS.get(folded(cell)) or (Presence.PRESENT if how else None)
        hours = "" if status else tidy_hours(cell)
        if hours is None:
            yield day, "status", cell
        else:
            yield day, _mark(mode, status or Presence.PRESENT, hours, how), cell


def _long(
    cells: list[str], places: Mapping[str, int], mode: str, only: date | None, fits: Callable[[date], bool]
) -> Said:
    """A row for each day; without a word on presence, she was there."""
    said = {name: cells[place] for name, place in places.items()}
    day = read_day(said["day"], fits) if "day" in said else only
    status = _WORDS.get(folded(said["status"])) if said.get("status") else Presence.PRESENT
    typed, how = said.get("hours", ""), _MODES.get(folded(said.get("mode", "")), "")
    hours = tidy_hours(typed) if typed and status == Presence.PRESENT else ""
    if day is None:
        yield None, "day", said.get("day", "")
    elif status is None:
        yield day, "status", said["status"]
    elif hours is None:
        yield day, "hours", typed
    else:
        yield day, _mark(mode, status, hours, how), said.get("mode", "")


def _mark(mode: str, status: Presence, hours: str, how: str) -> Mark | str:
    """As it is stored; at a hybrid training a sheet has to say how somebody took part."""
    if mode == Mode.HYBRID and status == Presence.PRESENT and not how:
        return "mode"
    return as_recorded(mode, status, hours, how)
