"""Where works stand, on every list that shows the steps of a course."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from learning_support import COURSE, Browser, plain_text
from marking_support import GOOD, POOR, do_the_rest, give, publish_with_plan
from work_support import PLAN, hand_in, works

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from learnhub.kernel.clock import now


def everywhere(writer: Browser, marker: Browser, learner: str) -> list[str]:
    """The words of every list."""
    own = [writer.text(page) for page in (COURSE, f"{COURSE}/return-periods", "/en/me", "/en/me/results")]
    team = [marker.text(f"{COURSE}/report"), marker.text(f"{COURSE}/learners/{learner}")]
    return [plain_text(page) for page in own + team]


def test_a_course_page_names_the_assignment(writer: Browser, visitor: Browser) -> None:
    text = plain_text(visitor.text(COURSE))
    assert "one assignment" in text
    assert "“A plan for your own river” passed" in text
    assert "A plan for your own river assignment, 30 min" in text


def test_lists_say_where_a_work_stands(writer: Browser, marker: Browser) -> None:
    hand_in(writer, "My plan.")
    enrolment = str(works()[0].enrolment_id)
    for text in everywhere(writer, marker, enrolment):
        assert "waiting for marks" in text
    give(marker, works()[0].key, POOR)
    for text in everywhere(writer, marker, enrolment):
        assert "to be revised, 2 of 10" in text
    hand_in(writer, "My better plan.")
    give(marker, works()[1].key, GOOD)
    results, report = plain_text(writer.text("/en/me/results")), plain_text(marker.text(f"{COURSE}/report"))
    assert "passed 8 of 10" in results
    assert "passed 8 of 10" in report
    assert "done" in plain_text(writer.text(COURSE))


def test_the_file_of_the_report_has_a_column(writer: Browser, marker: Browser) -> None:
    before = marker.text(f"{COURSE}/report.csv").splitlines()
    place = before[0].split(",").index("work: A plan for your own river")
    assert before[1].split(",")[place] == ""
    hand_in(writer, "My plan.")
    assert marker.text(f"{COURSE}/report.csv").splitlines()[1].split(",")[place] == "waiting for marks"
    give(marker, works()[0].key, GOOD)
    lines = marker.text(f"{COURSE}/report.csv").splitlines()
    assert lines[1].split(",")[place] == "passed 8 of 10"
    assert len(lines[0].split(",")) == len(lines[1].split(","))


def test_what_waits_for_others_is_not_the_next_step(writer: Browser) -> None:
    for lesson in ("staff-gauge", "return-periods"):
        writer.press(f"{COURSE}/{lesson}", "/done")
    writer.text(PLAN)
    assert f'href="{PLAN}"><bdi>A plan for your own river</bdi></a>' in writer.text("/en/me")
    hand_in(writer, "My plan.")
    assert "waiting for marks" in plain_text(writer.text("/en/me"))
    assert f'class="btn" href="{PLAN}"' not in writer.text(COURSE)


def test_what_waits_is_told_of_when_the_course_is_completed_without_it(
    example: Flask, tmp_path: Path, browser: Browser
) -> None:
    publish_with_plan(example, tmp_path / "course", asked_for=False)
    assert browser.press(COURSE, "/enrol").status_code == 303
    hand_in(browser, "My plan.")
    do_the_rest(works()[0].person_id)
    page = plain_text(browser.text("/en/me"))
    assert "Completed" in page
    assert "A plan for your own river waiting for marks" in page


def test_a_newer_version_says_that_the_assignment_is_another(
    writer: Browser, example: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "course"
    path = folder / "assignments" / "plan.yaml"
    path.write_text(path.read_text().replace("Write a plan", "Draw a plan"))
    found = read_folder(folder)
    assert found.document is not None, found.problems
    files = FileStore(example.config["SETTINGS"].instance)
    with transaction() as session:
        publish(session, document=found.document, files=files, now=now(), actor="test")
    forget_shelves()
    page = plain_text(writer.text(f"{COURSE}/versions/newer"))
    assert "A plan for your own river assignment" in page
    assert "Write a plan" in writer.text(PLAN), "she stays with her version"
