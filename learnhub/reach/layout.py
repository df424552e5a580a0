"""The kinds of training records: the columns of their lines, and the type of each column in the mirror.

A ledger body is one line of these columns, in this order. The mirror adds `entry_id`, and `rev` and
`recorded_at` where the line has none of its own.
"""

from __future__ import annotations

from enum import StrEnum


class Kept(StrEnum):
    """How the mirror keeps a column. Text stays as written: `NA` is Namibia, an empty field is missing."""

    TEXT = "VARCHAR"
    WHOLE = "INTEGER"
    NUMBER = "DECIMAL(18,6)"
    DAY = "DATE"
    INSTANT = "TIMESTAMP"
    FLAG = "BOOLEAN"


_TYPES = {
    "rev": Kept.WHOLE,
    "birth_year": Kept.WHOLE,
    "progress_pct": Kept.WHOLE,
    "pass_mark_pct": Kept.WHOLE,
    "headcount_f": Kept.WHOLE,
    "headcount_m": Kept.WHOLE,
    "headcount_x": Kept.WHOLE,
    "headcount_u": Kept.WHOLE,
    "satisfaction": Kept.WHOLE,
    "nps": Kept.WHOLE,
    "nominal_hours": Kept.NUMBER,
    "weight": Kept.NUMBER,
    "scheduled_hours": Kept.NUMBER,
    "hours": Kept.NUMBER,
    "valid_from": Kept.DAY,
    "joined_on": Kept.DAY,
    "start_date": Kept.DAY,
    "end_date": Kept.DAY,
    "date": Kept.DAY,
    "void": Kept.FLAG,
}

_LINES = {
    "persons": "person_id,rev,recorded_at,valid_from,account_type,status,gender,birth_year,residence,"
    "nationality,merged_into",
    "centres": "centre_id,name,host_country,timezone,joined_on",
    "courses": "course_id,centre_id,title,theme,language,nominal_hours,published_at,status,pass_mark_pct",
    "target_map": "object_type,object_id,framework,target,weight",
    "enrolments": "record_id,enrolment_id,rev,recorded_at,person_id,course_id,role,enrolled_at,progress_pct,"
    "completed_at,certificate_at,certificate_revoked_at,withdrawn_at,void",
    "sessions": "session_id,enrolment_id,started_at,ended_at,recorded_at",
    "quiz_attempts": "attempt_id,enrolment_id,quiz_kind,submitted_at,item_marks,recorded_at,void",
    "events": "event_id,centre_id,co_centres,title,theme,kind,mode,status,country,start_date,end_date,"
    "scheduled_hours,headcount_f,headcount_m,headcount_x,headcount_u,recorded_at",
    "attendance": "attendance_id,rev,recorded_at,event_id,person_id,date,mode,status,hours,void",
    "surveys": "response_id,person_id,object_id,kind,invited_at,responded_at,satisfaction,nps,applied,"
    "recorded_at",
}

COLUMNS: dict[str, tuple[str, ...]] = {kind: tuple(line.split(",")) for kind, line in _LINES.items()}
KINDS: tuple[str, ...] = tuple(COLUMNS)


def kept(column: str) -> Kept:
    """The type that a column of a line has in the mirror."""
    if column.endswith("_at"):
        return Kept.INSTANT
    return _TYPES.get(column, Kept.TEXT)


def is_timeless(kind: str) -> bool:
    """Whether the lines of a kind say nothing of when they were recorded."""
    return "recorded_at" not in COLUMNS[kind]
