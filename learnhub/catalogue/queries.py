"""Reads of courses and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.catalogue.models import Course, CourseVersion, VersionFile
from learnhub.kernel.errors import N_, NotFound


def find_course(session: Session, code: str) -> Course | None:
    """The course at this address, retired or not."""
    return session.scalar(select(Course).where(Course.code == code))


def any_course(session: Session) -> bool:
    """Whether there is a course at all."""
    return session.scalar(select(Course.id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A published version as lists show it. `published_by` is an account, None for a command."""

    id: int
    number: int
    kind: str
    notes: str
    published_at: datetime
    published_by: int | None
    content_hash: str


def versions_of(session: Session, course_id: int) -> Sequence[VersionFacts]:
    """All versions of a course, the newest first, without their texts."""
    columns = (
        CourseVersion.id, CourseVersion.number, CourseVersion.kind, CourseVersion.notes, CourseVersion.published_at,
        CourseVersion.published_by, CourseVersion.content_hash,
    )  # fmt: skip
    rows = session.execute(
        select(*columns).where(CourseVersion.course_id == course_id).order_by(CourseVersion.number.desc())
    ).all()
    return [VersionFacts(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course, retired ones too: what citing and reading its versions needs."""

    id: int
    code: str
    version_id: int
    retired: bool


def course_facts(session: Session, code: str) -> CourseFacts:
    """The course at this address that was published at least once. Raises NotFound."""
    course = find_course(session, code)
    if course is None or course.version_id is None:
        raise NotFound(N_("There is no course at this address. Look for it in the catalogue."))
    return CourseFacts(course.id, course.code, course.version_id, course.status == "retired")


def version_id_of(session: Session, course_id: int, number: int) -> int:
    """The version of a course with this number. Raises NotFound."""
    found = session.scalar(
        select(CourseVersion.id).where(CourseVersion.course_id == course_id, CourseVersion.number == number)
    )
    if found is None:
        raise NotFound(N_("This course has no version with this number."))
    return found


def has_version(session: Session, code: str, number: int) -> bool:
    """Whether the course with this code was published under this number."""
    found = select(CourseVersion.id).join(Course, Course.id == CourseVersion.course_id)
    return session.scalar(found.where(Course.code == code, CourseVersion.number == number)) is not None


def decided_since(session: Session, code: str, content_hash: str) -> bool:
    """Whether people have decided about this course since it had this text: they have retired it, or published a later
    version in the studio."""
    in_force = session.execute(
        select(Course.id, Course.status, CourseVersion.published_by)
        .join(CourseVersion, CourseVersion.id == Course.version_id)
        .where(Course.code == code)
    ).first()
    if in_force is None or in_force.status == "retired":
        return in_force is not None
    had = select(CourseVersion.id).where(
        CourseVersion.course_id == in_force.id, CourseVersion.content_hash == content_hash
    )
    return in_force.published_by is not None and session.scalar(had.limit(1)) is not None


def retired_number(session: Session, code: str) -> int | None:
    """The last version of a course that is retired; None for any other address."""
    return session.scalar(
        select(CourseVersion.number)
        .join(Course, Course.version_id == CourseVersion.id)
        .where(Course.code == code, Course.status == "retired")
    )


def is_published(session: Session, digest: str) -> bool:
    """Whether a published version, old or new, has the file with this digest."""
    found = select(VersionFile.sha256).where(VersionFile.sha256 == digest).limit(1)
    return session.scalar(found) is not None
