"""Why a row was written. The code is part of the row's digest and of the published files."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """One code per cause of a row; revision tables of releases are grouped by it."""

    FIRST = "FIRST"  # the first version of its key
    PROGRESS = "PROGRESS"  # the learner went on: progress, completion, certificate
    CORRECT = "CORRECT"  # a wrong value was put right
    CONFIRM = "CONFIRM"  # the account was confirmed
    LATE = "LATE"  # arrived after the facts it tells: paper sheets, devices that were offline
    MERGE = "MERGE"  # two accounts are one person
    UNMERGE = "UNMERGE"  # they were not
    VOID = "VOID"  # the row should never have been; it drops out of every count from now on
    REVOKE = "REVOKE"  # a certificate was taken back
    WITHDRAW = "WITHDRAW"  # the learner left the course
    REVISE = "REVISE"  # a centre, course, event or mapping was changed
    IMPORT = "IMPORT"  # taken from a folder that does not say why
    ERASURE = "ERASURE"  # a person asked to be forgotten
