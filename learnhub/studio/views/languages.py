"""Languages of a course: what it was made from, its translations, and translating it block by block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.catalogue.shelf import shelf
from learnhub.centres.snapshot import reference
from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.diff import diff_words
from learnhub.coursefile.translation.marks import missing_marks
from learnhub.coursefile.translation.pairs import Pair, State, digest
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.studio.domain import Draft, Overtaken
from learnhub.studio.forms.languages import BlockTextForm, SourceForm
from learnhub.studio.languagewords import field_name, lost_words, part_name, state_words
from learnhub.studio.queries.drafts import centres_of, parts_of
from learnhub.studio.queries.languages import PartBeside, beside, next_block, pictures_with_words
from learnhub.studio.queries.resources import Carried, carried, texts_of
from learnhub.studio.queries.sources import Source, drafts_made_from, find_source
from learnhub.studio.service.languages import take_source, translate_block
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, file_store, person_id, sees_draft, the_draft
from learnhub.studio.views.quizzes import may_write
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number

Answer = str | Response | tuple[str, int]


@bp.get("/courses/<draft_id>/languages")
@sees_draft
def languages(draft_id: str) -> Answer:
    """How far a translation is, or in which languages a course is."""
    draft, session = the_draft(draft_id), reading()
    source = find_source(session, draft_id)
    stock = shelf(session)
    card = stock.by_code.get(draft.code)
    every: dict[str, Any] = {
        "draft": draft, "here": "languages", "source": source, "writes": may_write(draft_id),
        "begins": bool(centres_of(session, current_identity())),
        "known": reference(session).centres, "published": stock.in_other_languages(draft.code), "card": card,
        "writing": drafts_made_from(session, current_identity(), draft.course_id) if draft.course_id else (),
    }  # fmt: skip
    if source is None or source.how != "translation":
        return render_template("studio/languages.html", parts={}, **every)
    parts = beside(session, draft, source)
    return render_template(
        "studio/languages.html", parts=parts, names=_names(parts), State=State, copies=_foreign_copies(draft),
        first=next_block(parts, next(iter(parts)), -1),
        pictures=pictures_with_words(session, draft_id, source, file_store().get), **every,
    )  # fmt: skip


def _foreign_copies(draft: Draft) -> list[Carried]:
    """Cases and sites in another language than the translation: they are taken in its own, or stay as published."""
    session = reading()
    held = carried(session, texts_of(parts_of(session, draft.id)))
    return [each for each in held if each.copy.kind != "term" and each.copy.language != draft.language]


def _names(parts: Mapping[str, PartBeside]) -> dict[str, str]:
    return {path: part_name(path) or title_of(path, part.source) for path, part in parts.items()}


def _beside(draft: Draft, part: str) -> tuple[Source, Mapping[str, PartBeside]]:
    session = reading()
    source = find_source(session, draft.id)
    parts = beside(session, draft, source) if source and source.how == "translation" else {}
    if source is None or part not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    return source, parts


def _page(draft_id: str, part: str, at: int | None, **more: Any) -> str:
    draft = the_draft(draft_id)
    source, parts = _beside(draft, part)
    found = parts[part]
    pairs = found.pairs or ()
    lost = {
        n: lost_words(missing_marks(p.source, p.target)) for n, p in enumerate(pairs) if p.done and p.target
    }
    changed = {n: diff_words(p.was, p.source) for n, p in enumerate(pairs) if p.was is not None}
    paths = list(parts)
    following = paths[paths.index(part) + 1 :]
    return render_template(
        "studio/translate.html", draft=draft, here="languages", source=source, part=found, pairs=pairs, at=at,
        names=_names(parts), lost=lost, changed=changed, states=state_words(), digest=digest,
        field_name=field_name, writes=may_write(draft_id), following=following[0] if following else None,
        known=reference(reading()).centres, **{"typed": None, "theirs": None, "problem": "", **more},
    )  # fmt: skip


@bp.get("/courses/<draft_id>/languages/<path:part>")
@sees_draft
def translate(draft_id: str, part: str) -> Answer:
    """A part of the original beside the same part of the translation; one block is open to be written."""
    return _page(draft_id, part, whole_number(request.args.get("at")))


@bp.post("/courses/<draft_id>/languages/<path:part>")
@edits_draft
def save_translation(draft_id: str, part: str) -> Answer:
    """Keep the translation of a block and open the next one."""
    form = BlockTextForm()
    if not form.sent():
        return _untaken(draft_id, part, form)
    number, keep = form.place, form.do.data == "keep"
    try:
        pair = _save(draft_id, part, form)
    except Overtaken as error:
        return _page(draft_id, part, number, typed=form.lines, theirs=error.theirs), 409
    except Conflict as error:
        return _page(draft_id, part, number, typed=form.lines, problem=_(error.message)), 409
    lost = lost_words(missing_marks(pair.source, form.lines)) if form.lines.strip() and not keep else []
    if lost and form.known.data != "1":
        return _to(draft_id, part, number, form)
    return _next(draft_id, part, number, form)


def _untaken(draft_id: str, part: str, form: BlockTextForm) -> Answer:
    """The text is too long, or the form is none of ours."""
    if not form.text.errors or not isinstance(form.number.data, int):
        raise NotFound
    return _page(draft_id, part, form.number.data, typed=form.lines, problem=str(form.text.errors[0])), 422


def _save(draft_id: str, part: str, form: BlockTextForm) -> Pair:
    with transaction() as session:
        return translate_block(
            session, draft=the_draft(draft_id), path=part, number=form.place, source=form.source.data or "",
            seen=form.seen.data or "", typed=form.lines, keep=form.do.data == "keep", actor=person_id(), now=now(),
        )  # fmt: skip


def _next(draft_id: str, part: str, number: int, form: BlockTextForm) -> Response:
    _source, parts = _beside(the_draft(draft_id), part)
    found = next_block(parts, part, number)
    if found is None:
        flash(_("Every block is translated."), "ok")
        return redirect(url_for("studio.languages", draft_id=draft_id), 303)
    return _to(draft_id, *found, form)


def _to(draft_id: str, part: str, number: int, form: BlockTextForm) -> Response:
    """To a block; `saved` tells the script which text the server has now."""
    address = url_for(
        "studio.translate", draft_id=draft_id, part=part, at=number, saved=(form.source.data or "")[:16],
        _anchor="t",
    )  # fmt: skip
    return redirect(address, 303)


@bp.post("/courses/<draft_id>/languages")
@edits_draft
def take_new_source(draft_id: str) -> Answer:
    """Go on with the version of the original that is in force."""
    if not SourceForm().sent():
        raise NotFound
    with transaction() as session:
        number = take_source(session, draft=the_draft(draft_id), actor=person_id(), now=now())
    flash(_("The translation is compared with version %(n)s now.", n=number), "ok")
    return redirect(url_for("studio.languages", draft_id=draft_id), 303)
