"""The outline of a draft: modules, lessons, quizzes, with their minutes and bytes; everything by buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learnhub.coursefile import outline as plan
from learnhub.coursefile.document import StepKind
from learnhub.coursefile.starter import new_assignment, new_lesson, new_quiz
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.studio.domain import Draft
from learnhub.studio.forms.outline import StepForm, TitleForm
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.outline import Outline, outline_of, removed_modules, removed_parts
from learnhub.studio.service import outline as acts
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, sees_draft, the_draft
from learnhub.studio.views.quizzes import may_write
from learnhub.web.i18n import translations
from learnhub.web.numbers import whole_number

Answer = str | Response | tuple[str, int]
NEW_MINUTES = {"lesson": 15, "practice": 10, "final": 20, "pre": 5, "post": 5, "assignment": 60}


def _modules(found: Outline) -> list[tuple[str, str]]:
    return [(module.id, module.title or module.id) for module in found.modules if module.id]


def _page(draft: Draft, step_form: StepForm | None = None, module_form: TitleForm | None = None) -> Answer:
    session = reading()
    found = outline_of(parts_of(session, draft.id))
    modules, gone = _modules(found), removed_modules(session, draft.id)
    with_module = {step.path for module in gone for step in module.steps}
    last = {"module": modules[-1][0]} if modules else {}
    problems = [*(step_form.problems if step_form else ()), *(module_form.problems if module_form else ())]
    page = render_template(
        "studio/outline.html", draft=draft, here="outline", outline=found, writes=may_write(draft.id),
        removed=[each for each in removed_parts(session, draft.id) if each.path not in with_module],
        gone=gone, problems=problems, step_page=step_page,
        step_form=step_form or StepForm(modules, formdata=None, prefix="s-", **last),
        module_form=module_form or TitleForm(formdata=None, prefix="m-"),
    )  # fmt: skip
    return (page, 422) if problems else page


@bp.get("/courses/<draft_id>")
@sees_draft
def outline(draft_id: str) -> Answer:
    """Build the course and see how far it is."""
    answer = make_response(_page(the_draft(draft_id)))
    # the way back from a step that was just added leads here, and a page kept by the browser would not have it
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _back(draft_id: str, mark: str = "") -> Response:
    return redirect(url_for("studio.outline", draft_id=draft_id, _anchor=mark or None), 303)


@bp.post("/courses/<draft_id>/modules")
@edits_draft
def add_module(draft_id: str) -> Answer:
    """A further module."""
    draft, form = the_draft(draft_id), TitleForm(prefix="m-")
    if not form.sent():
        return _page(draft, module_form=form)
    title = form.title.data or ""
    _change(draft, lambda data: plan.with_module(data, title), "add")
    return _back(draft_id, "add")


@bp.post("/courses/<draft_id>/steps")
@edits_draft
def add_step(draft_id: str) -> Answer:
    """A further lesson, quiz or assignment; the page to write it opens."""
    draft = the_draft(draft_id)
    form = StepForm(_modules(outline_of(parts_of(reading(), draft_id))), prefix="s-")
    if not form.sent():
        return _page(draft, step_form=form)
    title, kind = form.title.data or "", form.kind.data
    step_kind: StepKind = kind if kind in ("lesson", "assignment") else "quiz"
    with transaction() as session:
        step = acts.add_step(
            session, draft=draft, kind=step_kind, title=title, text=_new_text(draft, kind, title),
            module=form.module.data, actor=person_id(), now=now(), to_pass=kind == "final",
        )  # fmt: skip
    return redirect(step_page(draft_id, step_kind, step), 303)


def _new_text(draft: Draft, kind: str, title: str) -> str:
    if kind == "lesson":
        return new_lesson(title, NEW_MINUTES[kind], translations(draft.language).gettext)
    if kind == "assignment":
        return new_assignment(title, NEW_MINUTES[kind])
    return new_quiz(title, kind, NEW_MINUTES[kind])


def step_page(draft_id: str, kind: str, step: str) -> str:
    """The address of the page on which a step is written."""
    names: dict[str, Any] = {kind: step}
    return url_for(f"studio.{kind}", draft_id=draft_id, **names)


def _change(draft: Draft, change: Callable[[dict[str, Any]], dict[str, Any]], act: str) -> None:
    with transaction() as session:
        acts.change_outline(session, draft=draft, change=change, actor=person_id(), now=now(), act=act)


def _title_of(draft: Draft, what: str, name: str) -> str:
    found = outline_of(parts_of(reading(), draft.id))
    if what == "module":
        titles = {module.id: module.title for module in found.modules}
    else:
        steps = [step for module in found.modules for step in module.steps] + list(found.loose)
        titles = {step.id: step.facts.title for step in steps if step.facts}
    if name not in titles:
        raise NotFound(N_("This part of the course is not there any more."))
    return titles[name]


@bp.route("/courses/<draft_id>/rename/<any(module, step):what>/<name>", methods=["GET", "POST"])
@edits_draft
def rename(draft_id: str, what: str, name: str) -> Answer:
    """Another title for a module or a step; addresses stay."""
    draft, form = the_draft(draft_id), TitleForm()
    present = _title_of(draft, what, name)
    if not form.sent():
        if request.method == "GET":
            form.title.data = present
        page = render_template("studio/rename.html", draft=draft, form=form)
        return (page, 422) if form.problems else page
    title = form.title.data or ""
    if what == "module":
        _change(draft, lambda data: plan.renamed_module(data, name, title), "rename")
    else:
        with transaction() as session:
            acts.rename_step(session, draft=draft, step_id=name, title=title, actor=person_id(), now=now())
    return _back(draft_id, f"{what}-{name}")


@bp.post("/courses/<draft_id>/arrange")
@edits_draft
def arrange_outline(draft_id: str) -> Response:
    """Move, copy, remove, put back: the button says what."""
    draft = the_draft(draft_id)
    act, _colon, name = request.form.get("do", "").partition(":")
    if act not in ACTS:
        raise NotFound(N_("There is no such button."))
    try:
        mark = ACTS[act](draft, name)
    except (Conflict, NotFound, Unacceptable) as error:
        flash(_(error.message), "warn")
        return _back(draft_id)
    return _back(draft_id, mark)


Data = dict[str, Any]


def _moved(change: Callable[[Data, str], Data], mark: str) -> Callable[[Draft, str], str]:
    def act(draft: Draft, name: str) -> str:
        _change(draft, lambda data: change(data, name), "move")
        return f"{mark}-{name}"

    return act


def _placed(draft: Draft, name: str) -> str:
    step, _colon, rest = name.partition(":")
    module, _colon, typed = rest.rpartition(":")
    if (place := whole_number(typed, 9_999)) is None:
        raise NotFound(N_("There is no such button."))
    _change(draft, lambda data: plan.placed_step(data, step, module, place), "move")
    return f"step-{step}"


def _service(
    command: Callable[..., object], name_of: str, mark: str = "removed"
) -> Callable[[Draft, str], str]:
    def act(draft: Draft, name: str) -> str:
        def run(session: Session) -> object:
            return command(session, draft=draft, actor=person_id(), now=now(), **{name_of: name})

        with transaction() as session:
            made = run(session)
        return f"step-{made}" if isinstance(made, str) else mark.format(name)

    return act


def _copy(draft: Draft, name: str) -> str:
    word = translations(draft.language).gettext(N_("%(title)s, copy"))
    title = word % {"title": _title_of(draft, "step", name)}
    with transaction() as session:
        made = acts.copy_step(session, draft=draft, step_id=name, title=title, actor=person_id(), now=now())
    return f"step-{made}"


ACTS: dict[str, Callable[[Draft, str], str]] = {
    "up": _moved(lambda data, name: plan.moved_step(data, name, -1), "step"),
    "down": _moved(lambda data, name: plan.moved_step(data, name, 1), "step"),
    "place": _placed,
    "copy": _copy,
    "remove": _service(acts.remove_step, "step_id"),
    "module-up": _moved(lambda data, name: plan.moved_module(data, name, -1), "module"),
    "module-down": _moved(lambda data, name: plan.moved_module(data, name, 1), "module"),
    "module-remove": _service(acts.remove_module, "module_id"),
    "back": _service(acts.put_step_back, "path"),
    "module-back": _service(acts.put_module_back, "module_id", "module-{}"),
    "seat": _service(acts.seat_loose_step, "step_id"),
}
