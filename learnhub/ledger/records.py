"""What the ledger can hold: one frozen dataclass per published file, its columns in the file's order.

A record's line is exactly its row in the published CSV file (RFC 4180, no line end), so that anybody who
holds the files can recompute every digest. Kinds whose file has no `rev` or `recorded_at` column keep both on
the entry only.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints

from learnhub.ledger.cells import Column, RecordError, cell_writer, read_cell

Id = Annotated[str, Column("", "id", required=True)]
NoId = Annotated[str, Column("", "id")]
Ids = Annotated[tuple[str, ...], Column("", "ids")]
Text = Annotated[str, Column("", "text", required=True)]
Code = Annotated[str, Column("", "code", required=True)]
NoCode = Annotated[str, Column("", "code")]
Country = Annotated[str, Column("", "country")]
Rev = Annotated[int, Column("", "integer", required=True, least=1)]
Recorded = Annotated[datetime | None, Column("", "instant", required=True)]
Instant = Annotated[datetime, Column("", "instant", required=True)]
NoInstant = Annotated[datetime | None, Column("", "instant")]
Day = Annotated[date, Column("", "date", required=True)]
NoDay = Annotated[date | None, Column("", "date")]
Count = Annotated[int, Column("", "integer", required=True, least=0)]
Percent = Annotated[int, Column("", "integer", required=True, least=0, most=100)]
NoPercent = Annotated[int | None, Column("", "integer", least=0, most=100)]
Hours = Annotated[Decimal, Column("", "decimal", required=True, least=0)]
NoHours = Annotated[Decimal | None, Column("", "decimal", least=0)]
Flag = Annotated[bool, Column("", "flag", required=True)]
Marks = Annotated[tuple[Decimal, ...], Column("", "marks")]
BirthYear = Annotated[int | None, Column("", "integer", least=1850, most=2200)]


def _one_of(*choices: str, required: bool = True) -> Column:
    return Column("", "choice", required=required, choices=frozenset(choices))


MODES = ("in_person", "live_online", "online", "hybrid")


class Record:
    """A row to be written. `rev` counts the versions of `key` from 1; a missing `recorded_at` means now."""

    __slots__ = ()
    entry_kind: ClassVar[str]
    key_columns: ClassVar[tuple[str, ...]]
    rev: int
    recorded_at: datetime | None

    @property
    def key(self) -> str:
        """What all versions of this row have in common."""
        return "/".join(str(getattr(self, name)) for name in self.key_columns)

    def check(self) -> None:
        """Refuse what no single column can see. Raises RecordError."""

    def at_rev(self, rev: int) -> Self:
        """The same record as another version."""
        return replace(self, rev=rev)  # type: ignore[type-var]  # every kind is a dataclass

    def to_line(self, recorded_at: datetime | None = None) -> str:
        """The row as it is published; `recorded_at` fills a blank one. Raises RecordError."""
        self.check()
        cells_of, writers, recorded = _WRITERS[self.entry_kind]
        values = cells_of(self)
        if recorded is not None and values[recorded] is None:
            values = (*values[:recorded], recorded_at, *values[recorded + 1 :])
        return join_cells([write(value) for write, value in zip(writers, values, strict=True)])

    @classmethod
    def from_cells(cls, cells: Sequence[str]) -> tuple[Self, str]:
        """The record of a row that is cut into cells, and its canonical line. Raises RecordError."""
        record = cls(**{column.name: read_cell(column, cell) for column, cell in cls._by_column(cells)})
        return record, record.to_line()

    @classmethod
    def from_line(cls, line: str) -> Self:
        """The record of a published line. Raises RecordError."""
        return cls.from_cells(split_line(line))[0]

    @classmethod
    def cells_of(cls, line: str, names: Sequence[str]) -> dict[str, str]:
        """Some cells of a published line as they stand there, a tenth of the work. Raises RecordError."""
        cells = cls._by_column(split_line(line))
        return {column.name: cell for column, cell in cells if column.name in names}

    @classmethod
    def _by_column(cls, cells: Sequence[str]) -> Iterator[tuple[Column, str]]:
        columns = COLUMNS[cls.entry_kind]
        if len(cells) != len(columns):
            raise RecordError("row", "cell-count", f"has {len(cells)} cells instead of {len(columns)}")
        return zip(columns, cells, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRecord(Record):
    """A centre of the network."""

    entry_kind: ClassVar[str] = "centres"
    key_columns: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: Id
    name: Text
    host_country: Country
    timezone: Code
    joined_on: NoDay = None
    rev: int = 1
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRecord(Record):
    """A course; `nominal_hours` is the workload it announces, `pass_mark_pct` what its final quiz asks."""

    entry_kind: ClassVar[str] = "courses"
    key_columns: ClassVar[tuple[str, ...]] = ("course_id",)
    course_id: Id
    centre_id: Id
    title: Text
    theme: NoCode
    language: Code
    nominal_hours: Hours
    published_at: NoInstant = None
    status: Annotated[str, _one_of("draft", "published", "retired")]
    pass_mark_pct: NoPercent
    rev: int = 1
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord(Record):
    """What is counted of a person, under a surrogate: nothing here says who it is.

    Gender `N` is "prefers not to say", `U` and blank are "never asked"; all three are counted as unknown.
    """

    entry_kind: ClassVar[str] = "persons"
    key_columns: ClassVar[tuple[str, ...]] = ("person_id",)
    person_id: Id
    rev: Rev = 1
    recorded_at: Recorded = None
    valid_from: Day
    account_type: Annotated[str, _one_of("learner", "staff", "test", "offline")]
    status: Annotated[str, _one_of("confirmed", "unconfirmed", "erased")]
    gender: Annotated[str, _one_of("F", "M", "X", "U", "N", required=False)] = ""
    birth_year: BirthYear = None
    residence: Country = ""
    nationality: Country = ""
    merged_into: NoId = ""

    def check(self) -> None:
        """Nobody is merged into herself."""
        if self.merged_into == self.person_id:
            raise RecordError("merged_into", "self-merge", f"{self.person_id} cannot be merged into itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord(Record):
    """A training or an outreach event; head-counts are people without a name, by gender."""

    entry_kind: ClassVar[str] = "events"
    key_columns: ClassVar[tuple[str, ...]] = ("event_id",)
    event_id: Id
    centre_id: Id
    co_centres: Ids = ()
    title: Text
    theme: NoCode
    kind: Annotated[str, _one_of("training", "outreach")]
    mode: Annotated[str, _one_of(*MODES, required=False)]
    status: Annotated[str, _one_of("planned", "held", "cancelled", "postponed")]
    country: Country = ""
    start_date: Day
    end_date: Day
    scheduled_hours: NoHours
    headcount_f: Count = 0
    headcount_m: Count = 0
    headcount_x: Count = 0
    headcount_u: Count = 0
    recorded_at: Recorded = None
    rev: int = 1

    def check(self) -> None:
        """An event does not end before it starts."""
        if self.end_date and self.start_date and self.end_date < self.start_date:
            raise RecordError("end_date", "out-of-order", f"{self.end_date} is before the start")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRecord(Record):
    """Share of a course or event that serves a target of a framework; weight 0 takes the mapping back."""

    entry_kind: ClassVar[str] = "target_map"
    key_columns: ClassVar[tuple[str, ...]] = ("object_type", "object_id", "framework", "target")
    object_type: Annotated[str, _one_of("course", "event")]
    object_id: Id
    framework: Code
    target: Code
    weight: Annotated[Decimal, Column("", "decimal", required=True, least=0, most=1)]
    rev: int = 1
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRecord(Record):
    """A person in a course: the whole state after a change. A blank `record_id` is made of key and rev."""

    entry_kind: ClassVar[str] = "enrolments"
    key_columns: ClassVar[tuple[str, ...]] = ("enrolment_id",)
    record_id: NoId = ""
    enrolment_id: Id
    rev: Rev = 1
    recorded_at: Recorded = None
    person_id: Id
    course_id: Id
    role: Annotated[str, _one_of("learner", "instructor", "preview")] = "learner"
    enrolled_at: Instant
    progress_pct: Percent = 0
    completed_at: NoInstant = None
    certificate_at: NoInstant = None
    certificate_revoked_at: NoInstant = None
    withdrawn_at: NoInstant = None
    void: Flag = False

    def __post_init__(self) -> None:
        """Name the row if the caller did not."""
        if not self.record_id:
            object.__setattr__(self, "record_id", f"{self.enrolment_id}.{self.rev}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord(Record):
    """A stay in a course, one row for all its clicks. A session that should not count ends when it starts."""

    entry_kind: ClassVar[str] = "sessions"
    key_columns: ClassVar[tuple[str, ...]] = ("session_id",)
    session_id: Id
    enrolment_id: Id
    started_at: Instant
    ended_at: Instant
    recorded_at: Recorded = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord(Record):
    """A quiz attempt with its marks per item; a blank `submitted_at` is an abandoned one."""

    entry_kind: ClassVar[str] = "quiz_attempts"
    key_columns: ClassVar[tuple[str, ...]] = ("attempt_id",)
    attempt_id: Id
    enrolment_id: Id
    quiz_kind: Annotated[str, _one_of("pre", "post", "practice", "final")]
    submitted_at: NoInstant
    item_marks: Marks
    recorded_at: Recorded = None
    void: Flag = False
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecord(Record):
    """A person at an event on a local date; blank `date`: a registration; blank `hours`: as scheduled."""

    entry_kind: ClassVar[str] = "attendance"
    key_columns: ClassVar[tuple[str, ...]] = ("attendance_id",)
    attendance_id: Id
    rev: Rev = 1
    recorded_at: Recorded = None
    event_id: Id
    person_id: Id
    date: NoDay = None
    mode: Annotated[str, _one_of(*MODES, required=False)] = ""
    status: Annotated[str, _one_of("registered", "present", "absent", "excused", "cancelled")]
    hours: NoHours = None
    void: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRecord(Record):
    """An answer to a survey, or an invitation that had none; `satisfaction` 1 to 5, `nps` 0 to 10."""

    entry_kind: ClassVar[str] = "surveys"
    key_columns: ClassVar[tuple[str, ...]] = ("response_id",)
    response_id: Id
    person_id: Id
    object_id: Id
    kind: Annotated[str, _one_of("L1", "L3")]
    invited_at: Instant
    responded_at: NoInstant = None
    satisfaction: Annotated[int | None, Column("", "integer", least=1, most=5)] = None
    nps: Annotated[int | None, Column("", "integer", least=0, most=10)] = None
    applied: Annotated[str, _one_of("yes", "no", "intend", required=False)] = ""
    recorded_at: Recorded = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRecord(Record):
    """That the line of an entry was blanked, and what stands there now: the only key to the triggers."""

    entry_kind: ClassVar[str] = "erasures"
    key_columns: ClassVar[tuple[str, ...]] = ("entry_id",)
    entry_id: Annotated[int, Column("", "integer", required=True, least=1)]
    line: Annotated[str, Column("", "line", required=True)]
    rev: int = 1
    recorded_at: datetime | None = None


RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        record.entry_kind: record
        for record in (
            CentreRecord,
            CourseRecord,
            PersonRecord,
            EventRecord,
            TargetRecord,
            EnrolmentRecord,
            SessionRecord,
            AttemptRecord,
            AttendanceRecord,
            SurveyRecord,
            ErasureRecord,
        )
    }
)
"""Every kind of entry; a kind stands after the kinds that its rows point at."""


def _columns(record: type[Record]) -> tuple[Column, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(
        replace(extra, name=name)
        for name in record.__annotations__  # in the order of the file; hints start with the base's
        if get_origin(hints[name]) is Annotated
        for extra in get_args(hints[name])[1:]
        if isinstance(extra, Column)
    )


COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {kind: _columns(record) for kind, record in RECORDS.items()}
)
"""The columns of each kind's file, in the file's order."""


def _writers(
    columns: Sequence[Column],
) -> tuple[attrgetter[Any], tuple[Callable[[Any], str], ...], int | None]:
    names = [column.name for column in columns]
    recorded = names.index("recorded_at") if "recorded_at" in names else None
    return attrgetter(*names), tuple(cell_writer(column) for column in columns), recorded


# for each kind: all its values in one go, what writes each, and the place of `recorded_at`; millions of rows
# go through them
_WRITERS = {kind: _writers(columns) for kind, columns in COLUMNS.items()}


def header(kind: str) -> str:
    """The first line of a kind's file."""
    return ",".join(column.name for column in COLUMNS[kind])


def has_rev(kind: str) -> bool:
    """Whether the file of this kind shows every version, or only the one that holds."""
    return any(column.name == "rev" for column in COLUMNS[kind])


def has_recorded_at(kind: str) -> bool:
    """Whether the file of this kind says when each row was recorded."""
    return any(column.name == "recorded_at" for column in COLUMNS[kind])


def join_cells(cells: Sequence[str]) -> str:
    """One line of RFC 4180 CSV without its end; quotes stand only where they must."""
    line = ",".join(cells)
    if '"' not in line and line.count(",") == len(cells) - 1:
        return line
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if '"' in cell or "," in cell else cell for cell in cells
    )


def split_line(line: str) -> list[str]:
    """The cells of one line. Raises RecordError for text that is no line of CSV."""
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise RecordError("row", "bad-csv", f"is not one line of CSV: {error}") from error
