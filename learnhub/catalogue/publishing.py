"""Publish a course document: number it, store its files, compile its texts, make it findable, record it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.indexing import index_course
from learnhub.catalogue.models import (
    Course,
    CourseCentre,
    CourseFacet,
    CourseStep,
    CourseVersion,
    VersionFile,
)
from learnhub.catalogue.shelf import TITLE_IN, shelf_changed
from learnhub.centres.models import Centre, Country, FrameworkItem, Theme
from learnhub.coursefile import limits
from learnhub.coursefile.compile.foreign import NOWHERE, Foreign, ForeignTexts
from learnhub.coursefile.compile.names import names_left
from learnhub.coursefile.compile.text import CompiledLesson, compile_lesson, compile_task, compile_text
from learnhub.coursefile.document import Asset, CourseDocument, Quiz, Resource
from learnhub.coursefile.jsonform import content_hash, from_json, metadata_of, to_json
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.kernel.files import COMPRESSIBLE, sent_size
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import CourseRecord, Record, TargetRecord
from learnhub.ledger.service import next_revs, record
from learnhub.resources.domain import embedded_in
from learnhub.resources.queries import pages_of
from learnhub.resources.service import note_uses

MOST_STEPS_EVER = 4_000  # in all versions of a course together


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it; `new` is False if exactly this text was in force already."""

    course_id: int
    version_id: int
    number: int
    new: bool


def asset_address(document: CourseDocument) -> Callable[[str], str]:
    """Where the files of a version are served: under their digest, so that a browser keeps them for ever."""
    digests = {asset.path: asset.sha256 for asset in document.assets}
    return lambda path: f"/files/{digests[path]}/{path.rsplit('/', 1)[-1]}"


def compile_document(
    document: CourseDocument, page_of: Callable[[Resource], str], foreign: Foreign = NOWHERE
) -> dict[str, Any]:
    """All lessons, tasks and questions as clean HTML. `page_of` gives the page of a case or site, or nothing; `foreign`
    names what is not in the language of the course: HTML says so itself, of other texts `left` keeps which they are."""
    address = asset_address(document)

    def page(compiled: Callable[..., CompiledLesson], name: str, path: str) -> dict[str, Any]:
        return as_page(compiled(document, name, address, resource_url=page_of, foreign=foreign.of(path)))

    lessons = {each.id: page(compile_lesson, each.id, f"lessons/{each.id}.md") for each in document.lessons}
    tasks = {
        each.id: page(compile_task, each.id, f"assignments/{each.id}.yaml") for each in document.assignments
    }
    texts = {
        quiz.id: _quiz(document, quiz, foreign.of(f"quizzes/{quiz.id}.yaml")) for quiz in document.quizzes
    }
    left = {"language": foreign.language, "names": sorted(names_left(document, foreign))}
    return {
        "lessons": lessons,
        "texts": texts,
        **({"tasks": tasks} if tasks else {}),
        **({"left": left} if left["names"] else {}),
    }


def _quiz(document: CourseDocument, quiz: Quiz, foreign: ForeignTexts) -> dict[str, Any]:
    address = asset_address(document)

    def text(markdown: str) -> str:
        return foreign.whole(markdown, compile_text(document, markdown, address))

    def short(markdown: str) -> str:
        return foreign.whole(markdown, compile_text(document, markdown, address, inline=True), "span")

    def question(data: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"prompt": text(data["prompt"]), "explanation": text(data["explanation"])}
        if "options" in data:
            made["options"] = [short(option["text"]) for option in data["options"]]
            made["feedback"] = [short(option.get("feedback") or "") for option in data["options"]]
        return made

    return {
        "intro": text(quiz.data["intro"]) if quiz.data.get("intro") else "",
        "questions": {data["id"]: question(data) for data in quiz.questions},
    }


def as_page(made: CompiledLesson) -> dict[str, Any]:
    """What a version keeps of a compiled text, and its page shows."""
    return {
        "html": made.html, "headings": [list(pair) for pair in made.headings], "words": made.words,
        "bytes": made.bytes,
    }  # fmt: skip


def _unknown(session: Session, document: CourseDocument) -> list[str]:
    meta = document.metadata
    problems = []
    known = set(session.scalars(select(Centre.id).where(Centre.id.in_(meta.centres))))
    problems += [
        f"There is no centre {c!r}; see the centre list for its id." for c in meta.centres if c not in known
    ]
    themes = set(session.scalars(select(Theme.code).where(Theme.code.in_(meta.themes))))
    problems += [
        f"There is no theme {t!r}; see the theme list for its code." for t in meta.themes if t not in themes
    ]
    for link in meta.frameworks:
        if session.get(FrameworkItem, (link.framework, link.item)) is None:
            problems.append(f"Framework {link.framework!r} has no item {link.item!r}.")
    if len(document.steps) > limits.STEPS:
        problems.append(f"A course has at most {limits.STEPS} steps; this one has {len(document.steps)}.")
    return problems


@dataclass(frozen=True, slots=True)
class Edition:
    """What is said of a version: `kind` major (completions of earlier versions do not hold for it) or minor, what
    changed for learners, the account that published it (none: a command), and what is not in its language."""

    kind: str = "minor"
    notes: str = ""
    published_by: int | None = None
    foreign: Foreign = NOWHERE


def publish(
    session: Session,
    *,
    document: CourseDocument,
    files: FileStore,
    now: datetime,
    actor: str,
    edition: Edition = Edition(),
) -> Published:
    """Make this text the course's version in force. Raises Unacceptable with all reasons at once."""
    problems = _unknown(session, document)
    if problems:
        raise Unacceptable("This course can't be published yet.", problems)
    course = session.scalar(select(Course).where(Course.code == document.metadata.code))
    digest = content_hash(document)
    if course is None:
        course = Course(
            code=document.metadata.code,
            centre_id=document.metadata.centres[0],
            version_id=None,
            created_at=now,
        )
        session.add(course)
        session.flush()
    elif course.version_id is not None:
        present = session.get(CourseVersion, course.version_id)
        if present is not None and present.content_hash == digest and course.status == "published":
            return Published(course.id, present.id, present.number, new=False)
    version = _add_version(session, course, document, digest, files, now, edition)
    course.version_id, course.status, course.centre_id = version.id, "published", document.metadata.centres[0]
    course.retired_at, course.retired_why, course.successor = None, "", None
    _number_steps(session, course.id, document)
    _make_findable(session, course.id, document, edition.foreign)
    note_uses(session, course=course.code, embedded=embedded_in(document))
    _record(session, course.id, document, now, actor)
    shelf_changed(session)
    session.flush()
    return Published(course.id, version.id, version.number, new=True)


def _add_version(
    session: Session,
    course: Course,
    document: CourseDocument,
    digest: str,
    files: FileStore,
    now: datetime,
    edition: Edition,
) -> CourseVersion:
    for asset in document.assets:
        if asset.data is not None:
            files.put(asset.data)
    compiled = compile_document(document, pages_of(session, document.resources), edition.foreign)
    latest = select(func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)
    version = CourseVersion(
        course_id=course.id,
        number=(session.scalar(latest) or 0) + 1,
        content_hash=digest,
        document=to_json(document),
        compiled=json.dumps(compiled, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        text_bytes=sum(
            page["bytes"] for pages in ("lessons", "tasks") for page in compiled.get(pages, {}).values()
        ),
        media_bytes=sum(_sent(asset, files) for asset in document.assets),
        published_at=now,
        kind=edition.kind,
        notes=edition.notes,
        published_by=edition.published_by,
    )
    session.add(version)
    session.flush()
    digests = sorted({asset.sha256 for asset in document.assets})
    if digests:
        rows = [{"sha256": digest, "version_id": version.id} for digest in digests]
        session.execute(insert(VersionFile), rows)
    return version


def _sent(asset: Asset, files: FileStore) -> int:
    if not asset.media_type.startswith(COMPRESSIBLE):
        return asset.size
    data = files.get(asset.sha256) if asset.data is None else asset.data
    return sent_size(data, asset.media_type)


def _number_steps(session: Session, course_id: int, document: CourseDocument) -> None:
    known = dict(
        session.execute(
            select(CourseStep.step, CourseStep.bit).where(CourseStep.course_id == course_id)
        ).all()
    )
    new = [step.id for step in document.steps if step.id not in known]
    first = max(known.values(), default=-1) + 1
    if first + len(new) > MOST_STEPS_EVER:  # every row of progress has a digit for about three of them
        raise Unacceptable(
            f"This course has had more than {MOST_STEPS_EVER} different steps; give the new edition its own code."
        )
    rows = [{"course_id": course_id, "step": step, "bit": first + n} for n, step in enumerate(new)]
    if rows:
        session.execute(insert(CourseStep), rows)


def length_class(minutes: int) -> str:
    """brief: under an hour; half: one to three hours; long: more."""
    if minutes < 60:
        return "brief"
    return "half" if minutes <= 180 else "long"


def _facets(session: Session, document: CourseDocument) -> set[tuple[str, str]]:
    meta = document.metadata
    facets = {("language", meta.language), ("level", meta.level), ("length", length_class(meta.minutes))}
    facets |= {("centre", centre) for centre in meta.centres}
    facets |= {("framework", link.framework) for link in meta.frameworks}
    facets |= {("target", f"{link.framework}:{link.item}") for link in meta.frameworks}
    regions = select(Country.unesco_region).join(Centre, Centre.host_iso2 == Country.iso2)
    facets |= {("region", r) for r in session.scalars(regions.where(Centre.id.in_(meta.centres))) if r}
    broader = dict(session.execute(select(Theme.code, Theme.broader_code)).all())
    for theme in meta.themes:
        code: str | None = theme
        while code:
            facets.add(("theme", code))
            code = broader.get(code)
    return facets


def _left(document: CourseDocument, foreign: Foreign) -> set[tuple[str, str]]:
    """That the title stands in another language than the course, so that cards know without reading the version."""
    left = document.metadata.title in names_left(document, foreign)
    return {(TITLE_IN, foreign.language)} if left else set()


def _make_findable(session: Session, course_id: int, document: CourseDocument, foreign: Foreign) -> None:
    session.execute(delete(CourseCentre).where(CourseCentre.course_id == course_id))
    centres = document.metadata.centres
    session.execute(
        insert(CourseCentre),
        [{"course_id": course_id, "centre_id": centre, "position": n} for n, centre in enumerate(centres)],
    )
    session.execute(delete(CourseFacet).where(CourseFacet.course_id == course_id))
    facets = sorted(_facets(session, document) | _left(document, foreign))
    session.execute(insert(CourseFacet), [{"course_id": course_id, "kind": k, "value": v} for k, v in facets])
    index_course(session, course_id, document)


def pass_mark(document: CourseDocument) -> int | None:
    """The pass mark of the last quiz that completion asks for, in per cent."""
    marks = [document.quiz(quiz).data.get("pass_mark") for quiz in document.metadata.completion_quizzes]
    return next((int(mark) for mark in reversed(marks) if mark is not None), None)


def retire(
    session: Session,
    *,
    course_id: int,
    now: datetime,
    actor: str,
    why: str = "",
    successor: str | None = None,
) -> None:
    """Take a course out of the catalogue: nobody can enrol any more. Who is enrolled finishes it, and its versions stay
    to be read and cited. Readers see `why`, and the `successor`: the code of a published course.

    Raises NotFound, Conflict if it is retired already, Unacceptable for a successor that is not offered.
    """
    course = session.get(Course, course_id)
    version = session.get(CourseVersion, course.version_id) if course and course.version_id else None
    if course is None or version is None:
        raise NotFound
    if course.status == "retired":
        raise Conflict(N_("This course is retired already."))
    if successor is not None and (successor == course.code or not _is_offered(session, successor)):
        raise Unacceptable(N_("Choose a published course that takes its place, or none."))
    course.status, course.retired_at = "retired", now
    course.retired_why, course.successor = why, successor
    row = _course_record(from_json(version.document), version.published_at, "retired")
    record(session, next_revs(session, [row]), now=now, actor=actor, reason="REVISE")
    shelf_changed(session)
    session.flush()


def _is_offered(session: Session, code: str) -> bool:
    found = select(Course.id).where(Course.code == code, Course.status == "published")
    return session.scalar(found) is not None


def _course_record(document: CourseDocument, published_at: datetime, status: str) -> CourseRecord:
    meta = document.metadata
    return CourseRecord(
        course_id=meta.code, centre_id=meta.centres[0], title=meta.title, theme=meta.themes[0],
        language=meta.language, nominal_hours=Decimal(meta.minutes) / 60, published_at=published_at,
        status=status, pass_mark_pct=pass_mark(document),
    )  # fmt: skip


def _record(session: Session, course_id: int, document: CourseDocument, now: datetime, actor: str) -> None:
    rows: list[Record] = [
        _course_record(document, now, "published"),
        *_mappings(session, course_id, document),
    ]
    record(session, next_revs(session, rows), now=now, actor=actor, reason="REVISE")


def _mappings(session: Session, course_id: int, document: CourseDocument) -> list[TargetRecord]:
    """Which targets the course serves: what has changed alone, and 0 for those that only earlier versions named."""
    meta = document.metadata
    weights = {(link.framework, link.item): _weight(link.weight) for link in meta.frameworks}
    texts = session.scalars(select(CourseVersion.document).where(CourseVersion.course_id == course_id))
    named = {(link.framework, link.item) for text in texts for link in metadata_of(text).frameworks}
    rows = [
        TargetRecord(
            object_type="course", object_id=meta.code, framework=framework, target=target,
            weight=weights.get((framework, target), Decimal(0)),
        )
        for framework, target in [*weights, *sorted(named - weights.keys())]
    ]  # fmt: skip
    known = latest_records(session, TargetRecord, [row.key for row in rows])
    return [row for row in rows if row.weight != (known[row.key].weight if row.key in known else 0)]


def _weight(share: str) -> Decimal:
    exact = Fraction(share)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.000001")).normalize()
