"""The review of a draft: where it stands, whom to ask, the parts with their comments, the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.accounts.queries import names_of
from learnhub.centres.snapshot import reference
from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import planned
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, LearnHubError, Unacceptable
from learnhub.studio.blockview import number_of
from learnhub.studio.domain import COURSE, Draft, Parts, State
from learnhub.studio.forms.reviews import AskForm, VerdictForm
from learnhub.studio.queries.drafts import find_draft, parts_of
from learnhub.studio.queries.reviews import (
    open_comments,
    requests_of,
    reviewers,
    reviews_asked_of,
    standing_of,
    writers_of,
)
from learnhub.studio.queries.waiting import commented_drafts, drafts_to_publish
from learnhub.studio.review import MOVES, Act, Changed, Standing
from learnhub.studio.reviewwords import reason_names
from learnhub.studio.service import reviews
from learnhub.studio.views import bp
from learnhub.studio.views.draft import sees_draft, the_draft
from learnhub.studio.views.reviewing import link_to, may_do, needs, review_link
from learnhub.web.i18n import language, translations
from learnhub.web.identity import current_identity

Answer = str | Response | tuple[str, int]


@bp.app_template_global("studio_mine")
def _mine() -> dict[str, object]:
    """What waits for the reader as an author or coordinator: comments on her texts, approved texts to publish."""
    session, identity = reading(), current_identity()
    return {"commented": commented_drafts(session, identity), "ready": drafts_to_publish(session, identity)}


@bp.app_template_global("studio_comments")
def _comments(draft: Draft) -> int:
    """How many comments on a draft are not settled."""
    return sum(open_comments(reading(), draft.id).values())


@bp.app_template_global("studio_reviews_asked")
def _asked() -> list[dict[str, object]]:
    """The drafts that wait for a decision of the reader."""
    found = reviews_asked_of(reading(), current_identity())
    return [{"draft": draft, "due": due} for draft, due in found]


def said(error: LearnHubError) -> str:
    """What an error says, in the reader's language."""
    return translations(language()).gettext(error.message)


def part_titles(parts: Parts) -> dict[str, str]:
    """What each part is called: course.yaml, the steps in their order, then what is in no module."""
    modules = planned(read_loose(parts[COURSE].text) or {}) if COURSE in parts else ()
    steps = [step.path for module in modules for step in module.steps]
    place = {path: number for number, path in enumerate([COURSE, *steps])}
    paths = sorted(parts, key=lambda path: (place.get(path, len(place)), path))
    return {
        path: _("Facts and outline") if path == COURSE else title_of(path, parts[path].text) for path in paths
    }


def places_of(
    changed: tuple[Changed, ...], titles: dict[str, str], parts: Parts
) -> list[tuple[str, str, int | None, int]]:
    """Path, title, place and number of each block that is to be looked at again."""
    found = []
    for each in changed:
        text = parts[each.path].text if each.place is not None and each.path in parts else ""
        number = number_of(each.path, text, each.place) if each.place is not None else 0
        found.append((each.path, titles.get(each.path, each.path), each.place, number))
    return found


def _page(
    draft: Draft, ask: AskForm | None = None, verdict: VerdictForm | None = None, problem: str = ""
) -> Answer:
    session = reading()
    parts = parts_of(session, draft.id)
    found, writers = standing_of(session, draft, parts), writers_of(session, draft.id)
    titles = part_titles(parts)
    can_review = may_do(draft.id, Permission.REVIEW_COURSE)
    problems = [*(ask.problems if ask else ()), *(verdict.problems if verdict else ())]
    page = render_template(
        "studio/review.html", draft=draft, here="review", standing=found, titles=titles, problem=problem,
        problems=problems, comments=open_comments(session, draft.id), requests=requests_of(session, draft.id),
        again=places_of(found.changed, titles, parts), waiting=_void_by_path(found), known=reference(session),
        names=names_of(session, _deciders(found)),
        writes=may_do(draft.id, Permission.EDIT_COURSE), manages=may_do(draft.id, Permission.MANAGE_COURSE),
        own=current_identity().person_id in writers, can_review=can_review and draft.state is not State.DRAFT,
        reasons=reason_names(), ask=ask or _ask_form(writers), steps=_steps(draft, found.enough),
        verdict=verdict or VerdictForm.made(formdata=None, seq=str(draft.seq)),
    )  # fmt: skip
    return (page, 422) if problems or problem else page


def _void_by_path(found: Standing) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in found.changed:
        counts[each.path] = counts.get(each.path, 0) + 1
    return counts


def _deciders(found: Standing) -> set[int]:
    return {each.decision.person_id for each in found.approvals} | {each.person_id for each in found.asked}


def _steps(draft: Draft, enough: bool) -> int:
    """How many of the four steps to publication are done."""
    order = {State.DRAFT: 0, State.IN_REVIEW: 1, State.CHANGES_ASKED: 1, State.APPROVED: 3 if enough else 2}
    return order.get(draft.state, 4)


def _ask_form(writers: frozenset[int], *, sent: bool = False) -> AskForm:
    session = reading()
    form = AskForm() if sent else AskForm(formdata=None)
    known = reference(session).centres
    form.reviewer.choices = [
        (each.person_id, f"{each.name}, {known[each.centre_id].short_name}")
        for each in reviewers(session, now=now())
        if each.person_id not in writers and each.centre_id in known
    ]
    return form


@bp.get("/courses/<draft_id>/review")
@sees_draft
def review(draft_id: str) -> Answer:
    """Where the text stands, what to read, and the decision."""
    return _page(the_draft(draft_id))


@bp.post("/courses/<draft_id>/review/ask")
@needs(Permission.EDIT_COURSE)
def ask_review(draft_id: str) -> Answer:
    """Ask somebody for a review."""
    draft = the_draft(draft_id)
    form = _ask_form(writers_of(reading(), draft_id), sent=True)
    if not form.sent():
        return _page(draft, ask=form)
    try:
        with transaction() as session:
            reviews.ask_review(
                session, draft=draft, reviewer_id=form.reviewer.data, due_on=form.due.data,
                actor=current_identity(), link=review_link(draft_id), now=now(),
            )  # fmt: skip
    except Unacceptable as error:
        return _page(draft, ask=form, problem=said(error))
    flash(_("The review is asked for. A message is on its way."), "ok")
    return redirect(url_for("studio.review", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/review/take-back")
@needs(Permission.EDIT_COURSE)
def take_back(draft_id: str) -> Response:
    """The text is a draft again."""
    with transaction() as session:
        reviews.take_back(session, draft=the_draft(draft_id), actor=current_identity(), now=now())
    flash(_("The text is a draft again."), "ok")
    return redirect(url_for("studio.review", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/review/network/<any(yes,no):wanted>")
@needs(Permission.MANAGE_COURSE)
def set_network(draft_id: str, wanted: str) -> Response:
    """Whether two centres have to approve."""
    with transaction() as session:
        reviews.set_network(
            session, draft=the_draft(draft_id), network=wanted == "yes", actor=current_identity(), now=now()
        )
    return redirect(url_for("studio.review", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/review/decide")
@needs(Permission.REVIEW_COURSE)
def decide(draft_id: str) -> Answer:
    """Approve exactly this text, or ask for changes."""
    draft = the_draft(draft_id)
    form = VerdictForm.made()
    if not form.sent():
        return _page(draft, verdict=form)
    try:
        with transaction() as session:
            state = reviews.decide(
                session, draft=draft, verdict=form.verdict(), actor=current_identity(),
                link=review_link(draft_id), publishing=link_to("studio.publish", draft_id=draft_id), now=now(),
            )  # fmt: skip
    except (Unacceptable, Conflict) as error:
        draft = find_draft(reading(), draft_id) or draft
        if draft.state not in MOVES[Act.APPROVE].start:
            raise  # the page has no form for her words any more: she gets them back by themselves
        return _page(draft, verdict=form, problem=said(error))
    done = {
        State.APPROVED: _("Approved. The text can be published as it stands."),
        State.CHANGES_ASKED: _("Your decision is sent to the authors."),
    }
    flash(done.get(state, _("Approved. Another centre has to approve it too.")), "ok")
    return redirect(url_for("studio.review", draft_id=draft_id), 303)
