"""What a new course begins with."""

from __future__ import annotations

import pytest

from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import planned
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.starter import PLACEHOLDERS, About, Starter, starter_files

ABOUT = About("floods", "Floods", "fr", "icharm", "Kenji Mori", ("DRR", "WATER"), "ICHARM")


@pytest.mark.parametrize(
    ("kind", "minutes", "steps"),
    [(Starter.MODULE, 180, 13), (Starter.BRIEFING, 40, 3), (Starter.BLENDED, 490, 8), (Starter.BLANK, 0, 0)],
)
def test_an_outline_has_its_time_and_every_step_its_text(kind: Starter, minutes: int, steps: int) -> None:
    files = starter_files(kind, ABOUT, lambda text: f"«{text}»")
    course = read_loose(files["course.yaml"])
    assert course is not None
    assert course["minutes"] == minutes
    assert course["authors"] == [{"name": "Kenji Mori", "affiliation": "ICHARM"}]
    assert course["themes"] == ["DRR"]
    paths = [step.path for module in planned(course) for step in module.steps]
    assert len(paths) == steps
    assert set(paths) | {"course.yaml"} == set(files)
    assert all("«" in files[path] for path in paths)


def test_what_only_its_author_knows_is_asked_for() -> None:
    files = starter_files(Starter.MODULE, About("floods", "Floods", "en", "icharm", "K"), str)
    found = read_files({path: text.encode() for path, text in files.items()}).problems
    assert {problem.path.split(".")[0] for problem in found if problem.file == "course.yaml"} >= {
        "summary",
        "themes",
    }
    assert not [
        problem for problem in found if problem.file.startswith("lessons/") and problem.path != "outcomes"
    ]


def test_a_blended_training_ends_with_a_plan_that_a_person_marks() -> None:
    files = starter_files(Starter.BLENDED, ABOUT, str)
    course = read_loose(files["course.yaml"])
    assert course is not None
    assert course["completion"]["assignments"] == ["action-plan"]
    plan = read_loose(files["assignments/action-plan.yaml"])
    assert plan is not None
    assert (plan["title"], plan["minutes"]) == ("My action plan", 60)


def test_what_still_stands_as_the_outline_wrote_it_is_told() -> None:
    files = starter_files(Starter.MODULE, ABOUT, lambda text: f"«{text}»")
    found = checklist(
        {path: text.encode() for path, text in files.items()},
        placeholders=frozenset(f"«{text}»" for text in PLACEHOLDERS),
    )
    told = [
        each for each in found.blocking if each.file == "lessons/lesson-1.md" and each.code == "placeholder"
    ]
    text = files["lessons/lesson-1.md"].split("\n")
    assert [text[each.line - 1] for each in told] == [
        f"«{PLACEHOLDERS[0]}»",
        f"## «{PLACEHOLDERS[1]}»",
        "…",
        "…",
        "- …",
    ]
