"""Lessons: read one, close it, read all at once."""

from __future__ import annotations

import re

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from markupsafe import escape
from werkzeug.wrappers import Response

from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.learning.context import Here, here, retired
from learnhub.learning.service.progress import close_lesson, visit, visit_matters
from learnhub.learning.views import bp
from learnhub.learning.views.courses import step_address, task_elsewhere
from learnhub.web.fragments import Alike, page
from learnhub.web.guards import public, signed_in
from learnhub.web.identity import current_identity
from learnhub.web.templating import same_for_every_visitor

_NAME = re.compile(r' (id|aria-labelledby|aria-describedby)="([^"]+)"')
_WITHIN = re.compile(r' href="#([^"]+)"')
_HEADING = re.compile(r"<(/?)h([2-5])\b")
_REGION = re.compile(r'( role="region" tabindex="0" aria-label="[^"]+)"')


def plain_html(html: str, lesson: str, title: str) -> str:
    """A lesson for a page that holds all: headings one step down, its name before those of its places, and its title
    after the names of figures and tables, whose numbers begin anew in each lesson."""
    lower = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)
    named = _NAME.sub(lambda found: f' {found[1]}="{_in_lesson(found[2], lesson)}"', lower)
    told = _REGION.sub(lambda found: f'{found[1]} – {escape(title)}"', named)
    return _WITHIN.sub(lambda found: f' href="#{_in_lesson(found[1], lesson)}"', told)


def _in_lesson(names: str, lesson: str) -> str:
    return " ".join(f"{lesson}.{name}" for name in names.split())


def note_visit(at: Here, step: str) -> None:
    """Keep where the learner is and how long she studies, if that changes anything."""
    instant = now()
    if at.row is not None and visit_matters(at.row, step, instant):
        with transaction() as session:
            visit(session, row=at.row, step=step, now=instant)


@bp.get("/courses/<code>/<lesson>")
@public
def lesson(code: str, lesson: str) -> str | Response:
    """Learn one thing. Everybody can read; a learner's place is kept. A retired course is read in its last version."""
    if number := retired(code):
        return redirect(url_for("catalogue.past_lesson", code=code, number=number, lesson=lesson), 302)
    at = here(code)
    step = at.version.step(lesson)
    if step.kind != "lesson":
        raise NotFound
    if not current_identity().signed_in:
        same_for_every_visitor()
    note_visit(at, step.id)
    return page(
        ("lesson", at.version.id, step.id, at.row is None),
        "learning/lesson.html",
        lambda: {
            "at": at,
            "step": step,
            "lesson": at.version.lessons[step.id],
            "before": at.version.before(step),
            "after": at.version.after(step),
            "step_address": step_address,
        },
        dict,
        Alike(at.state, at.holes),
    )


@bp.post("/courses/<code>/<lesson>/done")
@signed_in
def done(code: str, lesson: str) -> Response:
    """Close the lesson and open the next step, in one load."""
    at = here(code)
    step = at.version.step(lesson)
    if at.row is None:
        flash(_("Enrol first, then your progress is kept."), "warn")
        return redirect(url_for("learning.course", code=code), 303)
    with transaction() as session:
        completed = close_lesson(
            session, person_id=at.row.person_id, version=at.version, step=step, now=now()
        )
    if completed:
        flash(_("You have completed this course. Your certificate is ready."), "ok")
        return redirect(url_for("learning.mine"), 303)
    after = at.version.after(step)
    if after is None:
        return redirect(url_for("learning.course", code=code), 303)
    return redirect(step_address(code, after.kind, after.id), 303)


@bp.get("/courses/<code>/text")
@public
def whole_text(code: str) -> str | Response:
    """The whole course on one page, to read or print in one go: lessons, then what assignments ask for."""
    if number := retired(code):
        return redirect(url_for("catalogue.past_version", code=code, number=number), 302)
    at = here(code)
    if not current_identity().signed_in:
        same_for_every_visitor()

    written = {part: made["html"] for part, made in at.version.lessons.items()}
    written |= {part: task_elsewhere(made["html"], code) for part, made in at.version.tasks.items()}

    def plain(part: str) -> str:
        return plain_html(written[part], part, at.version.step(part).title)

    return page(("text", at.version.id), "learning/text.html", lambda: {"at": at, "plain": plain}, dict)
