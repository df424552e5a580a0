"""What a learner does at an assignment: write, send a file, hand in."""

from __future__ import annotations

import io

from learning_support import COURSE, Browser, plain_text
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from learnhub.db import reading
from learnhub.learning.models.work import Work

PLAN = f"{COURSE}/assignment/plan"
CONFIRM = f"{PLAN}/hand-in"
SAVE, HAND, DROP = ("do", "save"), ("do", "hand"), ("do", "drop")
PDF = b"%PDF-1.7\nA plan.\n%%EOF\n"


def write(browser: Browser, text: str, press: tuple[str, str] = SAVE, **more: str) -> TestResponse:
    """Open the page, type and press a button."""
    fields = {"text": [text], **{name: [value] for name, value in more.items()}}
    return browser.submit(browser.form(PLAN, PLAN), press, fields)


def write_with_file(browser: Browser, text: str, name: str, data: bytes) -> TestResponse:
    """Type, choose a file and press Save."""
    form = browser.form(PLAN, PLAN)
    plain = {key: values[0] for key, values in form.values.items()}
    plain.update(text=text, do="save")
    boundary, body = encode_multipart({**plain, "file": FileStorage(io.BytesIO(data), name)})
    return browser.client.post(PLAN, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def hand_in(browser: Browser, text: str) -> None:
    """Write and hand in, through both pages."""
    answer = write(browser, text, HAND)
    assert answer.status_code == 303, plain_text(answer.text)
    assert answer.location == CONFIRM
    assert browser.press(CONFIRM, "").status_code == 303


def works() -> list[Work]:
    """All works there are, the first ones first."""
    reading().rollback()
    session = reading()
    session.expire_all()
    return list(session.scalars(select(Work).order_by(Work.id)))
