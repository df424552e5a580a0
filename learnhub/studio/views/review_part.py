"""One part of a draft in review: its blocks as learners see them, comments, suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.catalogue.words import level_names
from learnhub.centres.snapshot import reference
from learnhub.coursefile.blocks import blocks_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound, Unacceptable
from learnhub.studio.blockview import ShownBlock, shown_part
from learnhub.studio.domain import Draft, Part, Parts
from learnhub.studio.fieldview import facts_of, word_of
from learnhub.studio.forms.reviews import CommentForm, ReplyForm, tidy
from learnhub.studio.kindwords import answer_kinds, question_kinds, quiz_kinds
from learnhub.studio.queries.drafts import parts_of, texts_at
from learnhub.studio.queries.languages import has_original
from learnhub.studio.queries.reviews import comments_on, find_comment, standing_of
from learnhub.studio.service import comments
from learnhub.studio.telling import tell_later
from learnhub.studio.views import bp
from learnhub.studio.views.draft import sees_draft, the_draft
from learnhub.studio.views.lesson import outcomes_of
from learnhub.studio.views.reviewing import may_do, needs
from learnhub.studio.views.reviews import part_titles, said
from learnhub.web.i18n import LANGUAGES, language
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number

Answer = str | Response | tuple[str, int]
DISCUSS = (Permission.REVIEW_COURSE, Permission.EDIT_COURSE)


def _the_part(parts: Parts, path: str) -> Part:
    if path not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    return parts[path]


def _place(draft_id: str, path: str, place: int | None = None, comment: int | None = None) -> Response:
    anchor = f"c{comment}" if comment else f"b{place + 1}" if place is not None else None
    return redirect(url_for("studio.review_part", draft_id=draft_id, path=path, _anchor=anchor), 303)


def _page(
    draft: Draft, path: str, on: int | None, form: CommentForm | None = None, problem: str = ""
) -> Answer:
    session = reading()
    parts = parts_of(session, draft.id)
    part = _the_part(parts, path)
    found = comments_on(session, draft.id, path)
    changed = frozenset(
        each.place
        for each in standing_of(session, draft, parts).changed
        if each.path == path and each.place is not None
    )
    earlier = texts_at(session, draft.id, {(each.path, each.rev) for each in found})
    titles = part_titles(parts)
    shown = shown_part(parts, part, found, earlier, changed)
    if form is None and on is not None:
        form = CommentForm(formdata=None, rev=part.rev, place=on, suggestion=_words(shown.blocks, on))
    problems, outcomes = form.problems if form else [], dict(outcomes_of(parts))
    page = render_template(
        "studio/review_part.html", draft=draft, here="review", part=part, shown=shown, titles=titles, on=on, form=form,
        problem=problem, problems=problems, kinds=question_kinds(),
        facts=facts_of(blocks_of(path, part.text), _names(titles, outcomes)), outcomes=outcomes, word_of=word_of,
        discusses=any(may_do(draft.id, each) for each in DISCUSS), writes=may_do(draft.id, Permission.EDIT_COURSE),
        following=_following(list(titles), path), original=has_original(session, draft.id, path),
    )  # fmt: skip
    return (page, 422) if problems or problem else page


def _words(blocks: Sequence[ShownBlock], on: int) -> str:
    return next((each.block.plain for each in blocks if each.place == on), "")


def _following(paths: list[str], path: str) -> str | None:
    texts = [each for each in paths if not each.startswith("assets/")]
    place = texts.index(path) + 1 if path in texts else len(texts)
    return texts[place] if place < len(texts) else None


def _linked(draft_id: str, path: str) -> str | None:
    """Where a link in a text leads: it names a lesson or the glossary, as pages of learners do."""
    folder, _slash, name = path.partition("/")
    if folder not in ("lessons", "quizzes", "assignments") or "." in name:
        return None
    if name == "glossary":
        return url_for("studio.facts", draft_id=draft_id, section="glossary")
    return url_for("studio.review_part", draft_id=draft_id, path=f"lessons/{name}.md")


def _names(titles: Mapping[str, str], outcomes: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """What people call the values that a course file has as ids and codes."""
    known, steps = reference(reading()), {PurePath(path).stem: title for path, title in titles.items()}
    centres = {centre.id: centre.short_name for centre in known.centres.values()}
    return {
        "outcomes": outcomes,
        "modules": steps,
        "completion": steps | {"all": _("All")},
        "language": LANGUAGES,
        "level": level_names(),
        "kind": quiz_kinds(),
        "answer": answer_kinds(),
        "centres": centres,
        "based_on": LANGUAGES | centres | {"translation": _("Translation"), "adaptation": _("Adaptation")},
        "themes": {code: theme.label(language()) for code, theme in known.themes.items()},
    }


@bp.get("/courses/<draft_id>/review/<path:path>")
@sees_draft
def review_part(draft_id: str, path: str) -> Answer:
    """Read a part and comment on its blocks; `on` is the block whose form is open."""
    linked = _linked(draft_id, path)
    if linked:
        return redirect(linked, 302)
    on = whole_number(request.args.get("on"))
    return _page(the_draft(draft_id), path, on if any(may_do(draft_id, each) for each in DISCUSS) else None)


@bp.post("/courses/<draft_id>/review/<path:path>")
@needs(*DISCUSS)
def comment_block(draft_id: str, path: str) -> Answer:
    """Comment on a block, and suggest other words if wanted."""
    draft, form = the_draft(draft_id), CommentForm()
    if not form.sent():
        return _page(draft, path, form.place.data, form)
    try:
        with transaction() as session:
            made = comments.comment(
                session, draft=draft, path=path, rev=form.rev.data or 0, place=form.place.data or 0, text=form.words(),
                suggestion=form.suggested(), actor=current_identity(), now=now(),
            )  # fmt: skip
            tell_later(session, draft_id=draft_id, now=now())
    except Unacceptable as error:
        return _page(draft, path, form.place.data, form, said(error))
    return _place(draft_id, path, comment=made)


@bp.post("/courses/<draft_id>/comments/<int:comment_id>/reply")
@needs(*DISCUSS)
def reply_to(draft_id: str, comment_id: int) -> Answer:
    """Answer a comment."""
    draft, form = the_draft(draft_id), ReplyForm()
    path = _path_of(draft_id, comment_id)
    text = tidy(form.text.data)
    if not form.sent() or not text:
        flash(_("Write an answer of at most 5,000 characters first."), "warn")
        return _place(draft_id, path, comment=comment_id)
    with transaction() as session:
        comments.reply(
            session, draft=draft, comment_id=comment_id, text=text, actor=current_identity(), now=now()
        )
        tell_later(session, draft_id=draft_id, now=now())
    return _place(draft_id, path, comment=comment_id)


@bp.post("/courses/<draft_id>/comments/<int:comment_id>/<any(settle,reopen):what>")
@needs(*DISCUSS)
def settle_comment(draft_id: str, comment_id: int, what: str) -> Response:
    """Say that a comment is settled, or open it again."""
    path = _path_of(draft_id, comment_id)
    with transaction() as session:
        comments.settle(
            session, draft=the_draft(draft_id), comment_id=comment_id, settled=what == "settle",
            actor=current_identity(), now=now(),
        )  # fmt: skip
    return _place(draft_id, path, comment=comment_id)


@bp.post("/courses/<draft_id>/comments/<int:comment_id>/take")
@needs(Permission.EDIT_COURSE)
def take_suggestion(draft_id: str, comment_id: int) -> Response:
    """Put the suggested words into the text."""
    path = _path_of(draft_id, comment_id)
    with transaction() as session:
        saved = comments.take_suggestion(
            session, draft=the_draft(draft_id), comment_id=comment_id, actor=current_identity(), now=now()
        )
    if saved.clashes:
        flash(_("The block has changed since. Both texts are kept, one after the other: keep one."), "warn")
    else:
        flash(_("The suggested words are in the text."), "ok")
    return _place(draft_id, path, comment=comment_id)


def _path_of(draft_id: str, comment_id: int) -> str:
    found = find_comment(reading(), draft_id, comment_id)
    if found is None:
        raise NotFound(N_("There is no such comment."))
    return found.path
