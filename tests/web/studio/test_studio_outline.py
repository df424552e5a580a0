"""The outline: everything by buttons, removals can be undone, few statements however long the course."""

from __future__ import annotations

import pytest
from author_support import draft_of, staff
from flask import Flask

from learnhub.access.identity import Role
from learnhub.coursefile.emit import emit
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import planned
from learnhub.db import reading
from learnhub.studio.queries.drafts import find_part, parts_of
from tests.statements import statements
from tests.web.client import Page, PageClient


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


@pytest.fixture
def draft(site: Flask) -> str:
    return draft_of(site)


def order(site: Flask, draft: str) -> list[list[str]]:
    """The ids of the steps by module."""
    with site.app_context():
        part = find_part(reading(), draft, "course.yaml")
        assert part is not None
        return [[step.id for step in module.steps] for module in planned(read_loose(part.text) or {})]


def outline(author: PageClient, draft: str) -> Page:
    return author.get(f"/en/studio/courses/{draft}")


def press(author: PageClient, draft: str, do: str) -> Page:
    """A button of the outline."""
    page = outline(author, draft)
    assert do in [button.get("value") for button in page.tree.all("button")]
    token = page.tree.all("form")
    values = {
        "csrf_token": next(f for form in token if form.get("id") == "arrange" for f in form.all("input")).get(
            "value"
        )
    }
    return author.post(f"/en/studio/courses/{draft}/arrange", {**values, "do": do})


def test_steps_move_also_into_the_next_module(site: Flask, author: PageClient, draft: str) -> None:
    assert order(site, draft) == [["before", "staff-gauge"], ["return-periods", "final", "after"]]
    press(author, draft, "down:before")
    assert order(site, draft)[0] == ["staff-gauge", "before"]
    press(author, draft, "down:before")
    assert order(site, draft) == [["staff-gauge"], ["before", "return-periods", "final", "after"]]
    press(author, draft, "up:before")
    assert order(site, draft)[0] == ["staff-gauge", "before"]


def test_modules_are_added_renamed_moved_and_removed_with_a_way_back(
    site: Flask, author: PageClient, draft: str
) -> None:
    before = order(site, draft)
    outline(author, draft).send("Add the module", {"m-title": "New part"})
    assert order(site, draft) == [*before, []]
    press(author, draft, "module-up:new-part")
    assert order(site, draft) == [before[0], [], before[1]]
    outline(author, draft).send("Add the module", {"m-title": ""}, status=422)
    first = planned_ids(site, draft)[0]
    page = press(author, draft, f"module-remove:{first}")
    assert "Removed" in page.text
    assert order(site, draft) == [[], before[1]]
    assert "Module: " in page.text
    assert "with 2 parts" in page.text
    press(author, draft, "module-back:" + first)
    assert order(site, draft) == [before[0], [], before[1]]
    assert "Undo, put it back" not in outline(author, draft).text


def test_one_press_undoes_the_removal_of_a_module(site: Flask, author: PageClient, draft: str) -> None:
    with site.app_context():
        texts = {path: part.text for path, part in parts_of(reading(), draft).items()}
    for module in planned_ids(site, draft):
        press(author, draft, f"module-remove:{module}")
        press(author, draft, f"module-back:{module}")
        with site.app_context():
            assert {path: part.text for path, part in parts_of(reading(), draft).items()} == texts
    outline(author, draft).send("Add the module", {"m-title": "Empty"})
    press(author, draft, "module-remove:empty")
    page = press(author, draft, "module-back:empty")
    assert order(site, draft)[-1] == []
    assert "Undo, put it back" not in page.text


def planned_ids(site: Flask, draft: str) -> list[str]:
    """The ids of the modules."""
    with site.app_context():
        part = find_part(reading(), draft, "course.yaml")
        assert part is not None
        return [module.id for module in planned(read_loose(part.text) or {})]


def test_a_removed_step_goes_back_to_its_place_with_its_text(
    site: Flask, author: PageClient, draft: str
) -> None:
    before = order(site, draft)
    with site.app_context():
        texts = {path: part.text for path, part in parts_of(reading(), draft).items()}
    lesson = before[0][1]
    press(author, draft, f"remove:{lesson}")
    assert lesson not in order(site, draft)[0]
    path = next(path for path in texts if f"/{lesson}." in path)
    press(author, draft, f"back:{path}")
    with site.app_context():
        assert {path: part.text for path, part in parts_of(reading(), draft).items()} == texts


def test_steps_are_added_copied_and_renamed(site: Flask, author: PageClient, draft: str) -> None:
    page = outline(author, draft).send("Add it and write", {"s-title": "Levees and what they do"})
    assert page.title == "Levees and what they do"
    assert order(site, draft)[-1][-3:] == ["levees-and-what-they-do", "final", "after"]
    page = outline(author, draft).send("Add it and write", {"s-title": "Levees", "s-kind": "practice"})
    assert page.title == "Levees"
    press(author, draft, "copy:levees")
    assert order(site, draft)[-1][-4:] == ["levees", "levees-2", "final", "after"]
    assert "Levees, copy" in outline(author, draft).text
    renaming = outline(author, draft).click("Rename: Levees")
    assert "Dikes" in renaming.send("Save the title", {"title": "Dikes"}).text
    page = (
        outline(author, draft)
        .click("Rename: Dikes")
        .send("Save the title", {"title": "x" * 5_000}, status=422)
    )
    assert page.problems == ["Use 160 characters or fewer"]
    module = planned_ids(site, draft)[0]
    address = f"/en/studio/courses/{draft}/rename/module/{module}"
    assert "Another part" in author.get(address).send("Save the title", {"title": "Another part"}).text
    author.get(f"/en/studio/courses/{draft}/rename/module/none", 404)


def test_the_outline_says_what_comes_next_and_so_does_a_lesson(author: PageClient, draft: str) -> None:
    way = outline(author, draft)
    assert "Checklist: what is still missing, each with its place." in way.text
    lesson = author.get(f"/en/studio/courses/{draft}/lessons/staff-gauge")
    assert lesson.click("Next: Return periods without fear").address.endswith("/lessons/return-periods")


def test_tests_are_added_where_they_belong(site: Flask, author: PageClient, draft: str) -> None:
    for title, kind in (("Ending", "final"), ("Begin", "pre"), ("Later", "post")):
        outline(author, draft).send("Add it and write", {"s-title": title, "s-kind": kind})
    assert order(site, draft)[-1][0] == "begin"
    assert order(site, draft)[-1][-4:] == ["final", "ending", "after", "later"]


def test_the_time_of_the_course_is_that_of_its_steps(site: Flask, author: PageClient, draft: str) -> None:
    page = outline(author, draft).send("Add it and write", {"s-title": "Fifteen minutes more"})
    with site.app_context():
        part = find_part(reading(), draft, "course.yaml")
        parts = parts_of(reading(), draft)
    assert part is not None
    total = sum(
        (read_loose(p.text.split("---")[1] if path.endswith(".md") else p.text) or {}).get("minutes", 0)
        for path, p in parts.items()
        if path.startswith(("lessons/", "quizzes/"))
    )
    assert (read_loose(part.text) or {})["minutes"] == total
    assert page.status == 200


def test_a_course_that_can_not_be_read_is_shown_and_not_changed(site: Flask, author: PageClient) -> None:
    draft = draft_of(
        site, {"course.yaml": b"code: broken\nmodules:\n  - id: a\n    steps: [x, {lesson: gone}]\n"}
    )
    assert "not written yet" in outline(author, draft).text


def test_who_reviews_sees_no_buttons(site: Flask, draft: str) -> None:
    reviewer = staff(site, Role.REVIEWER)
    page = outline(reviewer, draft)
    assert "Up" not in [button.text for button in page.main.all("button")]
    token = page.tree.all("input")[0].get("value")
    answer = reviewer.client.post(
        f"/en/studio/courses/{draft}/arrange", data={"csrf_token": token, "do": "remove:final"}
    )
    assert answer.status_code == 403


def large() -> dict[str, bytes]:
    """A course of 60 lessons and quizzes with 400 questions."""
    files: dict[str, bytes] = {}
    modules = []
    for m in range(10):
        steps: list[dict[str, str]] = []
        for n in range(5):
            files[f"lessons/l{m}-{n}.md"] = (
                f"---\ntitle: Lesson {m} {n}\nminutes: 10\noutcomes: [o1]\n---\nText.\n".encode()
            )
            steps.append({"lesson": f"l{m}-{n}"})
        questions = [
            {
                "id": f"q{q}",
                "kind": "true_false",
                "prompt": f"Is {q} so?",
                "answer": "true",
                "explanation": "It is.",
            }
            for q in range(40)
        ]
        files[f"quizzes/z{m}.yaml"] = emit(
            {"title": f"Quiz {m}", "kind": "practice", "minutes": 5, "questions": questions}
        ).encode()
        steps.append({"quiz": f"z{m}"})
        modules.append({"id": f"m{m}", "title": f"Module {m}", "steps": steps})
    files["course.yaml"] = emit(
        {"code": "large", "title": "Large", "language": "en", "modules": modules}
    ).encode()
    return files


def test_a_long_outline_needs_few_statements(site: Flask, author: PageClient) -> None:
    draft = draft_of(site, large())
    with statements() as said:
        page = outline(author, draft)
    assert "400 questions" in page.text
    assert sum(each.lstrip().upper().startswith(("SELECT", "WITH")) for each in said) <= 12


def test_a_course_without_lessons_offers_no_preview_and_counts_no_media(
    site: Flask, author: PageClient
) -> None:
    page = author.get("/en/studio/courses/new")
    made = page.send("Begin the course", {"n-title": "Floods", "n-kind": "blank"})
    made = made.send("Add the module", {"m-title": "Before"})
    assert "Before" in made.text
    assert "Preview as a learner" not in made.text
    assert "Media 1 KB" not in made.text
    lesson = made.send("Add it and write", {"s-title": "First", "s-kind": "lesson"})
    assert lesson.address.endswith("/lessons/first")
    assert "Preview as a learner" in author.get(lesson.address.removesuffix("/lessons/first")).text


def test_a_new_final_quiz_has_to_be_passed_and_a_practice_quiz_has_not(
    author: PageClient, draft: str
) -> None:
    for title, kind in (("Second final", "final"), ("Some practice", "practice")):
        page = outline(author, draft)
        page.send("Add it and write", {"s-title": title, "s-kind": kind, "s-module": "level"})
    goals = author.get(f"/en/studio/courses/{draft}/facts/goals")
    ticked = {each.get("value") for each in goals.tree.all("input") if each.has("checked")}
    assert "second-final" in ticked
    assert "some-practice" not in ticked
