"""The page of a course; enrol and leave."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.cards import theme_label
from learnhub.catalogue.citing import cite
from learnhub.catalogue.origins import origins_of
from learnhub.catalogue.retired import ShownRetirement, shown_retirement
from learnhub.catalogue.shelf import Card, shelf
from learnhub.catalogue.words import level_names
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import Author, Metadata
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.learning.context import Here, here, retired
from learnhub.learning.queries import learnt_among
from learnhub.learning.service import enrolling
from learnhub.learning.views import bp
from learnhub.web.addresses import public_address
from learnhub.web.fragments import Alike, page
from learnhub.web.guards import public, signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity, my_id
from learnhub.web.templating import address, same_for_every_visitor

LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


_INTO_COURSE = re.compile(r' href="\.\./')


def step_address(code: str, kind: str, step: str) -> str:
    """The page of a step."""
    return address(f"learning.{kind}", code=code, **{kind: step})


def task_elsewhere(html: str, code: str) -> str:
    """The task of an assignment for another page than its own, where its links into the course would lead astray."""
    return _INTO_COURSE.sub(f' href="{address("learning.course", code=code)}/', html)


def _author_ld(author: Author) -> dict[str, Any]:
    """Only an ORCID tells that an author is a person: a team may stand there as well."""
    data: dict[str, Any] = {"name": author.name}
    if author.affiliation:
        data["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    if author.orcid:
        data |= {"@type": "Person", "identifier": f"https://orcid.org/{author.orcid}"}
    return data


def _json_ld(at: Here, *, offered: bool) -> Markup:
    meta = at.version.document.metadata
    known = reference(at.session)
    centres = [known.centres[c] for c in meta.centres if c in known.centres]
    data = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": meta.title,
        "description": meta.summary,
        "inLanguage": meta.language,
        "url": public_address("learning.course", code=at.card.code),
        "license": LICENCES.get(meta.licence, meta.licence),
        "isAccessibleForFree": True,
        "educationalLevel": meta.level,
        "teaches": [outcome.text for outcome in meta.outcomes],
        "version": str(at.version.number),
        "datePublished": at.version.published_at.date().isoformat(),
        "isBasedOn": [
            public_address("learning.course", code=origin.code)
            for origin in meta.based_on or ()
            if shelf(at.session).known(origin.code) is not None
        ],
        "author": [_author_ld(author) for author in meta.authors],
        "provider": [
            {
                "@type": "Organization",
                "name": centre.name,
                "url": public_address("catalogue.centre", code=centre.id),
            }
            for centre in centres
        ],
    }
    if offered:  # in a retired course nobody can enrol any more
        data["offers"] = {"@type": "Offer", "category": "Free", "price": 0}
        data["hasCourseInstance"] = {
            "@type": "CourseInstance",
            "courseMode": "online",
            "courseWorkload": f"PT{meta.minutes}M",
        }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    # a closing tag inside a text would end the element; JSON may write the sign as an escape
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704


@bp.get("/courses/<code>")
@public
def course(code: str) -> str:
    """Decide: what one can do afterwards, the steps, the time, who answers for it, how to cite it.

    A retired course says so: nobody can enrol any more, and who is enrolled goes on.
    """
    at = here(code)
    if not current_identity().signed_in:
        same_for_every_visitor()
    stock = shelf(at.session)
    editions = stock.in_other_languages(at.card.code)
    retirement = shown_retirement(at.session, at.card.code)
    return page(
        (
            "course",
            at.version.id,
            at.row is None,
            at.completed,
            at.stuck,
            retirement,
            stock.version,  # what it says of centres, frameworks and other languages
            now().date(),  # a framework ends
        ),
        "learning/course.html",
        lambda: _course_context(at, editions, retirement),
        lambda: {"standing": _standing(at)},
        Alike((at.state, at.next_step.id), lambda: {**at.holes(), **_next_holes(at)}),
    )


def _course_context(at: Here, editions: list[Card], retirement: ShownRetirement | None) -> dict[str, Any]:
    known = reference(at.session)
    meta = at.version.document.metadata
    return {
        "at": at,
        "meta": meta,
        "known": known,
        "theme": theme_label(known, meta.themes[0]),
        "centres": [known.centres[c] for c in meta.centres if c in known.centres],
        "level": level_names().get(meta.level, meta.level),
        "licence_url": LICENCES.get(meta.licence),
        "licences": LICENCES,
        "origins": origins_of(at.session, meta),
        "cite": cite(at.session, at.version),
        "frameworks": _frameworks(known, meta),
        "editions": editions,
        "step_address": step_address,
        "json_ld": _json_ld(at, offered=retirement is None),
        "retirement": retirement,
        "next": {**_next_holes(at), "standing": _standing(at)},
        # a page is kept apart for everybody who holds other roles, so this may stand in it
        "for_team": permits(
            current_identity(), Permission.VIEW_COURSE_REPORT, known.centre_resource(*meta.centres)
        ),
    }


def _frameworks(known: Reference, meta: Metadata) -> list[dict[str, Any]]:
    """What the course serves; one that has ended stays named, with its time."""
    lines = []
    for link in meta.frameworks:
        item, framework = known.item(link.framework, link.item), known.frameworks.get(link.framework)
        lines.append(
            {
                "code": f"{link.framework} {link.item}",
                "name": item.label(language()) if item else "",
                "tongue": item.tongue(language()) if item else "",
                "start": framework.horizon_start if framework else None,
                "ended": known.ended(link.framework, link.item, now().date()),
            }
        )
    return lines


def _next_holes(at: Here) -> dict[str, object]:
    """Where the reader goes on, and how far she is."""
    step, count, whole = at.next_step, at.done_count, len(at.version.steps)
    return {
        "next": address(f"learning.{step.kind}", code=at.card.code, **{step.kind: step.id}),
        "count": count,
        "progress": _("%(n)s of %(all)s steps done", n=count, all=whole),
    }


def _standing(at: Here) -> Markup:
    """What holds for this reader alone; for most it is nothing."""
    if at.row is None:
        return _learnt_elsewhere(at)
    if not (at.missing or at.behind or at.row.moved_at or at.due_on):
        return Markup("")
    return Markup(render_template("learning/_standing.html", at=at))  # noqa: S704 - an escaping template


def _learnt_elsewhere(at: Here) -> Markup:
    """That she learns this course in another language: one who enrols in both has two courses to complete."""
    editions, person_id = shelf(at.session).in_other_languages(at.card.code), current_identity().person_id
    if person_id is None or not editions:
        return Markup("")
    learnt = learnt_among(at.session, person_id, [each.course_id for each in editions])
    cards = [each for each in editions if each.course_id in learnt]
    return Markup(render_template("learning/_elsewhere.html", cards=cards))  # noqa: S704 - an escaping template


@bp.post("/courses/<code>/enrol")
@signed_in
def enrol(code: str) -> Response:
    """Enrol and go on with the first open step; pressing twice does no harm."""
    at = here(code)
    with transaction() as session:
        enrolling.enrol(
            session,
            person_id=my_id(),
            course_id=at.card.course_id,
            all_steps=at.version.all_steps,
            now=now(),
        )
    step = here(code).next_step  # who comes back goes on where she stopped
    return redirect(step_address(code, step.kind, step.id), 303)


@bp.route("/courses/<code>/leave", methods=["GET", "POST"])
@signed_in
def leave(code: str) -> str | Response:
    """Say what leaving means, then leave."""
    at = here(code)
    if at.row is None:
        raise NotFound(_("You are not enrolled in this course."))
    if request.method == "POST":
        with transaction() as session:
            enrolling.leave(
                session,
                person_id=at.row.person_id,
                course_id=at.card.course_id,
                all_steps=at.version.all_steps,
                now=now(),
            )
        flash(_("You left the course. Your progress is kept if you come back."), "ok")
        return redirect(url_for("learning.mine"), 303)
    return render_template("learning/leave.html", at=at)


@bp.get("/courses/<code>/glossary")
@public
def glossary(code: str) -> str | Response:
    """The words of a course."""
    if number := retired(code):
        return redirect(url_for("catalogue.past_lesson", code=code, number=number, lesson="glossary"), 302)
    at = here(code)
    if not current_identity().signed_in:
        same_for_every_visitor()
    return render_template("learning/glossary.html", at=at)
