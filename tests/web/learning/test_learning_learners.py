"""The learners of a course for its team: filter, file, cohorts, and what is decided about one of them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from learning_support import COURSE, FINAL, RIGHT, Browser, WithRole, hand_in, plain_text
from sqlalchemy import select, update

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.learning.chosen import Chosen, chosen_from_json
from learnhub.learning.models import Cohort, Enrolment, LearnerChange
from learnhub.learning.service.enrolling import enrol
from learnhub.ledger.models import LedgerEntry
from learnhub.ledger.records import EnrolmentRecord
from learnhub.web.csvfile import MARK

LEARNERS, COHORTS, CSV = f"{COURSE}/learners", f"{COURSE}/cohorts", f"{COURSE}/learners.csv"
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def crowd(example: Flask) -> dict[str, int]:
    """Three learners: one who has only enrolled, one who has begun, one who left; name -> enrolment."""
    course = reading().scalars(select(Course)).one()
    ids = {}
    for name in ("Abena", "Baraka", "Chloé"):
        with transaction() as session:
            person = register(session, account=NewAccount(name=name, password_hash="!"), now=EARLY).id
            enrol(session, person_id=person, course_id=course.id, all_steps=0, now=EARLY)
            ids[name] = session.scalars(select(Enrolment.id).where(Enrolment.person_id == person)).one()
    with transaction() as session:
        session.execute(update(Person).where(Person.name == "Baraka").values(residence="KI"))
        session.execute(
            update(Enrolment).where(Enrolment.id == ids["Baraka"]).values(done=2, last_step="staff-gauge")
        )
        session.execute(update(Enrolment).where(Enrolment.id == ids["Chloé"]).values(withdrawn_at=EARLY))
    return ids


def names(browser: Browser, query: str = "") -> list[str]:
    """Whom the file names."""
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{CSV}{query}").text.removeprefix(MARK))))
    return sorted(row["name"] for row in rows if not row["name"].startswith("#"))


def changes() -> list[LearnerChange]:
    session = reading()
    session.expire_all()
    return list(session.scalars(select(LearnerChange).order_by(LearnerChange.id)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Abena", "Baraka"]),
        ("?state=new", ["Abena"]),
        ("?state=running", ["Abena", "Baraka"]),
        ("?state=left", ["Chloé"]),
        ("?state=completed", []),
        ("?at=staff-gauge", ["Baraka"]),
        ("?quiet_since=2026-01-05", []),
        ("?quiet_since=2026-01-06", ["Abena", "Baraka"]),
        ("?state=nonsense&country=KE&cohort=x&at=../&quiet_since=soon", ["Abena", "Baraka"]),
    ],
)
def test_a_filter_leaves_whom_it_says(
    crowd: dict[str, int], facilitator: Browser, query: str, expected: list[str]
) -> None:
    assert names(facilitator, query) == expected
    page = plain_text(facilitator.text(f"{LEARNERS}{query}"))
    assert [name for name in crowd if name in page] == expected


@pytest.mark.usefixtures("crowd")
def test_no_country_stands_beside_a_name(facilitator: Browser) -> None:
    """Learners are told that nobody in the team of a course sees it."""
    page = plain_text(facilitator.text(f"{LEARNERS}?country=KI"))
    for seen in (page, facilitator.get(f"{CSV}?country=KI").text):
        assert "Abena" in seen, "nobody can be chosen by country"
        assert not re.search(r"country|\bKI\b|Kiribati", seen, re.IGNORECASE)


def test_what_was_kept_for_a_country_reaches_nobody() -> None:
    assert chosen_from_json('{"country":"KI","learner":0}').learner == -1
    assert chosen_from_json('{"country":"","state":"late"}') == Chosen(state="late")


def test_a_lost_learner_number_stands_beside_the_name(crowd: dict[str, int], facilitator: Browser) -> None:
    number = reading().scalar(select(Person.learner_number).where(Person.name == "Abena"))
    assert number
    assert f"Signs in with {number}" in plain_text(facilitator.text(f"{LEARNERS}/{crowd['Abena']}"))


def test_the_file_counts_its_lines_and_starts_no_formula(crowd: dict[str, int], facilitator: Browser) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.name == "Abena").values(name="=SUM(A1)"))
    answer = facilitator.get(CSV)
    assert answer.mimetype == "text/csv"
    assert answer.text.splitlines()[-1] == "# complete: 2 learners"
    assert "\n=SUM" not in answer.text


def test_learners_of_a_cohort_have_its_deadline(
    crowd: dict[str, int], facilitator: Browser, enrolled: Browser
) -> None:
    done = facilitator.press(COHORTS, "/cohorts", name="Spring", starts_on="2026-01-01", ends_on="2026-02-01")
    assert done.location == COHORTS
    again = facilitator.press(
        COHORTS, "/cohorts", name="Spring", starts_on="2026-03-01", ends_on="2026-04-01"
    )
    assert (again.status_code, "a cohort of this name already" in again.text) == (422, True)
    unread = facilitator.press(COHORTS, "/cohorts", name="May", starts_on="soon", ends_on="2026-05-01")
    assert "Write the day as year-month-day" in unread.text
    assert "Give the first day" not in unread.text, "one thing is wrong with it, not two"
    wrong = facilitator.press(COHORTS, "/cohorts", name="May", starts_on="2026-05-02", ends_on="2026-05-01")
    assert (wrong.status_code, "ends on the day it starts, or later" in wrong.text) == (422, True)
    cohort = reading().scalars(select(Cohort)).one()
    put = f"{LEARNERS}/cohort?state=running"
    facilitator.press(put, "", cohort=cohort.id)
    assert names(facilitator, f"?cohort={cohort.id}") == ["Abena", "Amina Diallo", "Baraka"]
    assert names(facilitator, "?state=late") == ["Abena", "Amina Diallo", "Baraka"]
    assert "Please finish by: 1 February 2026" in plain_text(enrolled.text(COURSE))
    assert "Please finish by: 1 February 2026" in plain_text(enrolled.text("/en/me"))
    facilitator.press(
        f"{COHORTS}/{cohort.id}", "", name="Spring", starts_on="2026-01-01", ends_on="2099-02-01"
    )
    assert names(facilitator, "?state=late") == []
    assert {(each.kind, each.subject) for each in changes()} == {("cohort", "Spring")}


def test_a_deadline_of_ones_own_goes_before_that_of_the_cohort(
    crowd: dict[str, int], facilitator: Browser
) -> None:
    facilitator.press(COHORTS, "/cohorts", name="Spring", starts_on="2026-01-01", ends_on="2026-02-01")
    cohort = reading().scalars(select(Cohort)).one()
    facilitator.press(f"{LEARNERS}/cohort?state=running", "", cohort=cohort.id)
    late = names(facilitator, "?state=late")
    page = f"{LEARNERS}/{crowd['Abena']}"
    refused = facilitator.press(page, "/due", **{"due-day": "2099-02-01"})
    assert (refused.status_code, "Write the reason" in refused.text) == (422, True)
    for day, words in (("tomorrow", "Write the day as"), ("2026-02-01", "This day is over")):
        wrong = facilitator.press(page, "/due", **{"due-day": day, "due-reason": "Ill in spring"})
        assert (wrong.status_code, words in wrong.text, f'value="{day}"' in wrong.text) == (422, True, True)
    facilitator.press(page, "/due", **{"due-day": "9999-12-31", "due-reason": "Let her take her time"})
    facilitator.press(page, "/due", **{"due-day": "2099-02-01", "due-reason": "Ill in spring"})
    assert names(facilitator, "?state=late") == [name for name in late if name != "Abena"]
    text = plain_text(facilitator.text(page))
    assert "Deadline 1 February 2099. By facilitator of icharm Ill in spring" in text
    facilitator.press(page, "/due", **{"due-day": "", "due-reason": "Well again"})
    assert names(facilitator, "?state=late") == late
    assert "Abena" in late


def test_one_more_try_is_given_where_tries_are_limited(
    enrolled: Browser, facilitator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolment = reading().scalars(select(Enrolment.id)).one()
    page = f"{LEARNERS}/{enrolment}"
    for _ in range(limit(enrolled)):
        hand_in(enrolled, {**RIGHT, "q.q1": ["1"]})
    assert "used all tries" in enrolled.text(FINAL)
    facilitator.press(page, "/try", **{"try-quiz": "final", "try-reason": "The line broke"})
    assert "One try left" in enrolled.text(FINAL)
    assert "8 of 8" in enrolled.text(hand_in(enrolled).location)
    assert "used all tries" in enrolled.text(FINAL)
    assert [(each.kind, each.subject, each.reason) for each in changes()] == [
        ("try", "final", "The line broke")
    ]


def limit(learner: Browser) -> int:
    """How many tries the final quiz has."""
    words = plain_text(learner.text(FINAL))
    return next(n for n in range(1, 9) if f"{n} tries left" in words)


def test_a_learner_is_told_by_mail_what_was_decided_about_her(
    crowd: dict[str, int], facilitator: Browser
) -> None:
    with transaction() as session:
        for name in ("Abena", "Chloé"):  # Chloé has left
            address = f"{name[0].lower()}@example.org"
            values = {"email": address, "email_confirmed_at": EARLY, "language": "fr"}
            session.execute(update(Person).where(Person.name == name).values(**values))
    for enrolment in crowd.values():
        page = f"{LEARNERS}/{enrolment}"
        facilitator.press(page, "/try", **{"try-quiz": "final", "try-reason": "The line broke"})
        facilitator.press(page, "/due", **{"due-day": "2099-02-01", "due-reason": "Ill"})
        facilitator.press(page, "/due", **{"due-day": "", "due-reason": "Well again"})
        facilitator.press(page, "/excuse", **{"excused-step": "staff-gauge", "excused-reason": "Known"})
    letters = list(reading().scalars(select(Job.payload).where(Job.name == "mail").order_by(Job.id)))
    assert {letter["to"] for letter in letters} == {"a@example.org"}
    first, deadline, excused = letters
    assert first["subject"].startswith("Une tentative de plus")
    assert "1er février 2099" in deadline["subject"]
    assert excused["text"].endswith(f"/fr{COURSE.removeprefix('/en')}")
    assert not any(why in letter["text"] for letter in letters for why in ("line", "Ill", "Known"))


def test_nothing_is_written_to_a_learner_whose_account_is_gone_meanwhile(
    crowd: dict[str, int], facilitator: Browser
) -> None:
    page = f"{LEARNERS}/{crowd['Abena']}"
    typed = {
        "/try": {"try-quiz": ["final"], "try-reason": ["The line broke"]},
        "/due": {"due-day": ["2099-02-01"], "due-reason": ["Ill"]},
        "/excuse": {"excused-step": ["staff-gauge"], "excused-reason": ["Known"]},
    }
    forms = {where: facilitator.form(page, where) for where in typed}
    with transaction() as session:
        hers = session.scalars(select(Person).where(Person.name == "Abena")).one()
        hers.email, hers.email_confirmed_at = "a@example.org", EARLY
        erase_person(session, person=hers, now=EARLY, actor="test")
    for where, form in forms.items():
        assert facilitator.submit(form, ("", ""), typed[where]).status_code == 303
    assert [change.kind for change in changes()] == ["try", "due", "excused"]
    assert reading().scalars(select(Job).where(Job.name == "mail")).all() == []


def test_who_is_excused_from_the_last_thing_asked_completes_the_course(
    enrolled: Browser, facilitator: Browser
) -> None:
    for lesson in ("staff-gauge", "return-periods"):
        enrolled.press(f"{COURSE}/{lesson}", "/done")
    enrolment = reading().scalars(select(Enrolment.id)).one()
    page = f"{LEARNERS}/{enrolment}"
    done = facilitator.press(
        page, "/excuse", **{"excused-step": "final", "excused-reason": "Examined by word of mouth"}
    )
    assert "the course is completed" in facilitator.text(done.location)
    session = reading()
    session.expire_all()
    row = session.scalars(select(Enrolment)).one()
    assert row.completed_at is not None
    last = session.scalars(
        select(LedgerEntry.body)
        .where(LedgerEntry.kind == EnrolmentRecord.entry_kind)
        .order_by(LedgerEntry.entry_id.desc())
    ).first()
    assert last is not None
    assert EnrolmentRecord.from_line(last).completed_at is not None
    again = facilitator.send(
        f"{page}/excuse",
        {
            "csrf_token": facilitator.form(page, "/due").values["csrf_token"],
            "excused-step": ["final"],
            "excused-reason": ["x"],
        },
    )
    assert again.status_code == 409


def test_an_excused_lesson_counts_as_done(enrolled: Browser, facilitator: Browser) -> None:
    enrolment = reading().scalars(select(Enrolment.id)).one()
    facilitator.press(
        f"{LEARNERS}/{enrolment}", "/excuse", **{"excused-step": "staff-gauge", "excused-reason": "Knows it"}
    )
    assert "1 of 5" in plain_text(enrolled.text("/en/me"))
    assert "not asked for" in facilitator.text(f"{LEARNERS}/{enrolment}")


def test_activity_is_the_end_of_the_last_session(enrolled: Browser, facilitator: Browser) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert names(facilitator, f"?quiet_since={tomorrow}") == ["Amina Diallo"]
    assert names(facilitator, f"?quiet_since={datetime.now(UTC).date().isoformat()}") == []


@pytest.mark.parametrize(
    ("role", "centre", "looks", "acts"),
    [
        (Role.FACILITATOR, "icharm", 200, 200),
        (Role.CENTRE_COORDINATOR, "icharm", 200, 200),
        (Role.ADMINISTRATOR, "", 200, 200),
        (Role.AUTHOR, "icharm", 403, 403),
        (Role.REVIEWER, "icharm", 403, 403),
        (Role.LEARNER, "icharm", 403, 403),
        (Role.NETWORK_COORDINATOR, "", 403, 403),
        (Role.FACILITATOR, "ihe-delft", 403, 403),
        (Role.CENTRE_COORDINATOR, "ihe-delft", 403, 403),
    ],
)
def test_another_centre_sees_and_does_nothing(
    crowd: dict[str, int], with_role: WithRole, role: Role, centre: str, looks: int, acts: int
) -> None:
    person = with_role(role, centre)
    one = f"{LEARNERS}/{crowd['Abena']}"
    assert {person.get(address).status_code for address in (LEARNERS, CSV, COHORTS, one)} == {looks}
    assert person.get(f"{LEARNERS}/cohort").status_code == acts
    token = person.form(f"{COURSE}", "/enrol").values["csrf_token"]
    for act in ("due", "try", "excuse"):
        answer = person.send(f"{one}/{act}", {"csrf_token": token})
        assert answer.status_code == (422 if acts == 200 else 403), (
            "nothing was written, or nothing is allowed"
        )
    assert changes() == []


def test_a_learner_of_another_course_is_not_found(crowd: dict[str, int], facilitator: Browser) -> None:
    assert facilitator.get(f"{LEARNERS}/{max(crowd.values()) + 1}").status_code == 404


def test_the_page_of_the_course_leads_its_team_to_the_learners(
    enrolled: Browser, visitor: Browser, facilitator: Browser, with_role: WithRole
) -> None:
    others = (enrolled, visitor, with_role(Role.FACILITATOR, "ihe-delft"), with_role(Role.AUTHOR, "icharm"))
    assert f'href="{LEARNERS}"' in facilitator.text(COURSE)
    assert [f'href="{LEARNERS}"' in each.text(COURSE) for each in others] == [False] * 4


def test_the_page_of_a_learner_leads_to_what_can_be_done_for_her_alone(
    crowd: dict[str, int], facilitator: Browser
) -> None:
    page = facilitator.text(f"{LEARNERS}/{crowd['Abena']}")
    for rest in ("message", "cohort"):
        address = f"{LEARNERS}/{rest}?learner={crowd['Abena']}"
        assert f'href="{address}"' in page
        assert "One learner" not in plain_text(facilitator.text(address))
        assert "Abena" in plain_text(facilitator.text(address))
    left = facilitator.text(f"{LEARNERS}/{crowd['Chloé']}")
    assert "Left the course" in plain_text(left)
    assert "?learner=" not in left
