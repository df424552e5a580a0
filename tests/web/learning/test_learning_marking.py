"""Works that wait for marks: the queue, giving marks, a second look, an appeal, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import make_person
from flask import Flask
from learning_support import COURSE, Browser, forget_the_last_visitor, forms_of, hand_in, plain_text
from marking_support import GOOD, POOR, QUEUE, hand_in_work, publish_with_plan, version_in_force, work_of

from learnhub.access.identity import Role

Maker = Callable[[Role, str], Browser]
Signed = Callable[[int], Browser]


@pytest.fixture
def course(example: Flask, tmp_path: Path) -> Flask:
    publish_with_plan(example, tmp_path / "course")
    return example


@pytest.fixture
def marker(course: Flask, with_role: Maker) -> Browser:
    return with_role(Role.FACILITATOR, "icharm")


@pytest.fixture
def second(course: Flask, with_role: Maker) -> Browser:
    return with_role(Role.CENTRE_COORDINATOR, "icharm")


def give(marker: Browser, key: str, fields: dict[str, str], **more: str) -> str:
    """Fill the form of a work and send it; gives where that leads."""
    form = marker.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    answer = marker.submit(form, ("", ""), {name: [value] for name, value in {**fields, **more}.items()})
    assert answer.status_code == 303, plain_text(answer.text)
    return answer.location


def test_an_empty_queue_says_what_will_appear(marker: Browser) -> None:
    text = plain_text(marker.text(QUEUE))
    assert "Nothing waits for marks." in text
    assert "their work appears here" in text


def test_marks_decide_and_lead_to_the_next_work(marker: Browser, course: Flask) -> None:
    first, next_ = hand_in_work(make_person("Amina")), hand_in_work(make_person("Kofi"))
    page = plain_text(marker.text(QUEUE))
    assert page.index("Amina") < page.index("Kofi")
    assert give(marker, first, GOOD) == f"{QUEUE}/{next_}"
    assert "Marks given: 8 of 10." in marker.text(f"{QUEUE}/{next_}")
    assert work_of(first).state == "passed"
    assert give(marker, next_, POOR) == QUEUE
    assert work_of(next_).state == "revise"
