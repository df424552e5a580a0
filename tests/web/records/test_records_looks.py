"""A preview shows exact figures, so whoever looks at one is on the list of looks."""

from __future__ import annotations

from flask import Flask

from learnhub.api.queries import list_looks
from learnhub.db import reading
from tests.web.records.test_records_pages import Make, Officer, keep, the_case


def test_a_look_at_what_a_merge_changes_is_noted(site: Flask, make: Make, officer: Officer) -> None:
    make(learns=True), make(learns=True)
    case = the_case(site)
    page = officer().get(f"/en/records/cases/{case}")
    with site.app_context():
        assert list_looks(reading())[1] == 0
    keep(page, 1)
    with site.app_context():
        ((look,), _total) = list_looks(reading())
    assert (look.way, look.subject) == ("page", "records.merge")
    assert look.question.startswith(f"/en/records/cases/{case}/merge?")
