"""What learners, markers and course teams write, all of it hostile: works, remarks, cohorts, messages, cases."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.catalogue.models import Course
from learnhub.coursefile.document import Assignment
from learnhub.coursefile.resources import FACTS
from learnhub.learning.models import Cohort, CourseMessage, CourseMessageReader, Enrolment, LessonWord
from learnhub.learning.models.work import Work, WorkAppeal, WorkMark
from learnhub.resources.service import ask_item, confirm_item, open_item, save_item
from tests.browser.hostile import lines, plain
from tests.browser.hostile_site import AT, CENTRE

MOST_COHORTS = 40


def write_works(session: Session, some: list[str], course_id: int, task: Assignment, me: int) -> list[str]:
    """A work that waits and one that was returned and is appealed against, of two learners, and a returned one of this
    reader's own; gives the addresses of the first two."""
    version = session.scalars(select(Course.version_id).where(Course.id == course_id)).one()
    text = plain("\n".join(some))
    people = session.scalars(
        select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.person_id != me).limit(2)
    ).all()
    own = session.scalars(
        select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.person_id == me)
    ).one()
    keys = []
    for number, (who, state) in enumerate([(people[0], "handed_in"), (people[1], "revise"), (own, "revise")]):
        work = Work(
            key=f"wx{course_id:06}{number:06}", enrolment_id=who.id, person_id=who.person_id, course_id=course_id,
            version_id=version, assignment=task.id, number=1, text=text, file_name=plain(some[number])[:120],
            state=state, started_at=AT, saved_at=AT, handed_in_at=AT,
        )  # fmt: skip
        session.add(work)
        session.flush()
        keys.append(work.key)
        if state == "revise":
            _mark(session, work, task, some, marker=people[0].person_id)
    return keys[:2]


def _mark(session: Session, work: Work, task: Assignment, some: list[str], *, marker: int) -> None:
    said = lines(some, 900, "\n")
    remarks = {each.id: plain(said[n % len(said)]) for n, each in enumerate(task.criteria)}
    session.add(
        WorkMark(
            work_id=work.id, number=1, enrolment_id=work.enrolment_id, person_id=work.person_id, marker_id=marker,
            act="mark", points=json.dumps({each.id: 0 for each in task.criteria}), remarks=json.dumps(remarks),
            remark=plain("\n".join(some)), total=0, outcome="revise", at=AT,
        )
    )  # fmt: skip
    session.add(
        WorkAppeal(
            work_id=work.id, enrolment_id=work.enrolment_id, person_id=work.person_id,
            reason=plain("\n".join(reversed(some))), asked_at=AT,
        )
    )  # fmt: skip


def write_as_a_team(session: Session, some: list[str], course_id: int, me: int) -> None:
    """Cohorts with such names, messages, and what learners found unclear."""
    for each in some[:MOST_COHORTS]:
        session.add(
            Cohort(
                course_id=course_id, name=plain(each)[:80] or "x", starts_on=date(2026, 11, 1),
                ends_on=date(2027, 1, 31), created_at=AT,
            )
        )  # fmt: skip
    here = session.scalars(select(Enrolment).where(Enrolment.course_id == course_id)).all()
    for text in lines(some, 5_000, "\n"):
        said = plain(text)
        message = CourseMessage(
            course_id=course_id,
            sender_id=me,
            texts=json.dumps({"en": [said[:150], said]}),
            asked_at=AT,
            ended_at=AT,
        )
        session.add(message)
        session.flush()
        session.add_all(
            CourseMessageReader(message_id=message.id, enrolment_id=each.id, person_id=each.person_id)
            for each in here
        )
    version = session.scalars(select(Course.version_id).where(Course.id == course_id)).one()
    people = [each.person_id for each in here]
    for n, person in enumerate(people):
        session.add(
            LessonWord(
                person_id=person, version_id=version, step="staff-gauge", clear=False,
                unclear=plain("\n".join(some[n :: len(people)]))[:1_000], at=AT,
            )
        )  # fmt: skip


def share_hostile_texts(session: Session, some: list[str], number: int, me: int, other: int) -> list[str]:
    """A case, a site and a term with such words, published; gives their public addresses behind the language."""
    found = []
    said = iter(lines(some, 900) * 9)
    for kind, folder in (("case", "cases"), ("site", "sites"), ("term", "terms")):
        code, title = f"hostile-{number}", plain(some[number])[:150]
        item = open_item(
            session, kind=kind, code=code, centre_id=CENTRE, language="en", title=title, actor=me, now=AT
        )
        facts = {key: next(said) for key in FACTS[kind]} | {"source": plain(some[-1]), "licence": "CC-BY-4.0"}
        item = save_item(
            session, item_id=item.id, title=title, facts=facts, base_rev=item.rev, actor=me, now=AT
        )
        ask_item(session, item_id=item.id, base_rev=item.rev, of=None, actor=me, now=AT)
        confirm_item(session, item_id=item.id, base_rev=item.rev, actor=other, now=AT)
        found.append(f"{folder}/{code}")
    return found
