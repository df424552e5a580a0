"""My learning: what is running, the next step, results, certificates, hours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from learnhub.catalogue.cards import ShownCard, show
from learnhub.catalogue.content import StepInfo, Version, load_version
from learnhub.catalogue.shelf import Wanted, search, shelf
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.learning.context import Here
from learnhub.learning.domain import Best, results_from_json
from learnhub.learning.hooks import hooks
from learnhub.learning.queries import my_certificates, my_enrolments, my_tries, study_seconds
from learnhub.learning.queries.messages import Heading, messages_by_number, messages_to
from learnhub.learning.queries.work import WORK, WorkState, states_of
from learnhub.learning.views import bp
from learnhub.learning.views.courses import step_address
from learnhub.web.fragments import filled, page
from learnhub.web.guards import signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity, my_id
from learnhub.web.paging import Page, page_number
from learnhub.web.templating import duration

MESSAGES = 20  # to a page


@dataclass(frozen=True)
class MyCourse:
    """A course as its learner sees it in the list."""

    at: Here
    row: Any
    results: Mapping[str, Best]

    @property
    def version(self) -> Version:
        return self.at.version

    @property
    def minutes_left(self) -> int:
        """Minutes of the steps that are not done and that the certificate asks for."""
        asked = self.version.document.metadata.completion_assignments or ()
        return sum(
            step.minutes
            for step in self.version.steps
            if not self.at.is_done(step) and (step.kind != "assignment" or step.id in asked)
        )

    @property
    def post_test(self) -> StepInfo | None:
        """The test that shows what was learnt, which no certificate asks for, while it is still to be taken."""
        tests = (step for step in self.version.steps if step.kind == "quiz" and not self.at.is_done(step))
        return next((step for step in tests if self.version.quizzes[step.id].kind == "post"), None)


def _my_courses(person_id: int) -> list[MyCourse]:
    """All that she is enrolled in, and what she has left."""
    session = reading()
    stock = shelf(session)
    found = []
    works: dict[int, dict[str, WorkState]] | None = None
    for row in my_enrolments(session, person_id):
        card = stock.held.get(row.course_id)
        if card is not None:
            version = load_version(session, row.pinned_id or row.version_id)
            if works is None and version.document.assignments:
                works = states_of(session, WORK.c.person_id == person_id)
            at = Here(session, card, version, row, (works or {}).get(row.id, {}))
            found.append(MyCourse(at, row, results_from_json(row.results)))
    return found


def _drawn(part: str, course: MyCourse) -> Markup:
    """A course as this learner sees it, made once for all who stand where she stands."""
    row = course.row
    return filled(
        (
            part,
            language(),
            request.script_root,
            course.version.id,
            row.done,
            row.last_step,
            row.completed_at,
            course.at.completed,
            course.at.behind,
            course.at.due_on,
            course.at.retirement is not None,
            *course.at.unpassed.items(),
            *((name, state.state, state.total) for name, state in course.at.works.items()),
        ),
        lambda: render_template(f"learning/{part}.html", course=course, step_address=step_address),
        {},
    )


def _begin(left: Sequence[MyCourse]) -> list[ShownCard]:
    """Courses for somebody who has none, if possible in her language; none that she has left."""
    session = reading()
    stock, known = shelf(session), {course.at.card.code for course in left}
    own = search(session, stock, Wanted(facets={"language": [language()]})).cards
    offered = own or search(session, stock, Wanted()).cards
    return show(session, [card for card in offered if card.code not in known][:3])


def _left_words(left: Sequence[MyCourse]) -> Markup:
    if not left:
        return Markup("")
    return Markup(render_template("learning/_left.html", courses=left))  # noqa: S704 - an escaping template


def _lines(certificates: Sequence[Any]) -> Markup:
    if not certificates:
        return Markup("")
    made = render_template("learning/_my_certificates.html", certificates=certificates)
    return Markup(made)  # noqa: S704 - an escaping template


@bp.get("/me")
@signed_in
def mine() -> str:
    """Go on at once."""
    identity, me, session = current_identity(), my_id(), reading()
    every = _my_courses(me)
    courses = [course for course in every if course.row.withdrawn_at is None]
    left = [course for course in every if course.row.withdrawn_at is not None]
    greeting = _("Good to see you, %(name)s", name=identity.name)
    certificates, trainings = my_certificates(session, me), hooks().trainings(session, me)
    if not courses:  # who left them all keeps her certificates
        return render_template(
            "learning/mine.html", greeting=greeting, left=_left_words(left), suggestions=_begin(left),
            certificates=_lines(certificates), trainings=trainings,
        )  # fmt: skip
    running = [course for course in courses if not course.at.completed]
    minutes = study_seconds(session, me) // 60
    messages, instant = messages_to(session, me), now()
    new = sum(message.is_new(instant) for message in messages)
    holes = {
        "greeting": greeting,
        "go_on": _drawn("_go_on", running[0]) if running else Markup(""),
        "courses": Markup("").join(_drawn("_my_course", course) for course in courses),
        "left": _left_words(left),
        "hours": _("You have studied %(time)s in all.", time=duration(minutes)) if minutes else "",
        "certificates": _lines(certificates),
        "messages": bool(messages),
        "trainings": trainings,
        "new": ngettext("one new", "%(num)s new", new) if new else "",
    }
    return page(
        ("mine", bool(minutes), bool(certificates), bool(messages), bool(new), bool(trainings)),
        "learning/mine.html",
        lambda: holes,
        lambda: holes,
    )


@bp.get("/me/messages")
@signed_in
def my_messages() -> str:
    """What the teams of her courses wrote to a learner, whether she has an e-mail address or not."""
    session, number = reading(), page_number()
    headings = messages_to(session, my_id())
    some = headings[(number - 1) * MESSAGES : number * MESSAGES]
    rows = [_as_read(row) for row in messages_by_number(session, [each.id for each in some])]
    shown = Page(rows, number, len(headings), MESSAGES)
    return render_template(
        "learning/my_messages.html", page=shown, address=lambda n: url_for("learning.my_messages", page=n)
    )


def _as_read(row: Any) -> dict[str, Any]:
    """A message in the reader's language, or that of the course, or the first there is."""
    texts, card = json.loads(row.texts), shelf(reading()).held[row.course_id]
    code = next(code for code in (language(), card.language, *texts) if code in texts)
    subject, text = texts[code]
    new = Heading(row.id, row.asked_at).is_new(now())
    return {"row": row, "card": card, "language": code, "subject": subject, "text": text, "new": new}


@bp.get("/me/results")
@signed_in
def results() -> str:
    """Every quiz taken, with the best result and the way to each try; of courses that she left, too."""
    return render_template(
        "learning/results.html", courses=_my_courses(my_id()), tries=my_tries(reading(), my_id())
    )
