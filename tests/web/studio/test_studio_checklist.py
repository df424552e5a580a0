"""The checklist page of a draft."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from author_support import EXAMPLE, draft_of, staff
from flask import Flask

from learnhub.access.identity import Role
from learnhub.coursefile.starter import new_lesson
from learnhub.db import transaction
from learnhub.studio.queries.drafts import find_draft, find_part
from learnhub.studio.service.drafts import save_part
from learnhub.web.i18n import translations

LESSON = "lessons/staff-gauge.md"
TITLE = "Reading a staff gauge"


def test_a_good_draft_has_nothing_in_the_way(site: Flask) -> None:
    page = staff(site).get(f"/en/studio/courses/{draft_of(site)}/checklist")
    assert "Nothing stands in the way of publishing." in page.text
    assert "Title · needed to publish" in page.text
    assert not [tag for tag in page.main.all("span") if "tag-bad" in tag.get("class")]


def test_each_finding_has_reason_mend_and_place(site: Flask) -> None:
    text = (EXAMPLE / LESSON).read_bytes()
    spoilt = text + b"\nSee [here](https://example.org/) and [there](lesson:nowhere).\n"
    draft = draft_of(site, {LESSON: spoilt})
    page = staff(site, Role.REVIEWER).get(f"/en/studio/courses/{draft}/checklist")
    assert "1 thing stands in the way of publishing." in page.text
    assert "There is no lesson “nowhere”. Correct the link." in page.text
    assert "The words “here” of a link do not say where it leads." in page.text
    assert "Let the link stand on words that name its aim." in page.text
    lines = text.count(b"\n")
    head = text.count(b"\n", 0, text.index(b"\n---\n", 3) + 5)
    assert f"{TITLE}, line {lines + 2 - head}" in page.text
    assert [tag.text for tag in page.main.all("span") if "tag-bad" in tag.get("class")] == ["Missing"]


def test_a_file_that_nothing_uses_has_no_line_and_leads_to_where_it_can_be_taken_out(site: Flask) -> None:
    draft = draft_of(site, {"assets/left.csv": b"a,b\n1,2\n"})
    page = staff(site).get(f"/en/studio/courses/{draft}/checklist")
    assert page.links()["assets/left.csv"].endswith(f"/{draft}/media#file-left.csv")


def test_places_have_the_names_of_forms_and_lead_to_their_fields(site: Flask) -> None:
    course = (EXAMPLE / "course.yaml").read_text(encoding="utf-8")
    spoilt = re.sub(r"^summary:.*(?:\n .*)*", 'summary: ""', course, count=1, flags=re.MULTILINE)
    quiz = "title: Last quiz\nkind: final\nminutes: 5\npass_mark: 60\nquestions: []\n"
    draft = draft_of(site, {"course.yaml": spoilt.encode(), "quizzes/final.yaml": quiz.encode()})
    author = staff(site, Role.CENTRE_COORDINATOR)
    page = author.get(f"/en/studio/courses/{draft}/checklist")
    assert page.links()["Summary"].endswith(f"/{draft}/facts#summary")
    assert page.links()["Last quiz, Questions"].endswith(f"/{draft}/quizzes/final")
    assert ".yaml" not in page.main.text
    assert "Summary: This is still missing." in author.get(f"/en/studio/courses/{draft}/publish").text
    assert "Summary: This is still missing." in author.get(f"/en/studio/courses/{draft}/facts").links()


def test_a_draft_in_pieces_has_a_checklist_in_every_language(site: Flask) -> None:
    draft = draft_of(site, {"lessons/broken.md": b"no front matter", "quizzes/final.yaml": b"a: [b"})
    author = staff(site)
    for language in ("en", "ar", "es", "fr", "ru", "zh"):
        page = author.get(f"/{language}/studio/courses/{draft}/checklist")
        assert "broken.md" in page.text


def test_another_centre_sees_nothing(site: Flask) -> None:
    draft = draft_of(site)
    staff(site, centre="icwc").get(f"/en/studio/courses/{draft}/checklist", 403)
    staff(site, Role.FACILITATOR).get(f"/en/studio/courses/{draft}/checklist", 403)
    staff(site).get("/en/studio/courses/dnobody/checklist", 404)


def test_a_lesson_that_nobody_wrote_is_not_published(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    with site.app_context(), transaction() as session:
        found, part = find_draft(session, draft), find_part(session, draft, LESSON)
        assert found is not None
        assert part is not None
        text = new_lesson("Une leçon", 15, translations("fr").gettext)
        save_part(
            session, draft=found, path=LESSON, text=text, base_rev=part.rev, actor=None, now=datetime.now(UTC)
        )
    page = author.get(f"/en/studio/courses/{draft}/checklist").text
    assert "Every place is filled in · needed to publish" in page
    assert page.count("holds a place that nobody has filled in.") == 5
