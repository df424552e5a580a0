"""Drafts out of what is there already: a folder, a zip, a published course, an outline to write into."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from learnhub.catalogue.content import load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.catalogue.queries import find_course
from learnhub.coursefile import limits
from learnhub.coursefile.assemble import make_asset
from learnhub.coursefile.document import Asset, CourseDocument
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.media import wrong_content
from learnhub.coursefile.problems import Message, Problem, say
from learnhub.coursefile.starter import About, Starter, Word, starter_files
from learnhub.coursefile.svg import inspect_svg
from learnhub.coursefile.writer import files_of
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.studio.domain import COURSE, AssetPart, Draft, fits
from learnhub.studio.service.drafts import open_draft
from learnhub.studio.service.sources import remember_source

_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGES: Final = {"ar", "en", "es", "fr", "ru", "zh"}
Parts = dict[str, str | AssetPart]


@dataclass(frozen=True, slots=True)
class Opened:
    """The new draft, and what was left out of it and why."""

    draft: Draft
    left_out: tuple[Problem, ...] = ()


def is_code(code: str) -> bool:
    """Whether a course may have this code: it is the address of the course."""
    return bool(_CODE.fullmatch(code)) and len(code) <= limits.ID_CHARACTERS


def open_starter(
    session: Session, *, kind: Starter, about: About, word: Word, actor: int | None, now: datetime
) -> Draft:
    """A draft with an outline. Raises Conflict if the code is taken."""
    if find_course(session, about.code) is not None:
        raise Conflict(N_("A published course has this address already. Write another one."))
    return open_draft(
        session, code=about.code, title=about.title, language=about.language, centre_id=about.centre,
        parts=starter_files(kind, about, word), actor=actor, now=now,
    )  # fmt: skip


def open_files(
    session: Session,
    *,
    files: Mapping[str, bytes],
    problems: Sequence[Problem] = (),
    store: FileStore,
    centre_id: str,
    actor: int | None,
    now: datetime,
) -> Opened:
    """A draft of a course in files. The course may have problems; the files must be readable.

    What no course may carry is left out and told. Raises Unacceptable if the folder or zip itself is not as it should
    be, if there is no course.yaml or no code in it, and Conflict if the code is taken.
    """
    if problems:
        raise Unacceptable(N_("These files can’t be taken."), [str(problem) for problem in problems[:50]])
    if COURSE not in files:
        raise Unacceptable(N_("There is no course.yaml. Give the folder or zip of a whole course."))
    parts, left_out = _parts(files, store)
    text = parts.get(COURSE)
    head = read_loose(text) if isinstance(text, str) else None
    code = str((head or {}).get("code", ""))
    if head is None or not is_code(code):
        raise Unacceptable(
            N_("course.yaml has no code that can be read. Write `code:` and the address of the course.")
        )
    course = _own_course(session, code, centre_id)
    draft = open_draft(
        session, code=code, title=str(head.get("title") or code), language=_language(head), centre_id=centre_id,
        parts=parts, actor=actor, now=now, course=course,
    )  # fmt: skip
    remember_source(session, draft, str(text))
    return Opened(draft, tuple(left_out))


def open_published(session: Session, *, code: str, centre_id: str, actor: int | None, now: datetime) -> Draft:
    """A draft of the version in force. Raises NotFound if there is none, Conflict if another centre leads it or it
    has a draft."""
    course = _own_course(session, code, centre_id)
    if course is None or course.version_id is None:
        raise NotFound(N_("There is no published course with this code."))
    document = load_version(session, course.version_id).document
    meta = document.metadata
    parts = parts_from(document)
    draft = open_draft(
        session, code=code, title=meta.title, language=meta.language, centre_id=centre_id, parts=parts,
        actor=actor, now=now, course=course,
    )  # fmt: skip
    remember_source(session, draft, str(parts[COURSE]))
    return draft


def parts_from(document: CourseDocument) -> Parts:
    """The parts of a draft that says what this course says."""
    texts = files_of(replace(document, assets=()))
    parts: Parts = {path: data.decode() for path, data in texts.items()}
    return parts | {asset.path: as_part(asset) for asset in document.assets}


def as_part(asset: Asset) -> AssetPart:
    """The file of a document as a part of a draft."""
    return AssetPart(asset.media_type, asset.size, asset.sha256, asset.width, asset.height)


def _own_course(session: Session, code: str, centre_id: str) -> Course | None:
    course = find_course(session, code)
    if course is not None and course.centre_id != centre_id:
        raise Conflict(N_("Another centre leads the published course with this code."))
    return course


def _language(head: Mapping[str, object]) -> str:
    found = head.get("language")
    return found if isinstance(found, str) and found in _LANGUAGES else "en"


def _parts(files: Mapping[str, bytes], store: FileStore) -> tuple[Parts, list[Problem]]:
    parts: Parts = {}
    left_out: list[Problem] = []
    for path, data in sorted(files.items()):
        refusal = _refusal(path, data)
        if refusal:
            left_out.append(Problem(path, 1, 1, "", refusal))
        elif path.startswith("assets/"):
            parts[path] = as_part(make_asset(path, data))
            store.put(data)
        else:
            parts[path] = data.decode("utf-8-sig")
    return parts, left_out


def _refusal(path: str, data: bytes) -> Message | None:
    """Why a draft cannot hold this file, or None."""
    if not fits(path):
        return say("no-place")
    if not path.startswith("assets/"):
        try:
            data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return say("not-utf8")
        return None
    if path.endswith(".svg"):
        return next((problem.message for problem in inspect_svg(path, data)[1]), None)
    return wrong_content(path, data)
