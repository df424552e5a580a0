"""The same button pressed twice, or two people with one idea: one gets it, the other is told, and nothing breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from studio_support import COURSE, NOW

from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.learning.models import Cohort
from learnhub.learning.service.deciding import add_cohort
from learnhub.resources.models import ResourceRow
from learnhub.resources.service import open_item
from learnhub.studio.models.drafts import DraftPart, DraftRow
from learnhub.studio.service.drafts import open_draft

AT_ONCE = 4
LESSON = "---\ntitle: One\n---\nText.\n"


def together(app: Flask, act: Callable[[Session], Any]) -> Counter[str]:
    """Do the same four times at the same moment; how often each thing became of it."""
    start = Barrier(AT_ONCE)

    def one(_number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    act(session)
            except (Conflict, Unacceptable) as refused:
                return refused.code
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def count(table: type[Any]) -> int:
    return reading().scalar(select(func.count()).select_from(table)) or 0


def test_a_draft_is_begun_once(example: Flask) -> None:
    def begin(session: Session) -> None:
        parts = {"course.yaml": COURSE, "lessons/one.md": LESSON}
        open_draft(
            session, code="new-course", title="A", language="en", centre_id="icharm", parts=parts, actor=None, now=NOW
        )  # fmt: skip

    assert together(example, begin) == {"done": 1, "conflict": AT_ONCE - 1}
    assert (count(DraftRow), count(DraftPart)) == (1, 2)


def test_a_case_is_begun_once(example: Flask) -> None:
    def begin(session: Session) -> None:
        open_item(
            session, kind="case", code="a-case", centre_id="icharm", language="en", title="A", actor=None, now=NOW
        )  # fmt: skip

    assert together(example, begin) == {"done": 1, "conflict": AT_ONCE - 1}
    assert count(ResourceRow) == 1


def test_a_cohort_is_added_once(example: Flask) -> None:
    course = reading().scalars(select(Course.id)).one()
    reading().rollback()
    day = date(2026, 11, 20)

    def add(session: Session) -> None:
        add_cohort(session, course_id=course, name="Spring", starts_on=day, ends_on=day, now=NOW)

    assert together(example, add) == {"done": 1, "unacceptable": AT_ONCE - 1}
    assert count(Cohort) == 1
