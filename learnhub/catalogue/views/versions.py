"""The versions of a course: their history, reading one, and what differs between two. Retired courses too."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from learnhub.catalogue.citing import cite
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.origins import origins_of
from learnhub.catalogue.queries import CourseFacts, course_facts, version_id_of, versions_of
from learnhub.catalogue.retired import shown_retirement
from learnhub.catalogue.views import bp
from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.diff import PartChange, diff_documents
from learnhub.db import reading
from learnhub.kernel.errors import N_, NotFound
from learnhub.web.guards import public
from learnhub.web.templating import same_for_every_visitor


def _version(facts: CourseFacts, number: int) -> Version:
    session = reading()
    return load_version(session, version_id_of(session, facts.id, number))


def _about(facts: CourseFacts, version: Version) -> dict[str, Any]:
    return {
        "facts": facts, "version": version, "meta": version.document.metadata, "cite": cite(reading(), version),
        "origins": origins_of(reading(), version.document.metadata),
        "in_force": version.id == facts.version_id and not facts.retired,
        "retirement": shown_retirement(reading(), facts.code),
    }  # fmt: skip


@bp.get("/<lang:lang>/courses/<code>/changes")
@public
def course_versions(code: str) -> str:
    """All versions of a course, the newest first."""
    same_for_every_visitor()
    session = reading()
    facts = course_facts(session, code)
    return render_template(
        "catalogue/versions.html", versions=versions_of(session, facts.id),
        kinds={"major": _("Major"), "minor": _("Minor")},
        **_about(facts, load_version(session, facts.version_id)),
    )  # fmt: skip


@bp.get("/<lang:lang>/courses/<code>/changes/<int:old>/<int:new>")
@public
def compare_versions(code: str, old: int, new: int) -> str:
    """What differs between two versions, block by block. Of quizzes their names alone: their text holds the answers."""
    same_for_every_visitor()
    facts = course_facts(reading(), code)
    before, after = _version(facts, old), _version(facts, new)
    found = [each for each in diff_documents(before.document, after.document) if each.change != "same"]
    titles = {each.path: title_of(each.path, _text(each)) for each in found}
    return render_template(
        "catalogue/version_diff.html", old=before, titles=titles,
        parts=[each for each in found if not each.path.startswith("quizzes/")],
        quizzes=[titles[each.path] for each in found if each.path.startswith("quizzes/")],
        **_about(facts, after),
    )  # fmt: skip


def _text(part: PartChange) -> str:
    return "".join(each.block.text for each in part.blocks)


@bp.get("/<lang:lang>/courses/<code>/v/<int:number>")
@public
def past_version(code: str, number: int) -> str:
    """A version as it was published: its contents and how to cite it."""
    same_for_every_visitor()
    facts = course_facts(reading(), code)
    return render_template("catalogue/version.html", **_about(facts, _version(facts, number)))


@bp.get("/<lang:lang>/courses/<code>/v/<int:number>/<lesson>")
@public
def past_lesson(code: str, number: int, lesson: str) -> str:
    """A lesson, or the glossary, of a version."""
    same_for_every_visitor()
    facts = course_facts(reading(), code)
    version = _version(facts, number)
    if lesson == "glossary":
        return render_template("catalogue/version_glossary.html", **_about(facts, version))
    if lesson not in version.lessons:
        raise NotFound(N_("This version has no such lesson."))
    step = version.step(lesson)
    return render_template(
        "catalogue/version_lesson.html", step=step, html=version.lessons[lesson]["html"],
        next_lesson=_next_lesson(version, lesson), home=url_for("catalogue.past_version", code=code, number=number),
        **_about(facts, version),
    )  # fmt: skip


@bp.get("/<lang:lang>/courses/<code>/v/<int:number>/assignment/<assignment>")
@public
def past_task(code: str, number: int, assignment: str) -> str:
    """What an assignment of a version asked for, and by what it was marked."""
    same_for_every_visitor()
    facts = course_facts(reading(), code)
    version = _version(facts, number)
    if assignment not in version.tasks:
        raise NotFound(N_("This version has no such assignment."))
    return render_template(
        "catalogue/version_task.html", step=version.step(assignment), html=version.tasks[assignment]["html"],
        task=version.document.assignment(assignment), home=url_for("catalogue.past_version", code=code, number=number),
        **_about(facts, version),
    )  # fmt: skip


def _next_lesson(version: Version, lesson: str) -> str | None:
    ids = [each.id for each in version.document.lessons]
    place = ids.index(lesson) + 1
    return ids[place] if place < len(ids) else None
