"""The outline as plain data: acts change one thing, and can be undone."""

from __future__ import annotations

import copy
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile import outline
from learnhub.coursefile.outline import PlannedStep

Data = dict[str, Any]
IDS = [f"s{n}" for n in range(9)]


@st.composite
def courses(draw: st.DrawFn) -> Data:
    """A course.yaml as plain data: some modules, with steps of both kinds."""
    ids = draw(st.permutations(IDS))
    cuts = sorted(draw(st.lists(st.integers(0, len(ids)), min_size=1, max_size=3)))
    edges = [0, *cuts, len(ids)]
    modules = [
        {
            "id": f"m{number}",
            "title": f"Module {number}",
            "steps": [{"quiz" if step in ("s0", "s1") else "lesson": step} for step in ids[begin:end]],
        }
        for number, (begin, end) in enumerate(pairwise(edges))
    ]
    return {
        "code": "c",
        "minutes": 1,
        "completion": {"lessons": "all", "quizzes": ["s0"]},
        "modules": modules,
    }


def ids(data: Data) -> list[str]:
    return [step.id for module in outline.planned(data) for step in module.steps]


@given(courses(), st.sampled_from(IDS), st.sampled_from([-1, 1]))
def test_a_step_moves_by_one_and_back(data: Data, step: str, by: int) -> None:
    before = copy.deepcopy(data)
    moved = outline.moved_step(data, step, by)
    assert data == before
    assert sorted(ids(moved)) == sorted(IDS)
    if moved != data:
        assert outline.moved_step(moved, step, -by) == data
    else:
        assert ids(data)[0 if by < 0 else -1] == step or data["modules"][0 if by < 0 else -1]["steps"] == []


@given(courses(), st.sampled_from(IDS), st.integers(0, 12), st.integers(0, 3))
def test_a_step_is_put_where_one_says(data: Data, step: str, place: int, module: int) -> None:
    target = data["modules"][min(module, len(data["modules"]) - 1)]["id"]
    placed = outline.placed_step(data, step, target, place)
    seat = outline.seat_of(placed, step)
    assert seat is not None
    assert seat.module == target
    steps = next(each for each in outline.planned(placed) if each.id == target).steps
    assert seat.place == min(place, len(steps) - 1)
    assert [each for each in ids(placed) if each != step] == [each for each in ids(data) if each != step]


@given(courses(), st.sampled_from(IDS))
def test_a_removed_step_goes_back_to_its_seat(data: Data, step: str) -> None:
    gone = outline.without_step(data, step)
    assert step not in ids(gone)
    assert step not in gone["completion"]["quizzes"]
    kind = "quiz" if step in ("s0", "s1") else "lesson"
    back = outline.put_back(gone, PlannedStep(step, kind), data)
    assert back == data


@given(courses(), st.integers(0, 3), st.integers(-4, 4))
def test_modules_move_and_keep_their_steps(data: Data, number: int, by: int) -> None:
    module = data["modules"][min(number, len(data["modules"]) - 1)]
    moved = outline.moved_module(data, module["id"], by)
    assert sorted(each["id"] for each in moved["modules"]) == sorted(each["id"] for each in data["modules"])
    assert module in moved["modules"]
    there = [each["id"] for each in data["modules"]].index(module["id"])
    place = [each["id"] for each in moved["modules"]].index(module["id"])
    assert place == min(max(there + by, 0), len(data["modules"]) - 1)


@given(courses(), st.integers(0, 3), st.randoms())
def test_a_removed_module_goes_back_whole_or_step_by_step(data: Data, number: int, chance: Random) -> None:
    module = data["modules"][min(number, len(data["modules"]) - 1)]
    gone, steps = outline.without_module(data, module["id"])
    assert [step.id for step in steps] == [next(iter(each.values())) for each in module["steps"]]
    assert outline.put_module_back(gone, data, module["id"]) == data
    assert outline.put_module_back(data, data, module["id"]) == data
    back = gone
    for step in chance.sample(steps, len(steps)):
        back = outline.put_back(back, step, data)
    assert back == (data if steps else gone)


def test_a_removed_module_finds_its_place_among_what_changed_meanwhile() -> None:
    data: Data = {
        "modules": [{"id": name, "title": name, "steps": [{"lesson": f"l-{name}"}]} for name in "abcd"]
    }
    gone, _steps = outline.without_module(data, "b")
    fewer, _steps = outline.without_module(gone, "a")
    moved = outline.with_step(outline.with_module(fewer, "New"), PlannedStep("l-b", "lesson"), "d")
    back = outline.put_module_back(moved, data, "b")
    assert [module.id for module in outline.planned(back)] == ["b", "c", "d", "new"]
    assert outline.planned(back)[0].steps == ()
    with pytest.raises(KeyError):
        outline.put_module_back(data, gone, "e")


def test_odd_entries_stay_and_are_not_shown() -> None:
    steps = [1, {"a": "b"}, {"lesson": 5}, {"quiz": "q"}]
    odd: Data = {"modules": ["x", {"id": 7, "steps": "none"}, {"id": "m", "title": "M", "steps": steps}]}
    found = [(each.place, each.id, [step.id for step in each.steps]) for each in outline.planned(odd)]
    assert found == [(1, "7", []), (2, "m", ["q"])]
    with_one = outline.with_step(odd, PlannedStep("new", "lesson"), "7")
    assert with_one["modules"][1]["steps"] == [{"lesson": "new"}]
    assert with_one["modules"][0] == "x"
    assert outline.planned({"modules": "none"}) == ()
    assert outline.seat_of(odd, "none") is None


def test_a_course_without_modules_gets_one() -> None:
    step = PlannedStep("levees", "lesson")
    assert ids(outline.put_back({}, step, None)) == ["levees"]
    assert ids(outline.put_back({}, step, {"modules": [{"id": "m", "steps": [1]}]})) == ["levees"]
    first = outline.with_module({}, "First steps")["modules"]
    assert first == [{"id": "first-steps", "title": "First steps", "steps": []}]
    two = outline.with_module(outline.with_module({}, "A"), "A")
    assert [each["id"] for each in two["modules"]] == ["a", "a-2"]
    assert outline.renamed_module(two, "a-2", "B")["modules"][1]["title"] == "B"
    with pytest.raises(KeyError):
        outline.renamed_module(two, "c", "C")


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [
        ("Levees & dikes", set(), "levees-dikes"),
        ("levees", {"levees"}, "levees-2"),
        ("levees", {"levees", "levees-2"}, "levees-3"),
        ("洪水", set(), "part"),
        ("quiz", set(), "quiz-2"),
        ("x" * 90, set(), "x" * 56),
    ],
)
def test_ids_are_free_and_can_be_addresses(wanted: str, taken: set[str], found: str) -> None:
    assert outline.free_id(wanted, taken) == found


def test_steps_and_paths_belong_together() -> None:
    for step in (PlannedStep("a", "lesson"), PlannedStep("b", "quiz")):
        assert outline.step_of_path(step.path) == step
    assert outline.step_of_path("assets/a.svg") is None


def test_minutes_are_written_only_where_they_differ() -> None:
    data: Data = {"minutes": 5}
    assert outline.with_minutes(data, 5) is data
    assert outline.with_minutes(data, 0) is data
    assert outline.with_minutes(data, 6) == {"minutes": 6}


def test_what_did_not_change_keeps_its_bytes() -> None:
    text = "code: c   # stays\nmodules:\n  - id: m\n    title: M\n    steps: []\ntitle: T\n"
    data = {"code": "c", "modules": [{"id": "m", "title": "M", "steps": [{"lesson": "x"}]}], "title": "T"}
    written = outline.write_course(data, text)
    assert written.startswith("code: c   # stays\n")
    assert "lesson: x" in written


@pytest.mark.parametrize(
    ("text", "changes", "made"),
    [
        (
            "---\ntitle: A  # x\nminutes: 5\n---\nText.\n",
            {"minutes": 6},
            "---\ntitle: A  # x\nminutes: 6\n---\nText.\n",
        ),
        ("Text.\n", {"title": "A"}, "---\ntitle: A\n---\nText.\n"),
        ("---\ntitle: [\n---\nText.\n", {"title": "A"}, "---\ntitle: A\n---\nText.\n"),
        ("---\ntitle: A\nminutes: 5\n---\n", {"minutes": None}, "---\ntitle: A\n---\n"),
    ],
)
def test_front_matter_changes_and_the_text_stays(text: str, changes: Data, made: str) -> None:
    assert outline.with_front(text, changes) == made
