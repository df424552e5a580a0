"""Works for assignments: every word is kept, each try is handed in once, and taken back while it has no marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.privacy import forget_files
from learnhub.catalogue.content import Version
from learnhub.coursefile.document import Assignment
from learnhub.coursefile.words import count_words
from learnhub.kernel.errors import N_, Conflict, HandedIn, NotFound, Unacceptable
from learnhub.kernel.ids import opaque_id
from learnhub.kernel.letters import plain_lines
from learnhub.learning.domain import deadline_day
from learnhub.learning.models.work import Work
from learnhub.learning.queries import find_enrolment
from learnhub.learning.queries.work import find_appeal, is_marked, works_of
from learnhub.learning.service.enrolling import LEFT, lock_learner

MOST_TEXT = 100_000  # characters
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

ELSEWHERE = N_("This text was changed on another page or device meanwhile. Look at both before you go on.")
HANDED_IN = N_("This work was handed in already, perhaps on another device.")
MARKED = N_("Somebody has begun to mark this work, so it can’t be taken back any more.")
PASSED = N_("You have passed this assignment already.")
REVISED = N_("The task was revised meanwhile. Read it again, then hand in; your work is kept.")
APPEALED = N_("Another look at your work was asked for. Wait for the answer before you begin anew.")
NOTHING = N_("There is nothing to hand in yet. Write your answer first.")
NO_FILE = N_("There is no file yet. Choose one, then hand in.")
NEITHER = N_("There is nothing to hand in yet. Write your answer, or choose a file.")
TOO_LONG = N_("Your text has more words than this assignment allows. Shorten it, then hand in.")
TOO_MUCH = N_("This text is too long to be kept: at most 100,000 characters. Hand it in as a file instead.")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the folder of the instance already."""

    key: str
    name: str
    kind: str
    size: int
    sha256: str


NO_MORE_FILE = StoredFile("", "", "", 0, "")


@dataclass(frozen=True, slots=True)
class Written:
    """What a page sends: for which try, after which saving (`rev`) and by which open page (`writer`) it was written.

    `text` is None where only a file came; `file` is None to leave the file, `NO_MORE_FILE` to take it away.
    """

    number: int
    rev: int
    writer: str
    text: str | None
    file: StoredFile | None = None


def tidy_text(text: str) -> str:
    """A text as it is kept: lines end in one way, and there are no control characters in it."""
    return _CONTROLS.sub("", plain_lines(text))


def next_number(works: Any) -> int:
    """The try that a page would write: the draft under way, or the one after the last."""
    latest = works[0] if works else None
    if latest is None:
        return 1
    return int(latest.number) if latest.state == "draft" else int(latest.number) + 1


def _enrolled(session: Session, person_id: int, version: Version) -> Any:
    """The enrolment, while nobody else acts for this learner. Raises NotFound."""
    lock_learner(session, person_id)
    row = find_enrolment(session, person_id, version.course_id)
    if row is None or row.withdrawn_at is not None or row.erased_at is not None:
        raise NotFound(LEFT)
    return row


def open_work(
    session: Session, *, person_id: int, version: Version, assignment: Assignment, now: datetime
) -> Work:
    """The draft under way, or a new one that begins with what was returned.

    Raises NotFound for somebody who is not enrolled, HandedIn while a work waits for marks, and Conflict when the
    assignment is passed or an appeal is not answered yet.
    """
    row = _enrolled(session, person_id, version)
    works = works_of(session, row.id, assignment.id)
    latest = works[0] if works else None
    if latest is not None and latest.state == "draft":
        return latest
    _may_begin(session, latest, done=bool(row.done & version.step(assignment.id).mask))
    work = Work(
        key=opaque_id("w"), enrolment_id=row.id, person_id=person_id, course_id=version.course_id,
        version_id=version.id, assignment=assignment.id, number=next_number(works), rev=0, writer="",
        text=latest.text if latest else "", state="draft", started_at=now, saved_at=now, handed_in_at=None,
        **(_file_of(latest) if latest else {}),
    )  # fmt: skip
    session.add(work)
    session.flush()
    return work


def _answered(session: Session, work: Work) -> None:
    """Nothing new comes of an assignment while another look at a work is asked for. Raises Conflict."""
    appeal = find_appeal(session, work.id)
    if appeal is not None and appeal.answered_at is None:
        raise Conflict(APPEALED)


def _may_begin(session: Session, latest: Work | None, *, done: bool) -> None:
    if latest is None:
        return
    if latest.state == "handed_in":
        raise HandedIn(HANDED_IN)
    if latest.state == "passed" and done:  # a newer edition may have asked for it anew
        raise Conflict(PASSED)
    _answered(session, latest)


def _file_of(work: Work) -> dict[str, Any]:
    return {
        "file_key": work.file_key,
        "file_name": work.file_name,
        "file_type": work.file_type,
        "file_bytes": work.file_bytes,
        "file_sha256": work.file_sha256,
    }


def save_work(
    session: Session,
    *,
    person_id: int,
    version: Version,
    assignment: Assignment,
    written: Written,
    now: datetime,
) -> Work:
    """Keep what a page sends. A page that goes on writing is never in its own way; one that does not know what
    another has saved meanwhile is told so, and nothing of either is lost.

    Raises what `open_work` does, HandedIn for a try that is over, Conflict for a text that was changed elsewhere, and
    Unacceptable for one of more than `MOST_TEXT` characters.
    """
    text = None if written.text is None else tidy_text(written.text)
    if text is not None and len(text) > MOST_TEXT:
        raise Unacceptable(TOO_MUCH)
    work = open_work(session, person_id=person_id, version=version, assignment=assignment, now=now)
    if work.number != written.number:
        raise HandedIn(HANDED_IN)
    if text in {None, work.text} and written.file is None and work.rev and work.version_id == version.id:
        return work
    same_page = bool(work.writer) and work.writer == written.writer
    if text is not None and text != work.text:
        if work.rev != written.rev and not same_page:
            raise Conflict(ELSEWHERE)
        work.text = text
    if written.file is not None:
        _put_file(session, work, written.file, now)
    work.version_id, work.writer, work.saved_at = version.id, written.writer, now
    work.rev += 1
    session.flush()
    return work


def _put_file(session: Session, work: Work, file: StoredFile, now: datetime) -> None:
    if work.file_key:
        forget_files(session, [work.file_key], now)
    work.file_key, work.file_name, work.file_type = file.key, file.name, file.kind
    work.file_bytes, work.file_sha256 = file.size, file.sha256


def lacking(assignment: Assignment, work: Work) -> str | None:
    """What stands in the way of handing in, as a message; None for nothing."""
    has_text, has_file = bool(work.text.strip()), bool(work.file_key)
    if assignment.answer == "text" and not has_text:
        return NOTHING
    if assignment.answer == "file" and not has_file:
        return NO_FILE
    if not has_text and not has_file:
        return NEITHER
    if assignment.most_words is not None and count_words(work.text) > assignment.most_words:
        return TOO_LONG
    return None


def hand_in(
    session: Session,
    *,
    person_id: int,
    version: Version,
    assignment: Assignment,
    number: int,
    rev: int,
    now: datetime,
) -> Work:
    """Hand the draft in as it is stored; `rev` is the saving that the learner has looked at.

    Raises NotFound without a draft or enrolment, HandedIn for a try that is over, Conflict if it was changed or the
    task revised since she looked, and Unacceptable when something is lacking.
    """
    row = _enrolled(session, person_id, version)
    works = works_of(session, row.id, assignment.id)
    work = works[0] if works else None
    if work is None:
        raise NotFound
    if work.number != number or work.state != "draft":
        raise HandedIn(HANDED_IN)
    if work.rev != rev:
        raise Conflict(ELSEWHERE)
    if work.version_id != version.id:
        raise Conflict(REVISED)
    for earlier in works[1:]:
        _answered(session, earlier)
    if (problem := lacking(assignment, work)) is not None:
        raise Unacceptable(problem)
    work.state, work.handed_in_at = "handed_in", now
    work.due_on = deadline(row)
    work.late = work.due_on is not None and deadline_day(now) > work.due_on
    session.flush()
    return work


def deadline(row: Any) -> date | None:
    """The day by which an enrolment asks for everything: the learner's own, else that of her cohort."""
    due: date | None = row.due_on or row.ends_on
    return due


def withdraw_hand_in(session: Session, *, person_id: int, key: str, now: datetime) -> Work:
    """Take a work back to go on with it. Raises NotFound for any but her own, Conflict once there are marks."""
    lock_learner(session, person_id)
    work = session.scalar(select(Work).where(Work.key == key, Work.person_id == person_id))
    if work is None or work.state == "draft":
        raise NotFound
    if work.state != "handed_in" or is_marked(session, work.id):
        raise Conflict(MARKED)
    work.state, work.handed_in_at, work.due_on, work.late = "draft", None, None, False
    work.saved_at, work.writer = now, ""
    session.flush()
    return work


def files_in_use(session: Session, keys: list[str]) -> set[str]:
    """Which of these files a work still names."""
    return set(session.scalars(select(Work.file_key).where(Work.file_key.in_(keys))))
