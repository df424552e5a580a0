"""Messages of a course team to learners that it chose: asked for once, then sent batch by batch, each person once."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, literal, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.centres.identity import grants_of
from learnhub.centres.snapshot import reference
from learnhub.jobs.service import enqueue
from learnhub.kernel.errors import N_, Gone, TooMany
from learnhub.learning.chosen import Chosen
from learnhub.learning.domain import deadline_day
from learnhub.learning.queries import ENROLMENT, PERSON
from learnhub.learning.queries.choosing import STAYED, condition
from learnhub.learning.queries.messages import MESSAGE, NEVER_SENT, READER, REFUSAL
from learnhub.web.numbers import whole_number

JOB = "course_message"
BATCH = 200
MOST_A_DAY = 10
TWICE = timedelta(hours=1)  # the same words so soon once more come of a second press, or of the way back
MOST_LISTED = 100
Texts = Mapping[str, tuple[str, str]]  # language -> subject and text


@dataclass(frozen=True, slots=True)
class Link:
    """What the links that end messages are made of: the address of the installation, and its secret."""

    public_url: str
    secret: str

    def seal(self, course_id: int, person_id: int) -> str:
        """Names course and person so that nobody else can."""
        said = f"stop messages {course_id} {person_id}"
        proof = hmac.digest(self.secret.encode(), said.encode(), "sha256").hex()[:32]
        return f"{course_id}-{person_id}-{proof}"

    def open(self, seal: str) -> tuple[int, int]:
        """The inverse. Raises Gone for anything that was not sealed here."""
        course, person, *_proof = (*seal.split("-"), "")
        pair = whole_number(course) or 0, whole_number(person) or 0
        if not hmac.compare_digest(seal.encode(), self.seal(*pair).encode()):
            raise Gone(N_("This link does not end any messages. Copy it as a whole from the message."))
        return pair


def _takes_messages(course_id: int) -> ColumnElement[bool]:
    refused = exists().where(REFUSAL.c.person_id == ENROLMENT.c.person_id, REFUSAL.c.course_id == course_id)
    return and_(STAYED, PERSON.c.erased_at.is_(None), ~refused)


_BY_MAIL = and_(PERSON.c.email.is_not(None), PERSON.c.email_confirmed_at.is_not(None))


def _wanted(chosen: Chosen, version: Version, now: datetime) -> Select[Any]:
    which = condition(chosen, version.course_id, version.id, deadline_day(now))
    return (
        select(ENROLMENT.c.id, ENROLMENT.c.person_id, PERSON.c.email, PERSON.c.language)
        .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
        .where(which, _takes_messages(version.course_id))
    )


_ANOTHER = READER.alias("another")
_SEVERAL = exists().where(
    READER.c.message_id == MESSAGE.c.id,
    _ANOTHER.c.message_id == READER.c.message_id,
    _ANOTHER.c.enrolment_id > READER.c.enrolment_id,
)


def _read_by(enrolment_id: int) -> ColumnElement[bool]:
    return exists().where(READER.c.message_id == MESSAGE.c.id, READER.c.enrolment_id == enrolment_id)


def languages_of(session: Session, chosen: Chosen, version: Version, now: datetime) -> dict[str, int]:
    """In which languages the chosen learners who can be written to read, and how many in each."""
    people = _wanted(chosen, version, now).subquery()
    rows = session.execute(select(people.c.language, func.count()).group_by(people.c.language))
    return {row[0]: row[1] for row in rows}


def count_mailed(session: Session, chosen: Chosen, version: Version, now: datetime) -> int:
    """How many of them get it by mail; all find it among their messages."""
    people = _wanted(chosen, version, now).where(_BY_MAIL).subquery()
    return session.scalar(select(func.count()).select_from(people)) or 0


def ask(
    session: Session, *, version: Version, chosen: Chosen, texts: Texts, sender_id: int, now: datetime
) -> int:
    """Have a message sent to everybody chosen who was not sent the same a moment ago; gives its number. Raises TooMany
    above so many a day, to several learners or to this one."""
    # two presses at once come one after the other
    session.execute(select(Course.id).where(Course.id == version.course_id).with_for_update(key_share=True))
    words = json.dumps({code: list(pair) for code, pair in texts.items()}, ensure_ascii=False, sort_keys=True)
    same = select(MESSAGE.c.id).where(
        MESSAGE.c.course_id == version.course_id, MESSAGE.c.sender_id == sender_id, MESSAGE.c.texts == words,
        MESSAGE.c.asked_at > now - TWICE,
    )  # fmt: skip
    had = select(READER.c.enrolment_id).where(READER.c.message_id.in_(same))
    wanted = _wanted(chosen, version, now).where(ENROLMENT.c.id.not_in(had))
    sent = session.scalar(same.order_by(MESSAGE.c.id.desc()).limit(1))
    if sent is not None and session.execute(wanted.limit(1)).first() is None:
        return int(sent)
    alike = _read_by(chosen.learner) if chosen.learner else _SEVERAL
    today = select(func.count()).where(
        MESSAGE.c.course_id == version.course_id, MESSAGE.c.asked_at > now - timedelta(days=1), alike
    )
    if (session.scalar(today) or 0) >= MOST_A_DAY:
        raise TooMany(N_("This course has sent many messages today. Write again tomorrow."), 86_400)
    values = {
        "course_id": version.course_id,
        "sender_id": sender_id,
        "asked_at": now,
        "upto": 0,
        "sent": 0,
        "texts": words,
    }
    number = int(session.execute(insert(MESSAGE).values(**values).returning(MESSAGE.c.id)).scalar_one())
    people = wanted.subquery()
    readers = select(literal(number), people.c.id, people.c.person_id)
    session.execute(insert(READER).from_select(["message_id", "enrolment_id", "person_id"], readers))
    enqueue(session, name=JOB, payload={"message": number}, key=f"{JOB}:{number}", now=now)
    return number


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as one learner gets it, but for the words around it, which are in her language."""

    to: str
    person_id: int
    course_id: int
    language: str
    subject: str
    text: str
    sender: str
    centre: str
    course: str


def next_letters(session: Session, *, number: int, now: datetime) -> list[Letter]:
    """The next learners' letters, to be handed over in the same transaction; none when everybody has hers.

    A sender who has lost the right to write meanwhile sends no more.
    """
    message = session.execute(select(MESSAGE).where(MESSAGE.c.id == number).with_for_update()).first()
    if message is None or message.ended_at is not None:
        return []
    course = session.get(Course, message.course_id)
    version = load_version(session, course.version_id if course and course.version_id else 0)
    rows: Sequence[Any] = ()
    upto = message.upto
    if may_guide(session, message.sender_id, version, now):
        following = (
            select(ENROLMENT.c.id, ENROLMENT.c.person_id, PERSON.c.email, PERSON.c.language)
            .join(READER, READER.c.enrolment_id == ENROLMENT.c.id)
            .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
            .where(
                READER.c.message_id == number,
                ENROLMENT.c.id > upto,
                _takes_messages(version.course_id),
                _BY_MAIL,
            )
            .order_by(ENROLMENT.c.id)
            .limit(BATCH)
        )
        rows = session.execute(following).all()
    else:
        upto = upto or NEVER_SENT
    values = {
        "upto": rows[-1].id if rows else upto,
        "sent": message.sent + len(rows),
        "ended_at": None if rows else now,
    }
    session.execute(MESSAGE.update().where(MESSAGE.c.id == number).values(**values))
    return _letters(session, rows, message, version)


def _letters(session: Session, rows: Sequence[Any], message: Any, version: Version) -> list[Letter]:
    meta, texts = version.document.metadata, json.loads(message.texts)
    sender = session.scalar(select(PERSON.c.name).where(PERSON.c.id == message.sender_id)) or ""
    known = reference(session).centres.get(meta.centres[0])
    centre = known.name if known else meta.centres[0]
    own = texts.get(meta.language) or next(iter(texts.values()))
    return [
        Letter(
            to=row.email, person_id=row.person_id, course_id=version.course_id, language=row.language,
            subject=texts.get(row.language, own)[0], text=texts.get(row.language, own)[1], sender=sender,
            centre=centre, course=meta.title,
        )
        for row in rows
    ]  # fmt: skip


def may_guide(session: Session, person_id: int, version: Version, now: datetime) -> bool:
    """Whether somebody who is not here now may still act for the learners of this course."""
    identity = Identity(person_id, grants=grants_of(session, person_id, now))
    resource = reference(session).centre_resource(*version.document.metadata.centres)
    return permits(identity, Permission.GUIDE_LEARNERS, resource)


def refuse(session: Session, *, course_id: int, person_id: int, now: datetime) -> None:
    """No more messages of this course to this person; twice does no harm."""
    take_again(session, course_id=course_id, person_id=person_id)
    session.execute(insert(REFUSAL).values(course_id=course_id, person_id=person_id, at=now))


def take_again(session: Session, *, course_id: int, person_id: int) -> None:
    """She changed her mind."""
    session.execute(delete(REFUSAL).where(REFUSAL.c.course_id == course_id, REFUSAL.c.person_id == person_id))


def messages_of(session: Session, course_id: int) -> Sequence[Any]:
    """What the team wrote, the latest first, and how far it has come."""
    return session.execute(
        select(MESSAGE.c.id, MESSAGE.c.texts, MESSAGE.c.asked_at, MESSAGE.c.sent, MESSAGE.c.ended_at, PERSON.c.name)
        .join(PERSON, PERSON.c.id == MESSAGE.c.sender_id)
        .where(MESSAGE.c.course_id == course_id)
        .order_by(MESSAGE.c.id.desc())
        .limit(MOST_LISTED)
    ).all()  # fmt: skip
