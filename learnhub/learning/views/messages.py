"""Messages of a course team: write to the learners that were chosen; and the link that ends them."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.catalogue.content import Version
from learnhub.catalogue.shelf import shelf
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import TooMany
from learnhub.learning.chosen import chosen_from
from learnhub.learning.forms import MOST_SUBJECT, MOST_TEXT, MessageForm
from learnhub.learning.service.messaging import (
    Link,
    ask,
    count_mailed,
    languages_of,
    messages_of,
    refuse,
    take_again,
)
from learnhub.learning.views import bp
from learnhub.learning.views.learners import alone, in_force
from learnhub.learning.views.team import course_resource
from learnhub.web.guards import allowed, public
from learnhub.web.i18n import LANGUAGES
from learnhub.web.identity import my_id
from learnhub.web.settings import current_settings

STOP = "/messages/stop/<seal>"


@bp.get("/courses/<code>/messages")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def messages(code: str) -> str:
    """What was written, by whom, and to how many it went."""
    version = in_force(code)
    rows = messages_of(reading(), version.course_id)
    shown = [(row, _first(json.loads(row.texts), version)) for row in rows]
    return render_template("learning/messages.html", code=code, version=version, rows=shown)


def _first(texts: dict[str, list[str]], version: Version) -> list[str]:
    written_in = version.document.metadata.language
    return texts.get(written_in) or next(iter(texts.values()))


@bp.route("/courses/<code>/learners/message", methods=["GET", "POST"])
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def write_message(code: str) -> str | tuple[str, int] | Response:
    """Write once in the course's language, and in as many others as one likes; each learner gets her own."""
    version, chosen, session = in_force(code), chosen_from(request.args), reading()
    languages = languages_of(session, chosen, version, now())
    form = MessageForm()
    problems: list[tuple[str, str]] = []
    status = 422 if request.method == "POST" else 200
    if request.method == "POST":
        texts, problems = _written(form, version, languages)
        if not problems and languages:
            try:
                with transaction() as writer:
                    ask(writer, version=version, chosen=chosen, texts=texts, sender_id=my_id(), now=now())
                flash(_("The message is on its way."), "ok")
                return redirect(url_for("learning.messages", code=code), 303)
            except TooMany as error:
                problems, status = [("subject", _(error.message))], 429
    page = render_template(
        "learning/write.html", code=code, version=version, form=form, languages=languages, chosen=chosen,
        total=sum(languages.values()), mailed=count_mailed(session, chosen, version, now()),
        others=_others(version, languages), problems=problems, given=request.form, names=LANGUAGES,
        alone=alone(chosen, version),
    )  # fmt: skip
    return page, status


def _others(version: Version, languages: dict[str, int]) -> list[str]:
    """The languages beside that of the course, those of the readers first."""
    rest = [code for code in LANGUAGES if code != version.document.metadata.language]
    return sorted(rest, key=lambda code: -languages.get(code, 0))


def _written(
    form: MessageForm, version: Version, languages: dict[str, int]
) -> tuple[dict[str, tuple[str, str]], list[tuple[str, str]]]:
    """The texts by language, and what is wrong with them."""
    form.validate()
    problems = form.problems
    texts: dict[str, tuple[str, str]] = {
        version.document.metadata.language: (form.subject.data or "", form.text.data or "")
    }
    code: str
    for code in _others(version, languages):
        subject = " ".join(request.form.get(f"subject-{code}", "").split())
        text = request.form.get(f"text-{code}", "").strip()
        if bool(subject) != bool(text):
            problems.append(
                (
                    f"subject-{code}",
                    _("%(name)s: write both subject and message, or neither", name=LANGUAGES[code]),
                )
            )
        elif len(subject) > MOST_SUBJECT or len(text) > MOST_TEXT:
            problems.append((f"subject-{code}", _("%(name)s: this is too long", name=LANGUAGES[code])))
        elif subject:
            texts[code] = (subject, text)
    return texts, problems


def _link() -> Link:
    settings = current_settings()
    return Link(settings.public_url, str(current_app.secret_key))


def _course_title(course_id: int) -> str:
    card = shelf(reading()).held.get(course_id)
    return card.title if card else ""


@bp.get(STOP)
@public
def stop_messages(seal: str) -> str:
    """Looking ends nothing, since mail programs look at links; one press does."""
    course_id, _person = _link().open(seal)
    return render_template("learning/stop.html", title=_course_title(course_id), state="asked")


@bp.post(STOP)
@public
def stop_at_once(seal: str) -> str:
    """End the messages, from the page or from the button of a mail program; or take them again."""
    course_id, person_id = _link().open(seal)
    again = request.form.get("do") == "again"
    with transaction() as session:
        if again:
            take_again(session, course_id=course_id, person_id=person_id)
        else:
            refuse(session, course_id=course_id, person_id=person_id, now=now())
    state = "again" if again else "stopped"
    return render_template("learning/stop.html", title=_course_title(course_id), state=state)


@bp.record
def _no_token(state: BlueprintSetupState) -> None:
    # a mail program's button has no session to carry a token; the sealed link proves whose messages these are
    state.app.extensions["csrf"].exempt(stop_at_once)


@bp.app_template_global("sent_words")
def _sent_words(row: Any) -> str:
    """How far a message has come."""
    words = str(ngettext("sent by mail to one learner", "sent by mail to %(num)s learners", row.sent))
    return words if row.ended_at else str(_("on its way: %(so_far)s", so_far=words))
