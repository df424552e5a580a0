"""New course: from an outline, from a zip, from what is published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.catalogue.shelf import shelf
from learnhub.centres.snapshot import reference
from learnhub.coursefile.limits import ID_CHARACTERS
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.sources import from_zip
from learnhub.coursefile.starter import About, Starter
from learnhub.coursefile.yamltree import parse
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, Forbidden, Unacceptable
from learnhub.studio.arrival import Arrival
from learnhub.studio.domain import COURSE, Draft
from learnhub.studio.forms.new import CourseFileForm, NewCourseForm, PublishedCourseForm
from learnhub.studio.problemwords import placed
from learnhub.studio.queries.drafts import codes_with_draft
from learnhub.studio.service.arrivals import keep_arrival
from learnhub.studio.service.opening import open_files, open_published, open_starter
from learnhub.studio.views import bp
from learnhub.studio.views.draft import centre_choices, file_store, person_id
from learnhub.web.guards import require, signed_in
from learnhub.web.i18n import translations
from learnhub.web.identity import current_identity

Answer = str | BaseResponse | tuple[str, int]
MOST_SAID = 20


def own_centres() -> list[tuple[str, str]]:
    """The centres for which I write, as choices. Raises Forbidden if there are none."""
    found = centre_choices()
    if not found:
        raise Forbidden(N_("Only authors of a centre begin a course. Ask the coordinator of your centre."))
    return found


def _published(centres: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Published courses that my centres lead and that have no draft, as choices."""
    session, own = reading(), {code for code, _name in centres}
    taken = codes_with_draft(session)
    cards = (card for card in shelf(session).cards.values() if card.centre_id in own)
    return sorted(
        ((card.code, card.title) for card in cards if card.code not in taken), key=lambda choice: choice[1]
    )


def _page(form: Any = None) -> Answer:
    centres = own_centres()
    first = centres[0][0]
    forms = {
        "new": NewCourseForm(centres, formdata=None, prefix="n-", centre=first),
        "file": CourseFileForm(centres, formdata=None, prefix="f-", centre=first),
        "old": PublishedCourseForm(_published(centres), formdata=None, prefix="p-"),
    }
    if form is not None:
        forms[form.name] = form
    problems = form.problems if form is not None else []
    page = render_template("studio/new.html", **forms, problems=problems, several=len(centres) > 1)
    return (page, 422) if problems else page


@bp.get("/courses/new")
@signed_in
def new() -> Answer:
    """Three ways to begin."""
    return _page()


def _begin(form: Any, field: str, begin: Callable[[], Draft]) -> Answer:
    """Open the draft and go there; what is in the way stands at the field."""
    try:
        draft = begin()
    except (Conflict, Unacceptable) as error:
        problems = error.problems if isinstance(error, Unacceptable) else ()
        form[field].errors = [_(error.message), *problems[:MOST_SAID]]
        if form.name == "file" and isinstance(error, Conflict):
            form[field].errors.append(_("In a zip the address stands in course.yaml, after “code:”."))
        return _page(form)
    return redirect(url_for("studio.outline", draft_id=draft.id), 303)


def _may_write(centre: str) -> None:
    known = reference(reading())
    require(Permission.EDIT_COURSE, known.centre_resource(centre) if centre in known.centres else Resource())


@bp.post("/courses/new")
@signed_in
def begin_new() -> Answer:
    """From an outline."""
    form = NewCourseForm(own_centres(), prefix="n-")
    if not form.sent():
        return _page(form)
    _may_write(form.centre.data)
    code = form.code.data or code_of(form.title.data or "")
    if not code:
        form.code.errors = [_("Write an address: the title has no letters a to z to make one from")]
        return _page(form)
    kind, about = Starter(form.kind.data), _about(form, code)
    word = translations(about.language).gettext

    def begin() -> Draft:
        with transaction() as session:
            return open_starter(session, kind=kind, about=about, word=word, actor=person_id(), now=now())

    return _begin(form, "code", begin)


def _about(form: NewCourseForm, code: str) -> About:
    centre = reference(reading()).centres[form.centre.data]
    return About(
        code=code, title=form.title.data or "", language=form.tongue.data, centre=centre.id,
        author=current_identity().name, themes=tuple(centre.themes), affiliation=centre.short_name,
    )  # fmt: skip


def code_of(title: str) -> str:
    """An address made of the first words of a title, as far as they have letters for one."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    whole = words[: ID_CHARACTERS + 1].rpartition("-")[0] if len(words) > ID_CHARACTERS else words
    return whole or words[:ID_CHARACTERS]


@bp.post("/courses/new/file")
@signed_in
def begin_file() -> Answer:
    """From a zip."""
    form = CourseFileForm(own_centres(), prefix="f-")
    if not form.sent():
        return _page(form)
    _may_write(form.centre.data)
    name = form.file.data.filename or "zip"
    files, problems = _read(name, form.file.data.read())
    if problems:
        form.file.errors = [_("These files can’t be taken."), *map(placed, problems[:MOST_SAID])]
        return _page(form)

    def begin() -> Draft:
        with transaction() as session:
            opened = open_files(
                session, files=files, store=file_store(), centre_id=form.centre.data,
                actor=person_id(), now=now(),
            )  # fmt: skip
            if opened.left_out:
                arrival = Arrival(name, 0, 0, (), opened.left_out)
                keep_arrival(session, draft=opened.draft, arrival=arrival, actor=person_id(), now=now())
        if opened.left_out:
            _tell_left_out(opened.left_out)
        return opened.draft

    return _begin(form, "file", begin)


def _read(name: str, data: bytes) -> tuple[Mapping[str, bytes], list[Problem]]:
    """The files of a zip, and what keeps them from becoming a draft: of their texts only a course.yaml that is no YAML,
    since nobody knows then what course it is."""
    files, problems = from_zip(data, name=name)
    text = files.get(COURSE, b"").decode("utf-8-sig", "replace")
    return files, problems if problems or read_loose(text) else parse(text, COURSE)[1]


def _tell_left_out(left_out: tuple[Problem, ...]) -> None:
    first = ngettext(
        "One file was left out, since a course can’t carry it:",
        "%(num)s files were left out, since a course can’t carry them:",
        len(left_out),
    )
    flash(" ".join([first, "; ".join(map(placed, left_out[:MOST_SAID]))]), "warn")


@bp.post("/courses/new/published")
@signed_in
def begin_published() -> Answer:
    """From the version in force."""
    form = PublishedCourseForm(_published(own_centres()), prefix="p-")
    if not form.sent():
        return _page(form)
    card = shelf(reading()).by_code[form.code.data]
    _may_write(card.centre_id)

    def begin() -> Draft:
        with transaction() as session:
            return open_published(
                session,
                code=card.code,
                centre_id=card.centre_id,
                actor=person_id(),
                now=now(),
            )

    return _begin(form, "code", begin)
