"""The page of a course says what it serves, or who made it, and is no longer in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import update

from learnhub.catalogue.shelf import shelf_changed
from learnhub.centres.models import Centre, ReferenceLoad, Theme
from learnhub.coursefile.document import FrameworkLink
from learnhub.db import transaction
from tests.web.client import PageClient


def test_an_item_of_a_framework_that_has_ended_is_named_with_its_time(
    visitor: PageClient, published: Callable[..., None]
) -> None:
    published(
        "islands", frameworks=(FrameworkLink("SAMOA", "SAMOA-03", "1"), FrameworkLink("SDG", "13.1", "1"))
    )
    page = visitor.get("/en/courses/islands")
    islands, climate = (
        each.text for each in page.main.all("li") if each.text.startswith(("SAMOA", "SDG 13"))
    )
    assert islands.endswith(" (ended; its time was from 4 September 2014 to 30 May 2024)")
    assert "ended" not in climate


class In2031(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2031, 1, 1, tzinfo=tz)


def test_visitors_are_told_of_the_end_on_the_day_after_it(
    visitor: PageClient, published: Callable[..., None], site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    published("steps", frameworks=(FrameworkLink("SDG", "13.1", "1"),))
    assert "ended;" not in visitor.get("/en/courses/steps").main.text
    monkeypatch.setattr("learnhub.kernel.clock.datetime", In2031)
    site.extensions["learnhub.edge"].pages.look_again()
    assert "to 31 December 2030" in visitor.get("/en/courses/steps").main.text


def test_a_centre_that_is_no_longer_on_the_list_says_so(visitor: PageClient, site: Flask) -> None:
    assert "on the list of centres until" not in visitor.get("/en/courses/reading-the-river").main.text
    with site.app_context(), transaction() as session:
        session.execute(update(Centre).where(Centre.id == "icharm").values(closed_on=date(2026, 5, 5)))
        session.execute(update(ReferenceLoad).values(version=ReferenceLoad.version + 1))
        shelf_changed(session)
    site.extensions["learnhub.edge"].pages.look_again()
    assert (
        "(on the list of centres until 5 May 2026)" in visitor.get("/en/courses/reading-the-river").main.text
    )


def test_a_theme_that_is_no_longer_on_the_list_is_not_offered_below_its_broader_one(
    visitor: PageClient, site: Flask
) -> None:
    assert "Hydrology" in visitor.get("/en/themes/WATER").links()
    with site.app_context(), transaction() as session:
        session.execute(update(Theme).where(Theme.code == "HYDROLOGY").values(closed_on=date(2026, 5, 5)))
        session.execute(update(ReferenceLoad).values(version=ReferenceLoad.version + 1))
        shelf_changed(session)
    site.extensions["learnhub.edge"].pages.look_again()
    assert "Hydrology" not in visitor.get("/en/themes/WATER").links()
