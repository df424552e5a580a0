"""The desk: steady as-of, answers kept while they hold and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, current_app

from learnhub.db import reading, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.records import PersonRecord
from learnhub.ledger.service import record, seal
from learnhub.reach.asked import Period
from learnhub.reach.desk import Desk, open_desk
from learnhub.reach.steady import steady_as_of
from tests.web.reach.conftest import IMPORTED_AT

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 10, 40, tzinfo=UTC)


@pytest.fixture
def context(golden: Flask) -> Iterator[None]:
    with golden.app_context():
        yield


def desk(as_of: datetime = AS_OF, centres: frozenset[str] | None = None, **filters: str) -> Desk:
    return open_desk(
        reading(), current_app.config["SETTINGS"], as_of=as_of, centres=centres, filters=filters, now=NOW
    )


def reached(there: Desk) -> int:
    value = there.number("R04", YEAR)
    assert value is not None
    return int(value.numerator)


@pytest.mark.usefixtures("context")
def test_an_answer_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk(region="AFR")
    assert reached(first) == 19
    asked: list[str] = []
    answer = Desk._answer

    def counted(self: Desk, query):  # type: ignore[no-untyped-def]
        asked.append(query.indicator)
        return answer(self, query)

    monkeypatch.setattr(Desk, "_answer", counted)
    assert reached(desk(region="AFR")) == 19
    assert asked == []
    assert reached(desk()) == 49
    assert reached(desk(centres=frozenset({"C01"}))) == 18
    assert len(asked) == 2


@pytest.mark.usefixtures("context")
def test_later_records_leave_an_earlier_moment_alone_and_change_the_present() -> None:
    before, present = desk(), desk(as_of=NOW)
    assert (reached(before), reached(present)) == (49, 49)
    stamp = before.stamp
    with transaction() as session:
        record(
            session,
            [
                PersonRecord(
                    person_id="PX", valid_from=date(2024, 1, 1), account_type="learner", status="confirmed"
                )
            ],
            now=IMPORTED_AT,
            actor="tests",
            reason="FIRST",
        )
    assert desk().stamp == stamp
    assert desk(as_of=NOW).stamp != present.stamp


@pytest.mark.usefixtures("context")
def test_several_themes_are_any_of_them() -> None:
    alone = {
        code: reached(desk(theme=code))
        for code in ("WATER", "DRR", "BASIC_SCI", "OPEN_SCI", "OCEAN", "BIODIV")
    }
    assert (alone["WATER"], alone["DRR"]) == (15, 11)
    assert reached(desk(theme="|".join(alone))) == 49
    two = reached(desk(theme="DRR|WATER"))
    assert 15 <= two <= 26
    for theme in ("NOTHING", "NOTHING|WATER"):
        with pytest.raises(Unacceptable, match="There is no theme 'NOTHING'"):
            desk(theme=theme).number("R04", YEAR)


@pytest.mark.usefixtures("context")
def test_what_cannot_be_asked_has_no_answer() -> None:
    there = desk(region="AFR")
    assert there.number("T01", YEAR) is None
    assert there.number("X99", YEAR) is None
    assert there.table("R04", YEAR, "region", "nonsense") is None


@pytest.mark.usefixtures("context")
def test_a_desk_for_less_stays_within_what_is_open() -> None:
    own = desk(centres=frozenset({"C01"}))
    assert own.confined(frozenset({"C01", "C02"})).centres == frozenset({"C01"})
    assert own.confined(frozenset({"C02"})).centres == frozenset()


@pytest.mark.usefixtures("context")
def test_the_as_of_is_the_hour_or_the_last_record() -> None:
    session = reading()
    late = IMPORTED_AT + timedelta(days=1, minutes=40)
    assert steady_as_of(session, late) == late.replace(minute=0)
    assert steady_as_of(session, late + timedelta(minutes=10)) == late.replace(minute=0)
    soon = IMPORTED_AT.replace(minute=0, second=0)
    assert steady_as_of(session, soon) <= soon


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("sealed", [False, True])
def test_an_import_hides_nothing_that_was_recorded_just_before(sealed: bool) -> None:
    earlier = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    person = PersonRecord(
        person_id="x", valid_from=YEAR.start, account_type="learner", status="confirmed", recorded_at=earlier
    )
    with transaction() as writer:
        record(writer, [person], now=earlier, actor="tests", reason="FIRST")
    with transaction() as writer:
        older = replace(person, person_id="y", recorded_at=AS_OF)
        record(writer, [older], now=NOW, actor="tests", reason="IMPORT")
        if sealed:
            seal(writer, now=NOW - timedelta(minutes=5))
    assert earlier < steady_as_of(reading(), NOW) <= NOW
    assert steady_as_of(reading(), NOW) == steady_as_of(reading(), NOW + timedelta(minutes=10))
