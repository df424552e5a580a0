"""A program gets no live figure from a ledger that was tampered with, and is told which row it is."""

from __future__ import annotations

import json

from flask import Flask

from learnhub.access.identity import NETWORK, Role
from tests.web.api.conftest import Give
from tests.web.reach.test_reach_chain_page import broken

__all__ = ["broken"]


def test_a_broken_chain_is_a_problem_that_names_the_row(broken: Flask, give: Give) -> None:
    program = give(Role.ADMINISTRATOR, NETWORK)
    answer = program.ask("/reach/data?indicator=R04&period=2024&as_of=2025-06-30", 503)
    document = json.loads(answer.data)
    assert document["code"] == "ledger"
    assert "no figure is published from it" in document["detail"]
    assert any("P001" in row for row in document["errors"])
    assert "rows" not in document


def test_what_needs_no_ledger_is_still_answered(broken: Flask, give: Give) -> None:
    found = give(Role.ADMINISTRATOR, NETWORK).read("/reach/indicators")["indicators"]
    assert any(each["code"] == "R04" for each in found)
