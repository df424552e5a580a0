"""A lesson or assignment of a draft as its readers will see it: the same compiler, the same shape of page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from learnhub.catalogue.content import StepInfo
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import as_page, asset_address
from learnhub.coursefile.assignmentform import loose_assignment
from learnhub.coursefile.compile.context import no_page
from learnhub.coursefile.compile.text import CompiledLesson, compile_lesson, compile_task
from learnhub.coursefile.compile.transcript import stands_on_page
from learnhub.coursefile.document import Asset, Assignment, CourseDocument, Lesson, Module, Resource
from learnhub.coursefile.front import split_lesson
from learnhub.coursefile.lessonform import fields_of_lesson
from learnhub.coursefile.outline import step_path
from learnhub.coursefile.resources import loose_resource
from learnhub.coursefile.sketch import sketch
from learnhub.kernel.errors import Unacceptable
from learnhub.kernel.recent import Recent
from learnhub.studio.domain import COURSE, Draft, Parts, assets_of
from learnhub.studio.queries.outline import Outline, OutlineStep, outline_of

KEPT = 64


@dataclass(frozen=True)
class PreviewCard:
    """What the page of a lesson asks of a course's card."""

    code: str
    language: str


@dataclass(frozen=True)
class PreviewVersion:
    """What the page of a lesson asks of a published version."""

    title: str
    number: int
    published_at: datetime
    modules: tuple[Module, ...]
    steps: tuple[StepInfo, ...]
    language: str
    left: frozenset[str] = frozenset()
    left_in: str = ""

    def language_of(self, _text: str) -> str:
        """Authors see what is left in another language beside its original, not here."""
        return self.language


@dataclass(frozen=True)
class PreviewAt:
    """What the page of a lesson asks of where its reader is: nobody is enrolled in a draft."""

    card: PreviewCard
    version: PreviewVersion
    row: None = None

    def when_done(self, _step: StepInfo, _place: str) -> str:
        """Nothing is done."""
        return ""


def step_infos(outline: Outline) -> tuple[StepInfo, ...]:
    """The steps of the outline as pages of courses show them."""
    infos: list[StepInfo] = []
    for number, module in enumerate(outline.modules, start=1):
        for step in module.steps:
            infos.append(_info(step, len(infos) + 1, number))
    return tuple(infos)


def _info(step: OutlineStep, number: int, module: int) -> StepInfo:
    facts = step.facts
    return StepInfo(
        step.id, step.kind, facts.title or step.id if facts else step.id, facts.minutes if facts else 0,
        facts.questions if facts else 0, 0, number, module,
    )  # fmt: skip


def preview_at(draft: Draft, parts: Parts, number: int) -> PreviewAt:
    """The place of a reader in the version that the draft would become."""
    outline = outline_of(parts)
    modules = tuple(Module(module.id, module.title, ()) for module in outline.modules)
    version = PreviewVersion(
        draft.title, number, draft.changed_at, modules, step_infos(outline), draft.language
    )
    return PreviewAt(PreviewCard(draft.code, draft.language), version)


_compiled = Recent[bytes, CompiledLesson](KEPT)


def compiled(
    parts: Parts, lesson: str, store: FileStore, page_of: Callable[[Resource], str] = no_page
) -> CompiledLesson:
    """The HTML of a lesson. What it refers to and is not there shows as plain words. Raises KeyError if there is no
    such lesson, Unacceptable if it is too large."""
    text = parts[step_path("lesson", lesson)].text
    course = parts[COURSE].text if COURSE in parts else ""
    files = [(path, part.text) for path, part in parts.items() if path.startswith("assets/")]
    copies = resources_of(parts)
    pages = [(each, page_of(each)) for each in copies]
    key = sha256(repr((lesson, text, course, files, pages)).encode()).digest()

    def made() -> CompiledLesson:
        document = replace(_around(parts, store), lessons=(_lesson(lesson, text),))
        return compile_lesson(document, lesson, _address(asset_address(document)), resource_url=page_of)

    return _compiled.once(key, made)


def _around(parts: Parts, store: FileStore) -> CourseDocument:
    course = parts[COURSE].text if COURSE in parts else ""
    return sketch(course, (_with_text(each, store) for each in assets_of(parts)), resources_of(parts))


def _with_text(asset: Asset, store: FileStore) -> Asset:
    """A transcript stands on the page itself."""
    if not stands_on_page(asset) or not store.path(asset.sha256).is_file():
        return asset
    return replace(asset, data=store.get(asset.sha256))


@dataclass(frozen=True)
class PreviewWork:
    """What the page of an assignment asks of a learner's work: nobody has written anything."""

    task: Assignment
    problems: tuple[tuple[str, str], ...] = ()
    returned: tuple[object, ...] = ()
    unsaved: str = ""
    last: None = None
    draft: None = None
    writes: bool = False


def task_for_page(
    parts: Parts, assignment: str, store: FileStore, page_of: Callable[[Resource], str] = no_page
) -> tuple[PreviewWork, str]:
    """What the page of an assignment shows, and its task as HTML; a task that can't be compiled is empty. Raises
    KeyError if there is no such assignment."""
    task = loose_assignment(assignment, parts[step_path("assignment", assignment)].text)
    document = replace(_around(parts, store), assignments=(task,))
    address = _address(asset_address(document))
    try:
        html = compile_task(document, assignment, address, resource_url=page_of).html
    except Unacceptable:
        html = ""
    return PreviewWork(task), html


def _address(address: Callable[[str], str]) -> Callable[[str], str]:
    def of(path: str) -> str:
        try:
            return address(path)
        except KeyError:
            return ""

    return of


def _lesson(lesson: str, text: str) -> Lesson:
    fields = fields_of_lesson(text)
    body = split_lesson(text)[1] if fields.whole else fields.body
    return Lesson(lesson, fields.title, 1, (), body.strip("\n"))


def resources_of(parts: Parts) -> list[Resource]:
    """The cases and sites that a draft carries, right or wrong."""
    found = (loose_resource(path, part.text) for path, part in parts.items())
    return [each for each in found if each is not None]


def lesson_for_page(
    parts: Parts, lesson: str, store: FileStore, page_of: Callable[[Resource], str] = no_page
) -> dict[str, Any]:
    """What the page of a lesson shows; a text that can't be compiled says so in its place by being empty."""
    try:
        return as_page(compiled(parts, lesson, store, page_of))
    except Unacceptable:
        return {"html": "", "headings": [], "words": 0, "bytes": 0}
