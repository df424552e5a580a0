"""What a donor project trained for, by goal and target: whole counting, which overlaps, beside shares that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnhub.centres.domain import Reference
from learnhub.reach.asked import Period
from learnhub.reach.desk import Desk
from learnhub.reach.figures import TOTAL, Table
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_frameworks import FIRST, item_titles, numerically, titled
from learnhub.web.i18n import language

Tables = tuple[Table, Table]
"""Learners and enrolments by the same codes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A goal (`leads`: its targets follow), or a target; numbers are written. `tongue`: the language of its name."""

    label: str
    leads: bool
    tongue: str
    learners: str
    enrolments: str


@dataclass(frozen=True, slots=True)
class Served:
    """A framework with the goals and targets that the project served, and what they sum up to."""

    code: str
    title: str
    tongue: str
    lines: tuple[Line, ...]
    learners: str
    enrolments: str


def served(desk: Desk, period: Period, known: Reference) -> list[Served]:
    """Every framework that something of the project is mapped to, goals first and their targets below them."""
    goals, targets = _asked(desk, period, "goal"), _asked(desk, period, "code")
    codes = sorted(
        {code.partition(":")[0] for code in goals[0].axes[0] if not code.endswith(":none") and ":" in code},
        key=lambda code: (code != FIRST, code),
    )
    return [_framework(code, goals, targets, known) for code in codes]


def _asked(desk: Desk, period: Period, level: str) -> Tables:
    whole, parts = (desk.table(code, period, level) for code in ("F01", "F02"))
    if whole is None or parts is None:
        raise RuntimeError("the engine does not know F01 and F02")
    return whole, parts


def _framework(code: str, goals: Tables, targets: Tables, known: Reference) -> Served:
    titles = item_titles(known, code)
    lines: list[Line] = []
    for goal in _codes(goals, code):
        below = [each for each in _codes(targets, code) if each.startswith(f"{goal}.")]
        lines.append(_line(goal, goals, titles, leads=bool(below)))
        lines += [_line(each, targets, titles, leads=False) for each in below]
    found = known.frameworks.get(code)
    whole, parts = goals
    ours = language()
    return Served(
        code, found.label(ours) if found else code, found.tongue(ours) if found else "en", tuple(lines),
        words.decimal(whole.at(TOTAL).value, 0), words.decimal(parts.at(TOTAL).value, 1),
    )  # fmt: skip


def _codes(tables: Tables, framework: str) -> Sequence[str]:
    """The codes of a framework that somebody was reached by or enrolled for, in their order."""
    there = [code for code in tables[0].axes[0] if code.startswith(f"{framework}:")]
    return sorted((code for code in there if any(each.at(code).value for each in tables)), key=numerically)


def _line(code: str, tables: Tables, titles: Mapping[str, tuple[str, str]], *, leads: bool) -> Line:
    label, tongue = titled(code, titles, words.no_goal())
    whole, parts = (each.at(code).value for each in tables)
    return Line(label, leads, tongue, words.decimal(whole, 0), words.decimal(parts, 1))
