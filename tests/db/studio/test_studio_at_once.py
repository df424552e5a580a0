"""The same button pressed twice, or two people with one idea: one gets it, the other is told, and nothing breaks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from studio_support import COURSE, NOW, draft, person

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.learning.models import Cohort
from learnhub.learning.service.deciding import add_cohort
from learnhub.resources.models import ResourceRow
from learnhub.resources.service import open_item
from learnhub.studio.library import Described, accept
from learnhub.studio.models.drafts import DraftPart, DraftPresence, DraftRow
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.service.drafts import open_draft
from learnhub.studio.service.media import add_media, use_media
from learnhub.studio.service.presence import be_here
from tests.at_once import AT_ONCE, together

LESSON = "---\ntitle: One\n---\nText.\n"


def count(table: type[Any]) -> int:
    return reading().scalar(select(func.count()).select_from(table)) or 0


def test_a_draft_is_begun_once(example: Flask) -> None:
    def begin(session: Session) -> None:
        parts = {"course.yaml": COURSE, "lessons/one.md": LESSON}
        open_draft(
            session, code="new-course", title="A", language="en", centre_id="icharm", parts=parts, actor=None, now=NOW
        )  # fmt: skip

    assert together(example, *[begin] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert (count(DraftRow), count(DraftPart)) == (1, 2)


def test_a_case_is_begun_once(example: Flask) -> None:
    def begin(session: Session) -> None:
        open_item(
            session, kind="case", code="a-case", centre_id="icharm", language="en", title="A", actor=None, now=NOW
        )  # fmt: skip

    assert together(example, *[begin] * AT_ONCE) == {"done": 1, "conflict": AT_ONCE - 1}
    assert count(ResourceRow) == 1


def test_a_cohort_is_added_once(example: Flask) -> None:
    course = reading().scalars(select(Course.id)).one()
    reading().rollback()
    day = date(2026, 11, 20)

    def add(session: Session) -> None:
        add_cohort(session, course_id=course, name="Spring", starts_on=day, ends_on=day, now=NOW)

    assert together(example, *[add] * AT_ONCE) == {"done": 1, "unacceptable": AT_ONCE - 1}
    assert count(Cohort) == 1


def test_two_windows_of_one_person_are_one_presence(example: Flask) -> None:
    made, who = draft(), person()

    def open_a_page(session: Session) -> None:
        be_here(session, draft_id=made.id, person_id=who, place="lessons/one.md", now=NOW)

    assert together(example, *[open_a_page] * AT_ONCE) == {"done": AT_ONCE}
    assert count(DraftPresence) == 1


def test_pictures_of_one_name_go_into_a_draft_at_once(example: Flask) -> None:
    made, store = draft(), FileStore(example.config["SETTINGS"].instance)
    about = Described("Gauge", "A gauge.", "Anna Lake", "CC-BY-4.0")
    with transaction() as session:
        items = [
            add_media(
                session, centre_id="icharm", file=accept("gauge.csv", f"day,{n}\n".encode()), about=about, store=store,
                actor=None, now=NOW,
            ).item
            for n in range(AT_ONCE)
        ]  # fmt: skip

    def use(session: Session) -> None:
        use_media(session, draft=made, item=items.pop(), store=store, actor=None, now=NOW)

    assert together(example, *[use] * AT_ONCE) == {"done": AT_ONCE}
    names = {path for path in parts_of(reading(), made.id) if path.startswith("assets/")}
    assert names == {"assets/gauge.csv", "assets/gauge-2.csv", "assets/gauge-3.csv", "assets/gauge-4.csv"}
