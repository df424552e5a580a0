"""The last look before a text is published, publishing it, planning it, and retiring a course."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.catalogue.publishing import Published
from learnhub.catalogue.queries import versions_of
from learnhub.catalogue.shelf import shelf
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, LearnHubError, Unacceptable
from learnhub.studio.domain import Draft
from learnhub.studio.findings import said_of
from learnhub.studio.forms.publishing import PublishForm, RetireForm
from learnhub.studio.forms.reviews import tidy
from learnhub.studio.hooks import hooks
from learnhub.studio.languagewords import left_words
from learnhub.studio.queries.drafts import find_draft, parts_of
from learnhub.studio.queries.reviews import plan_of
from learnhub.studio.service import publishing
from learnhub.studio.service.readiness import checklist_of
from learnhub.studio.views import bp
from learnhub.studio.views.changes import compared, names_of_parts
from learnhub.studio.views.draft import file_store, sees_draft, the_draft
from learnhub.studio.views.reviewing import may_do, needs
from learnhub.studio.views.reviews import said
from learnhub.web.identity import current_identity

Answer = str | Response | tuple[str, int]


def _page(
    draft: Draft,
    form: PublishForm | None = None,
    retiring: RetireForm | None = None,
    wrong: LearnHubError | None = None,
) -> Answer:
    session, store = reading(), file_store()
    retiring = retiring or _retire_form(draft, sent=False)
    look = publishing.last_look(session, draft, store)
    parts = parts_of(session, draft.id)
    found, known = compared(draft, parts, "published")
    problems = [*(form.problems if form else ()), *retiring.problems]
    page = render_template(
        "studio/publish.html", draft=draft, here="publish", look=look, problems=problems, known=known,
        problem=said(wrong) if wrong else "", reasons=getattr(wrong, "problems", ()),
        findings=[said_of(each, draft.id, parts) for each in checklist_of(session, draft, store).blocking],
        left=left_words(look.left), parts=[each for each in found if each.change != "same"],
        titles=names_of_parts(found),
        learners=hooks().learners(session, draft.course_id) if draft.course_id else None,
        manages=may_do(draft.id, Permission.MANAGE_COURSE), plan=plan_of(session, draft.id),
        form=form or PublishForm(formdata=None), retiring=retiring,
        versions=versions_of(session, draft.course_id)[:1] if draft.course_id else (),
    )  # fmt: skip
    return (page, 409 if isinstance(wrong, Conflict) else 422) if problems or wrong else page


def _retire_form(draft: Draft, *, sent: bool) -> RetireForm:
    """The form with the courses that can take the place of this one: those of its own centre first."""
    form = RetireForm(prefix="r-") if sent else RetireForm(formdata=None, prefix="r-")
    others = [card for card in shelf(reading()).cards.values() if card.code != draft.code]
    others.sort(key=lambda card: (card.centre_id != draft.centre_id, card.title.casefold(), card.code))
    form.offer([(card.code, f"{card.title} ({card.code})") for card in others])
    return form


@bp.get("/courses/<draft_id>/publish")
@sees_draft
def publish(draft_id: str) -> Answer:
    """What is missing, what is new, who will notice."""
    return _page(the_draft(draft_id))


def _do(session: Session, draft: Draft, form: PublishForm) -> Published | None:
    """Publish, or plan it; None for a plan."""
    at, edition, files, actor = form.when(), form.edition(), file_store(), current_identity()
    if at is None:
        return publishing.publish_draft(
            session, draft=draft, seq=form.seen(), edition=edition, actor=actor, files=files, now=now(),
            as_is=form.as_is.data,
        )  # fmt: skip
    publishing.plan_publication(
        session, draft=draft, seq=form.seen(), edition=edition, at=at, actor=actor, files=files, now=now(),
        as_is=form.as_is.data,
    )  # fmt: skip
    return None


@bp.post("/courses/<draft_id>/publish")
@needs(Permission.MANAGE_COURSE)
def publish_now(draft_id: str) -> Answer:
    """Make the version, or plan it."""
    draft, form = the_draft(draft_id), PublishForm()
    if not form.sent():
        return _page(draft, form)
    try:
        with transaction() as session:
            done = _do(session, draft, form)
    except (Conflict, Unacceptable) as error:
        return _page(find_draft(reading(), draft_id) or draft, form, wrong=error)
    flash(_("Version %(n)s is published.", n=done.number) if done else _("The publication is planned."), "ok")
    return redirect(url_for("studio.publish", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/publish/cancel")
@needs(Permission.MANAGE_COURSE)
def cancel_publication(draft_id: str) -> Response:
    """Do not publish at the set time."""
    with transaction() as session:
        publishing.cancel_plan(session, draft=the_draft(draft_id), actor=current_identity(), now=now())
    flash(_("The planned publication is cancelled."), "ok")
    return redirect(url_for("studio.publish", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/retire")
@needs(Permission.MANAGE_COURSE)
def retire_course(draft_id: str) -> Answer:
    """Take the course out of the catalogue; who is enrolled finishes it, and its versions stay."""
    draft = the_draft(draft_id)
    form = _retire_form(draft, sent=True)
    if not form.sent():
        return _page(draft, retiring=form)
    try:
        with transaction() as session:
            publishing.retire_draft(
                session, draft=draft, why=tidy(form.why.data), successor=form.successor.data or None,
                actor=current_identity(), now=now(),
            )  # fmt: skip
    except (Conflict, Unacceptable) as error:
        return _page(find_draft(reading(), draft_id) or draft, retiring=form, wrong=error)
    flash(
        _(
            "The course is retired. Those who are enrolled can finish it; its versions stay to be read and cited."
        ),
        "ok",
    )
    return redirect(url_for("studio.publish", draft_id=draft_id), 303)
