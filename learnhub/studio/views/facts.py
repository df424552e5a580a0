"""The facts of a course: everything that course.yaml says beside the outline, in four forms."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.catalogue.words import level_names
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.coursefile.factscheck import facts_problems, of_section
from learnhub.coursefile.factsform import (
    SECTIONS,
    Data,
    FactsFields,
    facts_from,
    facts_of,
    read_course,
    to_pass,
    weight_sums,
)
from learnhub.coursefile.loose import read_loose, shown
from learnhub.coursefile.outline import step_of_path
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.words import count_words
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.studio.domain import COURSE, Overtaken, Part
from learnhub.studio.factwords import LICENCES, sections
from learnhub.studio.problemwords import said, said_all
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.facts import change_facts
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, sees_draft, the_draft
from learnhub.studio.views.quizzes import may_write, posted, rev_in_form, tell
from learnhub.web.i18n import LANGUAGES, colon, language
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number

Page = str | Response | tuple[str, int]
SPARE = {
    "authors": 1,
    "outcomes": 1,
    "frameworks": 1,
    "glossary": 2,
    "references": 2,
    "centres": 1,
    "themes": 1,
}


def _choices(known: Reference) -> dict[str, Any]:
    """What the lists offer: centres and themes by name, and the items of each framework."""
    centres = sorted((each.short_name, each.id) for each in known.centres.values() if not each.closed_on)
    return {
        "centres": [(code, name) for name, code in centres],
        "themes": [(each.code, each.label(language())) for each in known.themes.values() if not each.closed_on],
        "goals": [
            (f"{each.code}/{item.code}", f"{each.code} {item.code}{colon()}{item.label(language())}")
            for each in known.frameworks.values() if each.offered
            for item in each.items if not item.closed_on
        ],
    }  # fmt: skip


def _unlisted(course: Data, known: Reference, section: str) -> dict[str, list[str]]:
    """Codes that no list has."""
    found: dict[str, list[str]] = {}
    if section == "about":
        for key, cell, listed in (("centres", "id", known.centres), ("themes", "code", known.themes)):
            for n, code in enumerate(course.get(key, [])):
                if code and shown(code) not in listed:
                    found[f"{key}.{n}.{cell}"] = [_("No list has this code. Choose one from the list.")]
    if section == "goals":
        items = {(each.code, item.code) for each in known.frameworks.values() for item in each.items}
        for n, link in enumerate(course.get("frameworks", [])):
            if (shown(link.get("framework", "")), shown(link.get("item", ""))) not in items:
                found[f"frameworks.{n}.goal"] = [_("No list has this goal. Choose one from the list.")]
    return found


def _of_kind(parts: dict[str, Part], kind: str) -> dict[str, str]:
    """The texts of quizzes or assignments by their ids."""
    steps = ((step_of_path(path), part.text) for path, part in parts.items())
    return {step.id: text for step, text in steps if step is not None and step.kind == kind}


def _found(parts: dict[str, Part], text: str) -> tuple[Problem, ...]:
    return facts_problems(text, _of_kind(parts, "quiz"), _of_kind(parts, "assignment"))


def _passable(quizzes: dict[str, str], course: Data) -> list[tuple[str, str, bool]]:
    """Quizzes that may be needed: id, title, whether it can be passed; and those that are, there or not."""
    found = []
    for name, text in quizzes.items():
        data = read_loose(text) or {}
        found.append((name, shown(data.get("title", name)), "pass_mark" in data))
    return found + [(name, name, False) for name in to_pass(course, "quizzes") if name not in quizzes]


def _assignments(parts: dict[str, Part], course: Data) -> list[tuple[str, str]]:
    """Assignments that may be needed, and those that are, there or not: id and title."""
    found = {
        name: shown((read_loose(text) or {}).get("title", name))
        for name, text in _of_kind(parts, "assignment").items()
    }
    return [*({name: name for name in to_pass(course, "assignments")} | found).items()]


def _with_spare(fields: FactsFields, more: int) -> dict[str, list[dict[str, str]]]:
    return {key: [*rows, *({} for _n in range(SPARE[key] + more))] for key, rows in fields.rows.items()}


def _more() -> int:
    return min(whole_number(request.args.get("more")) or 0, 20)


def _page(draft_id: str, section: str, *, text: str | None = None, rev: int = 0, status: int = 200) -> Page:
    """A section, as it stands or with a text that could not be saved."""
    parts = dict(parts_of(reading(), draft_id))
    part, known = parts.get(COURSE), reference(reading())
    text, rev = (part.text, part.rev) if part and text is None else (text or "", rev)
    course = read_course(text) if text.strip() else {}
    every: dict[str, Any] = {
        "draft": the_draft(draft_id), "rev": rev, "writes": may_write(draft_id), "section": section,
        "sections": sections(), "here": "facts", "said": said, "found": _found(parts, text),
        "person": current_identity().person_id,
    }  # fmt: skip
    if course is None:
        return render_template("studio/facts_text.html", typed=text, unread=True, **every), status
    fields, unlisted = facts_of(course, section), _unlisted(course, known, section)
    problems = {**said_all(of_section(every["found"], section)), **unlisted}
    return render_template(
        f"studio/facts/{section}.html", fields=fields, rows=_with_spare(fields, _more()), problems=problems,
        overtaken=status == 409, words=count_words(fields.texts.get("summary", "")), sums=weight_sums(course),
        quizzes=_passable(_of_kind(parts, "quiz"), course), assignments=_assignments(parts, course),
        levels=level_names(), licences=LICENCES, languages=LANGUAGES,
        own=shown(course.get("language", "en")), code=shown(course.get("code", "")), **_choices(known), **every,
    ), status  # fmt: skip


@bp.get("/courses/<draft_id>/facts", defaults={"section": "about"})
@bp.get("/courses/<draft_id>/facts/<section>")
@sees_draft
def facts(draft_id: str, section: str) -> Page:
    """One of the forms."""
    if section not in SECTIONS:
        raise NotFound
    return _page(draft_id, section)


@bp.post("/courses/<draft_id>/facts/<section>")
@edits_draft
def save_facts(draft_id: str, section: str) -> Page:
    """Keep what was typed, right or wrong."""
    if section not in SECTIONS:
        raise NotFound
    form, press, do = posted(), request.form.get("press", ""), request.form.get("do", "")
    try:
        with transaction() as session:
            saved = change_facts(
                session, draft=the_draft(draft_id), rev=rev_in_form(),
                change=lambda course: facts_from(form, course, section, press), actor=person_id(), now=now(),
            )  # fmt: skip
    except Overtaken as error:
        return _page(draft_id, section, text=error.mine, rev=error.rev, status=409)
    tell(saved)
    if do.startswith("more."):
        return redirect(
            url_for("studio.facts", draft_id=draft_id, section=section, more=5, _anchor=do[5:]), 303
        )
    if not press:
        flash(_("Facts saved."), "ok")
    return redirect(
        url_for("studio.facts", draft_id=draft_id, section=section, _anchor=press.partition(".")[0] or None),
        303,
    )


@bp.get("/courses/<draft_id>/facts/text")
@sees_draft
def facts_text(draft_id: str) -> Page:
    """course.yaml as the text that it is, with what is wrong in it by line."""
    parts = dict(parts_of(reading(), draft_id))
    part = parts.get(COURSE)
    text, rev = (part.text, part.rev) if part else ("", 0)
    return render_template(
        "studio/facts_text.html", draft=the_draft(draft_id), typed=text, rev=rev, writes=may_write(draft_id),
        found=_found(parts, text), unread=False, sections=sections(), section="text",
        here="facts", said=said,
    )  # fmt: skip


@bp.post("/courses/<draft_id>/facts/text")
@edits_draft
def save_facts_text(draft_id: str) -> Response:
    """Keep the text, right or wrong."""
    with transaction() as session:
        saved = save_part(
            session, draft=the_draft(draft_id), path=COURSE, text=request.form.get("text", ""),
            base_rev=rev_in_form(), actor=person_id(), now=now(),
        )  # fmt: skip
    tell(saved)
    return redirect(url_for("studio.facts_text", draft_id=draft_id), 303)
