"""The relations between donor projects and all around them, as every reader knows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.disclosure.projects import sums_of_projects, things_of
from learnhub.reach.disclosure.revisions import same_figure
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import PROJECTS, TOTAL, Observation
from learnhub.reach.publication.parameters import Parameters, Status, View

YEAR: dict[str, Any] = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
TABLE: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("E01", 40, {}),
    ("E01", 30, {"centre": "C01"}),
    ("E01", 28, {"target": "wide"}),
    ("E01", 12, {"target": "narrow"}),
    ("E01", 12, {"course": "K01"}),
    ("E01", 16, {"course": "K02"}),
    ("R04", 33, {}),
    ("R04", 25, {"target": "wide"}),
    ("R04", 11, {"target": "narrow"}),
    ("T02", 9, {"event": "V1"}),
    ("T02", 9, {"target": "wide"}),
    ("T01", 3, {}),
    ("T01", 1, {"target": "wide"}),
)
NOTES = {"wide": "centre:C01 course:K01 course:K02 event:V1", "narrow": "course:K01", "empty": ""}


def observed(indicator: str, value: int, **codes: Any) -> Observation:
    """A count; a target is a project."""
    framework: dict[str, Any] = {"framework": PROJECTS} if "target" in codes else {}
    return Observation(
        indicator=indicator, name=indicator, unit="persons", value=value, **YEAR, **framework, **codes
    )


def publication(notes: dict[str, str]) -> Publication:
    """All that is out of these figures."""
    about = Parameters(
        release="P", status=Status.PROVISIONAL, scope="net", **YEAR, as_of=datetime(2025, 6, 30, tzinfo=UTC),
        view=View.INTERNAL, title="Reach", language="en", methodology="1", generator="tests",
    )  # fmt: skip
    return Publication(
        parameters=about,
        observations=tuple(observed(code, value, **codes) for code, value, codes in TABLE),
        definitions=definitions_of({code for code, _, _ in TABLE}),
        code_lists=tuple(Code("target", f"{PROJECTS}:{name}", name, note) for name, note in notes.items()),
    )


def relations(notes: dict[str, str]) -> set[tuple[str, tuple[str, ...], str, int]]:
    """(indicator, parts, whole, rest), each place by its code."""

    def place(key: tuple[str, ...]) -> str:
        return next((code for code in key[3:] if code not in {TOTAL, PROJECTS}), "all")

    return {
        (line.total[0], tuple(sorted(map(place, line.parts))), place(line.total), int(line.rest))
        for line in sums_of_projects(publication(notes))
    }


def test_a_project_is_within_the_network_its_centre_and_wider_projects() -> None:
    assert relations(NOTES) == {
        ("E01", ("wide",), "all", 12), ("E01", ("wide",), "C01", 2), ("E01", ("narrow",), "all", 28),
        ("E01", ("narrow",), "wide", 16), ("R04", ("wide",), "all", 8), ("R04", ("narrow",), "all", 22),
        ("R04", ("narrow",), "wide", 14),
        ("E01", ("K01", "K02"), "wide", 0), ("E01", ("K01",), "narrow", 0), ("T02", ("V1",), "wide", 0),
    }  # fmt: skip


def test_of_two_projects_with_the_same_things_one_is_within_the_other() -> None:
    same = {"wide": "course:K01", "narrow": "course:K01"}
    found = {(parts, whole) for _, parts, whole, _ in relations(same)}
    assert (("narrow",), "wide") in found
    assert (("wide",), "narrow") not in found


def test_without_projects_there_is_nothing_to_know() -> None:
    assert relations({}) == set()
    assert things_of(publication({"empty": ""})) == {"empty": []}


def test_a_course_of_a_project_is_the_networks() -> None:
    course = observed("E01", 12, course="K01").key
    assert same_figure(observed("E01", 12, course="K01", target="narrow").key) == course
    assert same_figure(observed("E01", 12, course="K01", centre="C01").key) == course
    goal = Observation(
        indicator="F02",
        name="F02",
        unit="enrolments",
        value=3,
        framework="SDG",
        target="13",
        course="K01",
        **YEAR,
    )
    assert same_figure(goal.key) == goal.key
    whole = observed("E01", 12, target="narrow").key
    assert same_figure(whole) == whole
