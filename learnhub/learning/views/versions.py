"""Newer versions of a course: the team moves its learners, or a learner moves herself; both see first what changes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.catalogue.content import Version, load_version
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.learning.chosen import Chosen, chosen_from
from learnhub.learning.context import course_card, here
from learnhub.learning.domain import deadline_day
from learnhub.learning.queries.choosing import condition
from learnhub.learning.service.moves import AT_ONCE, ask, count_older, go_on, last_move
from learnhub.learning.service.moving import (
    CHUNK,
    Moves,
    changes_between,
    groups_behind,
    move,
    names_reopened,
    notes_between,
)
from learnhub.learning.views import bp
from learnhub.learning.views.team import course_resource
from learnhub.web.guards import allowed, signed_in
from learnhub.web.identity import my_id

LOOK_AGAIN_S = 5


@bp.route("/courses/<code>/learners/move", methods=["GET", "POST"])
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def move_learners(code: str) -> str | Response:
    """What the version in force changes for the chosen learners of older ones; then move them."""
    card = course_card(code)
    chosen = chosen_from(request.args)
    to = load_version(reading(), card.version_id)
    session = reading()
    which = condition(chosen, card.course_id, to.id, deadline_day(now()))
    if request.method == "POST":
        return _move(to, chosen, count_older(session, to, which))
    groups = groups_behind(session, to, which)
    return render_template(
        "learning/move.html", code=code, version=to, groups=groups, chosen=chosen,
        learners=sum(group.learners for group in groups),
        notes=notes_between(session, groups[0].version, to) if groups else [],
        reopened=(names := names_reopened(session, to, which, groups)),
        more=sum(group.completed for group in groups if group.changes.major) - len(names),
        last=last_move(session, card.course_id), every=LOOK_AGAIN_S,
    )  # fmt: skip


def _move(to: Version, chosen: Chosen, learners: int) -> Response:
    """At once, or as work of the job process, which the page then shows."""
    if learners > AT_ONCE:
        with transaction() as session:
            ask(session, to=to, chosen=chosen, learners=learners, by_id=my_id(), now=now())
        return redirect(url_for("learning.move_learners", code=to.code), 303)
    flash(_said(_move_all(to, chosen)), "ok")
    return redirect(url_for("learning.learners", code=to.code, **chosen.as_query), 303)


@bp.post("/courses/<code>/learners/move/on")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def go_on_moving(code: str) -> Response:
    """Take up a move that stopped after errors."""
    with transaction() as session:
        go_on(session, course_id=course_card(code).course_id, now=now())
    return redirect(url_for("learning.move_learners", code=code), 303)


@bp.app_template_global("moved_words")
def _moved_words(row: Any) -> str:
    """What came of a move of the job process."""
    said = _said(Moves(row.moved, row.reopened, row.completed))
    return f"{said} {ended_words(row)}".strip()


@bp.app_template_global("ended_words")
def ended_words(row: Any) -> str:
    """Why a move, or a change of the key, ended where it did; nothing for one that was done to its end."""
    words: dict[str, str] = {
        "newer": _("It ended there because a newer version was published."),
        "right": _("It ended there because whoever asked for it may not guide these learners any more."),
    }
    return words.get(row.ended, "")


def _move_all(to: Version, chosen: Chosen) -> Moves:
    """One transaction to a thousand learners."""
    done, part = Moves(), Moves(CHUNK)
    which = condition(chosen, to.course_id, to.id, deadline_day(now()))
    while part.learners == CHUNK:
        with transaction() as session:
            part = move(session, to=to, which=which, by_id=my_id(), by_team=True, now=now())
        done += part
    return done


def _said(done: Moves) -> str:
    words: str = ngettext("One learner moved.", "%(num)s learners moved.", done.learners)
    if done.reopened:
        words += " " + ngettext(
            "One of them completes the course once more.",
            "%(num)s of them complete the course once more.",
            done.reopened,
        )
    if done.completed:
        words += " " + ngettext(
            "One has nothing left to do and has completed it.",
            "%(num)s have nothing left to do and have completed it.",
            done.completed,
        )
    return words


@bp.route("/courses/<code>/versions/newer", methods=["GET", "POST"])
@signed_in
def newer(code: str) -> str | Response:
    """What the version in force changes for this learner; she moves when she likes."""
    at = here(code)
    if at.row is None:
        raise NotFound(_("You are not enrolled in this course."))
    if not at.behind:
        return redirect(url_for("learning.course", code=code), 303)
    to = load_version(reading(), at.card.version_id)
    if request.method == "POST":
        with transaction() as session:
            which = condition(Chosen(learner=at.row.id), at.card.course_id, to.id, deadline_day(now()))
            move(session, to=to, which=which, by_id=my_id(), by_team=False, now=now())
        flash(_("You learn with version %(n)s now.", n=to.number), "ok")
        return redirect(url_for("learning.course", code=code), 303)
    found = changes_between(reading(), at.version, to)
    notes = notes_between(reading(), at.version, to)
    return render_template("learning/newer.html", at=at, to=to, changes=found, notes=notes)
