"""A key that was wrong: what marking the tries of older versions anew would change, and the decision to do it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.context import course_card
from learnhub.learning.forms import AnewForm
from learnhub.learning.keyjobs import mark_all
from learnhub.learning.queries.keys import changes_of
from learnhub.learning.service.anew import Right
from learnhub.learning.service.rekeying import (
    AT_ONCE,
    Trial,
    ask,
    hand_over,
    look,
    quiz_in_force,
    right_key,
    running,
    versions_by,
)
from learnhub.learning.views import bp
from learnhub.learning.views.learners import in_force
from learnhub.learning.views.team import course_resource
from learnhub.learning.views.versions import LOOK_AGAIN_S
from learnhub.quiz.model import Matching, Multiple, Numeric, Ordering, Question, ShortText, Single, TrueFalse
from learnhub.web.guards import allowed
from learnhub.web.i18n import with_comma
from learnhub.web.identity import my_id
from learnhub.web.settings import current_settings

MOST_NAMED = 50


@bp.route("/courses/<code>/quiz/<quiz>/anew", methods=["GET", "POST"])
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def mark_anew(code: str, quiz: str) -> str | tuple[str, int] | Response:
    """What the keys of the published version would change in tries at older ones; then mark these anew."""
    to, form = in_force(code), AnewForm()
    quiz_in_force(reading(), to, quiz)
    right = right_key(to, quiz, set(request.args.getlist("give")))
    if form.sent() and form.seen.data == str(to.number):
        return _mark(right, form.reason.data or "")
    if request.method == "GET":
        return _page(code, right, form)
    if form.seen.data != str(to.number):
        form.reason.errors = [
            _("A newer version was published meanwhile. Look again at what its keys would change.")
        ]
    return _page(code, right, form), 422


def _page(code: str, right: Right, form: AnewForm) -> str:
    session, to, quiz = reading(), right.to, right.quiz
    under_way = running(session, to.course_id, quiz)
    trial = (
        look(session, right) if under_way is None else Trial(versions_by(session, right), 0, (), whole=True)
    )
    return render_template(
        "learning/mark_anew.html", code=code, version=to, quiz=quiz, title=_title(trial, right), trial=trial, form=form,
        running=under_way, every=LOOK_AGAIN_S, give=request.args.getlist("give"), most=MOST_NAMED,
        others=_others(trial, quiz), right_words=right_words,
        changes=[each for each in changes_of(session, to.course_id, quiz) if each.ended],
    )  # fmt: skip


def _title(trial: Trial, right: Right) -> str:
    """As the latest version that has the quiz calls it."""
    versions = (right.to, *(each.version for each in trial.versions))
    return next(each.quizzes[right.quiz].title for each in versions if right.quiz in each.quizzes)


def _others(trial: Trial, quiz: str) -> list[Question]:
    """The questions of older versions for which the published keys do not hold, each once, but for those that are taken
    out already."""
    found = {
        name: old.version.quizzes[quiz].question(name)
        for old in trial.versions
        for name in old.keys.others
        if name not in old.before.given
    }
    return list(found.values())


def _mark(right: Right, reason: str) -> Response:
    """At once, or as work of the job process, which the page then shows."""
    instant = now()
    with transaction() as session:
        asked = ask(session, right, reason=reason, by_id=my_id(), now=instant)
        later = asked.tries > AT_ONCE
        if later:
            hand_over(session, number=asked.id, now=instant)
    if not later:
        mark_all(asked.id, current_settings().public_url, instant)
    return redirect(url_for("learning.mark_anew", code=right.to.code, quiz=right.quiz), 303)


@bp.post("/courses/<code>/quiz/<quiz>/anew/on")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def go_on_marking(code: str, quiz: str) -> Response:
    """Take up what stopped after errors."""
    with transaction() as session:
        row = running(session, course_card(code).course_id, quiz)
        if row is not None:
            hand_over(session, number=row.id, now=now())
    return redirect(url_for("learning.mark_anew", code=code, quiz=quiz), 303)


def right_words(question: Question) -> str:
    """What is right by the key of a question, on one line."""
    match question:
        case Single(options=options) | Multiple(options=options):
            return "; ".join(each.text for each in options if each.correct)
        case TrueFalse(answer=answer):
            return str(_("True") if answer else _("False"))
        case Numeric():
            spread = f" ± {question.tolerance}{' %' if question.tolerance_is_percent else ''}"
            number = f"{question.answer}{spread if question.tolerance else ''}"
            return f"{with_comma(number)} {question.unit}".strip()
        case ShortText(accepted=accepted):
            return "; ".join(accepted)
        case Ordering(items=items):
            return "; ".join(items[index] for index in question.key)
        case Matching(pairs=pairs):
            return "; ".join(f"{term} – {match}" for term, match in pairs)
