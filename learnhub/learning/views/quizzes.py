"""Quizzes: answer, save, hand in, review."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.catalogue.remarks import words
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, HandedIn, NotFound
from learnhub.learning.context import course_card, here, retired
from learnhub.learning.domain import (
    NO_ALLOWANCE,
    allowances_from_json,
    completion_holds,
    results_from_json,
    tries_left,
)
from learnhub.learning.papers import asked_questions, reviewed_questions, texts_by
from learnhub.learning.queries import enrolment_with_attempt, get_attempt, latest_submitted
from learnhub.learning.queries.keys import changes_of, marked_anew, marking_by, reached
from learnhub.learning.service import attempts
from learnhub.learning.service.attempts import REVISED, Sitting, Submitted, sitting
from learnhub.learning.service.enrolling import LEFT
from learnhub.learning.service.progress import unpassed_quizzes
from learnhub.learning.showing import (
    anew_html,
    asked_html,
    best_html,
    earlier_words,
    left_words,
    missing_html,
    result_words,
    results_html,
    reviewed_html,
    state_html,
    unanswered_words,
)
from learnhub.learning.views import bp
from learnhub.learning.views.courses import step_address
from learnhub.quiz.answers import Form, answers_from_text, fingerprint, reading_note
from learnhub.quiz.asked import moved
from learnhub.quiz.keys import Marking
from learnhub.web.fragments import Alike, page
from learnhub.web.guards import public, signed_in
from learnhub.web.identity import current_identity, my_id
from learnhub.web.numbers import whole_number
from learnhub.web.templating import address, same_for_every_visitor
from learnhub.web.typed import sent_again

HANDING: Mapping[str, Callable[..., Submitted | Sitting]] = {
    "check": attempts.submit_if_whole,
    "hand": attempts.submit,
}
"""What a button hands in: `check` a whole paper, `hand` one with questions left open too."""
STAY = "stay"  # Enter in a field presses the first button of the form, which nobody sees: this one


def _quiz_step(version: Version, quiz: str) -> StepInfo:
    step = version.step(quiz)
    if step.kind != "quiz":
        raise NotFound
    return step


@bp.get("/courses/<code>/quiz/<quiz>")
@public
def quiz(code: str, quiz: str) -> str | BaseResponse:
    """The try under way, or the next one. Looking at it stores nothing; visitors see what it is and how to take it."""
    if number := retired(code):
        return redirect(url_for("catalogue.past_version", code=code, number=number), 302)
    card, person_id, row = course_card(code), current_identity().person_id, None
    if person_id is None:
        same_for_every_visitor()
    else:
        row = enrolment_with_attempt(reading(), person_id, card.course_id, quiz)
    if row is None or row.withdrawn_at is not None:
        version = load_version(reading(), card.version_id)
        step = _quiz_step(version, quiz)
        return render_template(
            "learning/quiz_closed.html", at=here(code), step=step, quiz=version.quizzes[quiz]
        )
    # a try is finished in the text it was begun with; the next one is drawn from the learner's version
    begun = row.version_id if row.attempt_id else row.pinned_id
    version = load_version(reading(), begun or card.version_id)
    step = _quiz_step(version, quiz)
    at = sitting(row, version, version.quizzes[quiz])
    if not request.args.keys() & {"open", "other"}:
        return _page(row, version, step, at)
    answer = make_response(_page(row, version, step, at))
    # handing in makes browsers forget the page without a query, but not this one: "back" would show the try before
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(row: Any, version: Version, step: StepInfo, at: Sitting) -> str:
    quiz = version.quizzes[step.id]
    best = results_from_json(row.results).get(quiz.id)
    asked = asked_questions(quiz, at, version.texts[quiz.id])
    # "back" after handing in comes to the next try, of which nothing is to be said
    begun = at.attempt_id is not None
    holes = {
        "device": f"{version.code}/{quiz.id}/{at.number}/{row.person_id}",
        "number": at.number,
        "text": f"{version.id}.{_seal(version, quiz.id, at.number)}",
        "left": left_words(at.left),
        "best": best_html(best, version.code),
        "questions": asked_html(version, quiz.id, asked),
        "state": state_html(asked, at),
        "missing": missing_html(version, step) if _stands_in_the_way(row, version, step, at.left) else "",
    }
    return page(
        ("quiz", version.id, quiz.id, at.left == 0),
        "learning/quiz.html",
        lambda: {
            **holes,
            "version": version,
            "step": step,
            "quiz": quiz,
            "at": at,
            "used_up": at.left == 0,
            "texts": version.texts[quiz.id],
            "count": len(asked),
            "unanswered": unanswered_words(at) if begun and request.args.get("open") == "1" else [],
            "unseen": begun and request.args.get("other") == "1",
            "max_marks": sum(quiz.question(item.question_id).marks for item in at.paper.items),
        },
        lambda: holes,
        Alike((), dict),
    )


def _form() -> dict[str, list[str]]:
    return {
        key: values for key, values in request.form.lists() if key.startswith("q.") or key in {"shown", "was"}
    }


def _seal(version: Version, quiz: str, number: int) -> str:
    """Proves that this server showed the reader this try in this text: others may be easier, or known already."""
    said = f"quiz {version.id} {quiz} {number} {my_id()}"
    return hmac.digest(str(current_app.secret_key).encode(), said.encode(), "sha256").hex()[:32]


def _version_in_form(code: str, quiz: str) -> Version:
    """The text that the form was made from; the one in force if the form names another course's or none.

    Raises Conflict for an earlier text in which this try was never shown to this person.
    """
    card = course_card(code)
    given, _dot, seal = request.form.get("version", "").partition(".")
    named = whole_number(given)
    if named is not None:
        version = load_version(reading(), named)
        if version.course_id == card.course_id:
            shown = hmac.compare_digest(seal.encode(), _seal(version, quiz, _number_in_form()).encode())
            if not shown and version.id != card.version_id:
                raise Conflict(REVISED)
            return version
    return load_version(reading(), card.version_id)


def _number_in_form() -> int:
    return whole_number(request.form.get("number")) or 0


@bp.post("/courses/<code>/quiz/<quiz>")
@signed_in
@sent_again(do="save")
def answer(code: str, quiz: str) -> BaseResponse:
    """Hand in, save, or move a line of an ordering question: the buttons of the page; and Enter, which saves."""
    version = _version_in_form(code, quiz)
    step = _quiz_step(version, quiz)
    form: Form = _form()
    me, number = my_id(), _number_in_form()
    move = request.form.get("move", "")
    press = "" if move else request.form.get("do", "")
    target = address("learning.quiz", code=code, quiz=quiz)
    try:
        with transaction() as session:
            if press in HANDING:
                handed = HANDING[press](
                    session, person_id=me, version=version, step=step, number=number, form=form, now=now()
                )
                if isinstance(handed, Sitting):
                    target += "?open=1#open" if handed.unanswered else "?other=1#open"
                else:
                    target = address("learning.review", code=code, quiz=quiz, attempt=handed.attempt_id)
            else:
                field, form = moved(version.quizzes[quiz].questions, form, move)
                at = attempts.save_answers(
                    session, person_id=me, version=version, step=step, number=number, form=form, now=now()
                )
                # the field of a line that was moved gets the focus, so that the buttons beside it are the next stop
                place = field or (f"q-{at.changed}" if press == STAY and at.changed else "state")
                target += f"#{place}"
    except HandedIn as error:
        return redirect(_after_conflict(code, quiz, version, error), 303)
    return redirect(target, 303)


def _after_conflict(code: str, quiz: str, version: Version, error: HandedIn) -> str:
    """Handed in twice: the result of the first time."""
    found = latest_submitted(reading(), person_id=my_id(), course_id=version.course_id, quiz=quiz)
    if found is None:
        raise error
    return url_for("learning.review", code=code, quiz=quiz, attempt=found, again=1)


@bp.post("/courses/<code>/quiz/<quiz>/answers")
@signed_in
def autosave(code: str, quiz: str) -> Response | tuple[Response, int]:
    """One answer from the page's script: kept at once; the answer says how a number was read."""
    instant = now()
    try:
        version = _version_in_form(code, quiz)
        step = _quiz_step(version, quiz)
        with transaction() as session:
            at = attempts.save_answers(
                session,
                person_id=my_id(),
                version=version,
                step=step,
                number=_number_in_form(),
                form=_form(),
                now=instant,
            )
    except Conflict as error:
        return jsonify(problem=_(error.message)), 409
    except NotFound:
        return jsonify(problem=_(LEFT)), 404
    engine = version.quizzes[quiz]
    read = {}
    for question_id, given in at.answers.items():
        note = reading_note(engine.question(question_id), given)
        if note is not None:
            read[question_id] = words(note)
    state = _(
        "%(n)s of %(all)s answers saved, %(time)s",
        n=len(at.answers),
        all=len(at.paper.items),
        time=f"{instant:%H:%M} UTC",
    )
    was = {question_id: fingerprint(given) for question_id, given in at.answers.items()}
    return jsonify(state=state, at=f"{instant:%Y-%m-%dT%H:%M:%SZ}", saved=sorted(was), was=was, read=read)


@bp.get("/courses/<code>/quiz/<quiz>/attempts/<int:attempt>")
@signed_in
def review(code: str, quiz: str, attempt: int) -> str:
    """Learn from it: marks, what was right, and why. The result is derived again from version, seed and answers."""
    card = course_card(code)
    row = get_attempt(reading(), attempt, my_id(), card.course_id)
    if row.quiz != quiz:
        raise NotFound
    version = load_version(reading(), row.version_id)
    step = _quiz_step(version, quiz)
    marking, texts, changes = _marked_by(version, quiz, row)
    engine = marking.quiz
    paper = marking.paper(row.seed)
    answers = answers_from_text(row.answers)
    result = marking.of(paper, answers)
    results = results_from_json(row.results)
    best = results.get(quiz)
    allowance = allowances_from_json(row.extra_tries).get(quiz, NO_ALLOWANCE)
    left = tries_left(engine.attempts, best.tries if best else 0, allowance.extra)
    # right answers of a quiz with few tries stay covered while there is a try to be spent on it
    open_book = left is None or left == 0 or bool(best and best.passed) or engine.pass_mark is None
    asked = reviewed_questions(engine, result, paper, answers, texts, open_book=open_book)
    holes = {
        **result_words(row, result),
        "earlier": earlier_words(version, engine, results),
        "device": f"{version.code}/{quiz}/{row.number}/{my_id()}",
        "results": results_html(asked),
        "anew": anew_html(
            marked_anew(reading(), row.id) if changes else (), kept=row.passed and not result.passed
        ),
        "questions": reviewed_html(version, quiz, asked, open_book=open_book, changes=changes),
        "number": row.number,
        "left": left,
        "missing": missing_html(version, step) if _stands_in_the_way(row, version, step, left) else "",
    }
    return _review_page(row, version, step, holes, left=left, open_book=open_book)


def _marked_by(version: Version, quiz: str, row: Any) -> tuple[Marking, dict[str, Any], tuple[int, ...]]:
    """How a try is marked, what is said of its questions, and the changes of their keys that have come to it."""
    if not row.rekeyed:
        return Marking(version.quizzes[quiz]), version.texts[quiz], ()
    session = reading()
    changes = [
        each for each in changes_of(session, version.course_id, quiz)
        if reached(each, row.enrolment_id) and each.number > version.number
    ]  # fmt: skip
    rights = [load_version(session, each.version_id) for each in changes]
    marking = marking_by(session, version, quiz, changes)
    return marking, texts_by(version, quiz, rights), tuple(each.id for each in changes)


def _must_pass(row: Any, version: Version, step: StepInfo) -> bool:
    """Whether completion asks the reader for this quiz and she took it without passing."""
    return not completion_holds(row) and step.id in unpassed_quizzes(version, row)


def _stands_in_the_way(row: Any, version: Version, step: StepInfo, left: int | None) -> bool:
    return left == 0 and _must_pass(row, version, step)


def _review_page(
    row: Any, version: Version, step: StepInfo, holes: dict[str, object], *, left: int | None, open_book: bool
) -> str:
    may_try, completed = left != 0, completion_holds(row)
    must_try = may_try and _must_pass(row, version, step)
    return page(
        ("review", version.id, step.id, open_book, may_try, must_try, left is None, completed),
        "learning/review.html",
        lambda: {
            **holes,
            "version": version,
            "step": step,
            "quiz": version.quizzes[step.id],
            "open_book": open_book,
            "may_try": may_try,
            "must_try": must_try,
            "limited": left is not None,
            "completed": completed,
            "again": request.args.get("again") == "1",
            "after": version.after(step),
            "step_address": step_address,
        },
        lambda: holes,
    )
