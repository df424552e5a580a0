"""Rules about people, as functions of values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.accounts.domain import (
    ThrottleRule,
    birth_year_problem,
    fold_login,
    may_try,
    password_problem,
    throttle_key,
    token_hash,
)
from learnhub.accounts.passwords import _NOBODY, check_password, hash_password, needs_rehash
from learnhub.accounts.words import device_name, minutes

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
RULE = ThrottleRule(3, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("three calm rivers", None),
        ("三条平静的大河流过山谷", None),
        ("123456789", "short"),
        ("x" * 201, "long"),
        ("abababababab", "common"),
        ("PASSWORD123", "common"),
        ("ada@example.org", "personal"),
        ("ADA OKAFOR!", "personal"),
    ],
)
def test_passwords(password: str, problem: str | None) -> None:
    assert password_problem(password, login="ada@example.org", name="Ada Okafor!") == problem


@given(st.text(max_size=60))
def test_folding_a_name_twice_changes_nothing(text: str) -> None:
    assert fold_login(fold_login(text)) == fold_login(text)


def test_names_are_compared_without_case_and_width() -> None:
    assert fold_login("  ＡＤＡ@Example.ORG ") == "ada@example.org"


def test_tries_are_free_until_the_rule_is_reached_and_after_its_window() -> None:
    until = NOW + timedelta(minutes=5)
    assert may_try(0, None, RULE, NOW) == 0
    assert may_try(2, until, RULE, NOW) == 0
    assert may_try(3, until, RULE, NOW) == 300
    assert may_try(99, NOW, RULE, NOW) == 0
    assert may_try(3, NOW + timedelta(milliseconds=1), RULE, NOW) == 1, "never told to wait for nothing"


@given(st.integers(0, 100), st.integers(-2000, 2000))
def test_the_wait_is_within_the_window(tries: int, seconds: int) -> None:
    until = NOW + timedelta(seconds=seconds)
    wait = may_try(tries, until, RULE, NOW)
    assert wait == 0 or (tries >= RULE.tries and wait == seconds > 0)


@pytest.mark.parametrize(
    ("year", "wrong"), [(1905, True), (1906, False), (2021, False), (2022, True), (20, True)]
)
def test_years_of_birth(year: int, wrong: bool) -> None:
    assert birth_year_problem(year, date(2026, 11, 20)) is wrong


def test_keys_and_tokens_are_kept_as_hashes_that_differ() -> None:
    keys = {throttle_key("account", "ada"), throttle_key("address", "ada"), token_hash("ada")}
    assert len(keys) == 3
    assert all(len(key) == 64 for key in keys)


def test_a_password_fits_its_hash_alone() -> None:
    stored = hash_password("three calm rivers")
    assert check_password(stored, "three calm rivers")
    assert not check_password(stored, "three calm river")
    assert not check_password(None, "three calm rivers")
    assert not check_password("no hash at all", "three calm rivers")
    assert not needs_rehash(stored)
    assert stored != hash_password("three calm rivers")


@pytest.mark.parametrize(("seconds", "whole"), [(1, 1), (60, 1), (61, 2), (900, 15), (0, 1)])
def test_minutes_to_wait(seconds: int, whole: int) -> None:
    assert minutes(seconds) == whole


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/120.0 Safari/537.36", "Chrome, Chromebook"),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/9) Presto", "Opera"),
        ("curl/8.0", ""),
    ],
)
def test_devices_by_the_name_that_people_use(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_the_hash_that_stands_for_nobody_takes_as_long_as_any_and_opens_nothing() -> None:
    mine = hash_password("three calm rivers")
    assert _NOBODY.split("$")[:4] == mine.split("$")[:4]
    assert [len(part) for part in _NOBODY.split("$")] == [len(part) for part in mine.split("$")]
    assert not needs_rehash(_NOBODY)
    assert not check_password(None, "\x00 nobody \x00")
    assert not check_password(None, "")
