"""Published by whom it falls to, at once or as planned; retired, and brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from author_support import EXAMPLE, draft_of, staff, store, upload
from click.testing import CliRunner
from flask import Flask
from review_support import approve, approved_draft, ask, at, change, publish
from sqlalchemy import select, update

from learnhub.access.identity import Role
from learnhub.catalogue.models import Course
from learnhub.centres.models import Membership
from learnhub.cli import main
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.studio.service.publishing import publish_planned
from tests.web.client import PageClient


def test_a_text_is_reviewed_approved_published_and_read(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    assert "Asked of you" in team["reviewer"].get("/en/studio").text
    assert "Approved. The text can be published" in approve(team["reviewer"], draft_id)
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)
    page = team["coordinator"].get(at(draft_id, "publish")).click("The course as readers see it")
    assert page.address == "/en/courses/river-draft"
    visitor = PageClient(site)
    assert "in force" in visitor.get("/en/courses/river-draft/changes").text
    page = visitor.get("/en/courses/river-draft/v/1")
    assert "Cite as" in page.text
    assert "version 1" in page.text
    assert "staff gauge" in visitor.get("/en/courses/river-draft/v/1/staff-gauge").text
    assert visitor.get("/en/courses/river-draft/v/1/glossary").title == "Glossary"
    visitor.get("/en/courses/river-draft/v/2", 404)
    visitor.get("/en/courses/river-draft/v/1/nothing", 404)
    history = team["author"].get(at(draft_id, "history")).text
    for said in ("Asked for a review", "Approved", "Published", "reviewer of icharm", "The first edition."):
        assert said in history


def test_a_network_course_wants_approvals_of_two_centres(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    team["coordinator"].get(at(draft_id, "review")).send("Make it a course of the whole network")
    ask(team["author"], draft_id)
    ask(team["author"], draft_id, "reviewer of irtces, IRTCES")
    assert "Another centre has to approve it too" in approve(team["reviewer"], draft_id)
    assert "not approved yet" in publish(team["coordinator"], draft_id, 409)
    assert "can be published" in approve(team["outsider"], draft_id)
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_two_publish_at_once_and_one_wins(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = approved_draft(site, team)
    other = staff(site, Role.CENTRE_COORDINATOR)
    late = other.get(at(draft_id, "publish"))
    publish(team["coordinator"], draft_id)
    told = late.client.post(
        at(draft_id, "publish"), {**late.values("Publish version 1"), "notes": "Mine."}, 409
    )
    assert "Somebody else has published this text in the meantime" in told.text
    assert "version 1" in PageClient(site).get("/en/courses/river-draft/changes").text
    PageClient(site).get("/en/courses/river-draft/v/2", 404)


def test_a_text_that_changed_after_the_last_look_is_not_published(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    late = team["coordinator"].get(at(draft_id, "publish"))
    change(site, draft_id, ".", ",")
    told = late.send("Publish version 1", {"notes": "x"}, 409)
    assert "The text has changed since you opened this page" in told.text


def test_a_planned_publication_happens_when_its_time_comes(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = approved_draft(site, team)
    when = datetime.now(UTC) + timedelta(days=2)
    assert "planned" in publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    past = team["coordinator"].get(at(draft_id, "history")).text
    assert f"{when:%H:%M} UTC" in past
    assert "+00:00" not in past
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == "publish-draft")).one()
        assert abs(job.run_at - when) < timedelta(minutes=2)
        done = publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when)
        assert done is not None
        again = publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when)
        assert again is None
    PageClient(site).get("/en/courses/river-draft/v/1")


def test_a_planned_publication_of_a_changed_text_fails_and_can_be_cancelled(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    when = datetime.now(UTC) + timedelta(days=2)
    text = publish(team["coordinator"], draft_id, 422, at="2001-01-01T00:00")
    assert "within the next twelve months" in text
    publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    team["coordinator"].get(at(draft_id, "publish")).send("Cancel the planned publication")
    publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    change(site, draft_id, ".", ",")
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == "publish-draft").order_by(Job.id.desc())).first()
        assert job is not None
        assert publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when) is None
    assert "Planned publication did not happen" in team["author"].get(at(draft_id, "history")).text
    with site.app_context():
        assert reading().scalar(select(Course.id).where(Course.code == "river-draft")) is None


def test_a_planned_publication_wants_the_right_to_publish_when_its_time_comes(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    when = datetime.now(UTC) + timedelta(days=2)
    publish(team["coordinator"], draft_id, at=f"{when:%Y-%m-%dT%H:%M}")
    with site.app_context(), transaction() as session:
        session.execute(
            update(Membership).where(Membership.role == Role.CENTRE_COORDINATOR).values(to_at=when)
        )
    with site.app_context(), transaction() as session:
        job = session.scalars(select(Job).where(Job.name == "publish-draft")).one()
        assert publish_planned(session, plan_id=job.payload["plan"], files=store(site), now=when) is None
    history = team["author"].get(at(draft_id, "history")).text
    assert "Planned publication did not happen" in history
    assert "Your account does not include this any more." in history
    PageClient(site).get("/en/courses/river-draft", 404)


def test_a_retired_course_stays_readable_and_an_old_version_comes_back(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    publish(team["coordinator"], draft_id)
    change(site, draft_id, ".", ",")
    change(site, draft_id, "1 in 50", "1 in 51", path="quizzes/final.yaml")
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    assert "Version 2 is published" in publish(team["coordinator"], draft_id, kind="major")
    compared = PageClient(site).get("/en/courses/river-draft/changes/1/2").text
    assert "one block differs" in compared
    assert "not shown here since learners are asked it: " in compared
    for told in ("correct: true", "1 in 51", "explanation"):
        assert told not in compared
    box = team["coordinator"].get(at(draft_id, "publish"))
    for said in ("Nobody learns with this course yet", "What goes:", "What stays:", "Readers see this."):
        assert said in box.text
    successor = box.form("Retire the course").all("option")[1]
    typed = {"r-why": "A new course takes its place.", "r-successor": successor.get("value") or ""}
    assert "The course is retired" in box.send("Retire the course", typed).text
    visitor = PageClient(site)
    page = visitor.get("/en/courses/river-draft/v/2").text
    for said in ("This course is retired", "A new course takes its place.", "In its place:"):
        assert said in page
    for rest in ("", "/staff-gauge", "/quiz/final", "/glossary", "/text"):
        assert "This course is retired" in visitor.get(f"/en/courses/river-draft{rest}").text
    back = team["author"].get(at(draft_id, "history")).send("Bring back as draft: version 1")
    assert "Version 1 is the text of the draft again" in back.text


def test_where_people_learn_with_an_older_version_its_page_leads_to_marking_their_tries_anew(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    publish(team["coordinator"], draft_id)
    team["author"].get("/en/courses/river-draft").send("Enrol, free")
    change(site, draft_id, "1 in 50", "1 in 51", path="quizzes/final.yaml")
    ask(team["author"], draft_id)
    approve(team["reviewer"], draft_id)
    publish(team["coordinator"], draft_id)
    page = team["coordinator"].get(at(draft_id, "publish")).click("Mark the tries of older versions anew")
    assert "Mark anew: Show what you can do" in page.click("Show what you can do").text


def test_a_draft_says_that_files_were_published_beside_it_and_goes_on_from_them(
    site: Flask, team: dict[str, PageClient], tmp_path: Path
) -> None:
    def files(*words: str) -> None:
        done = CliRunner().invoke(main, ["courses", *words], obj=site)
        assert done.exit_code == 0, done.output

    draft_id, warning = approved_draft(site, team), "Version 2 was published outside of this draft."
    publish(team["coordinator"], draft_id)
    files("export", "river-draft", str(tmp_path / "course"))
    quiz = tmp_path / "course" / "quizzes" / "final.yaml"
    quiz.write_text(quiz.read_text(encoding="utf-8").replace("1 in 50", "1 in 51"), encoding="utf-8")
    assert warning not in team["author"].get(at(draft_id, "publish")).text
    files("import", str(tmp_path / "course"), "--centre", "icharm", "--publish")
    for page in ("", "/changes", "/publish"):
        assert warning in team["author"].get(f"/en/studio/courses/{draft_id}{page}").text
    compared = team["author"].get(at(draft_id, "changes")).text
    assert "one block differs" in compared.lower()
    back = team["author"].get(at(draft_id, "history")).send("Bring back as draft: version 2")
    assert warning not in back.text
    assert "The two texts are the same" in team["author"].get(at(draft_id, "changes")).text


def test_an_approval_that_holds_again_is_enough_even_after_another_request(
    site: Flask, team: dict[str, PageClient]
) -> None:
    draft_id = approved_draft(site, team)
    change(site, draft_id, ".", ",")
    ask(team["author"], draft_id)
    assert "not approved yet" in publish(team["coordinator"], draft_id, 409)
    change(site, draft_id, ",", ".")
    assert "Version 1 is published" in publish(team["coordinator"], draft_id)


def test_a_file_of_the_library_leads_to_the_published_courses_that_have_it(
    site: Flask, team: dict[str, PageClient]
) -> None:
    publish(team["coordinator"], approved_draft(site, team))
    author = team["author"]
    values = author.get("/en/studio/media").values("Add the file")
    told = {"title": "Levels", "words": "", "credit": "Anna Lake", "licence": "CC-BY-4.0"}
    readings = (EXAMPLE / "assets" / "readings.csv").read_bytes()
    page = upload(author, "/en/studio/media", {**values, **told, "file": (readings, "levels.csv")})
    assert page.links()["river-draft"] == "/en/courses/river-draft"
