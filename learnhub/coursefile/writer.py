"""Writing: a course document to files, a folder or a zip. The same document always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from . import limits
from .document import Assignment, CourseDocument, Criterion, Lesson, Metadata, Origin, Quiz
from .emit import emit
from .resources import path_of, resource_text
from .sources import from_folder, ignored

_FORMAT_VERSION: Final = 1
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PIECE: Final = 1 << 16
QUIZ_ORDER: Final = (
    *("title", "id", "kind", "minutes", "pass_mark", "attempts", "draw", "shuffle", "intro"),
    *("outcome", "pair", "marks", "prompt", "options", "answer", "tolerance", "unit", "factor", "units"),
    *("accepted", "items", "pairs", "distractors", "explanation", "questions"),
    *("text", "left", "right", "correct", "feedback"),
)


def files_of(document: CourseDocument) -> dict[str, bytes]:
    """The files of a course by name. Raises ValueError if the bytes of an asset are not loaded."""
    files = {"course.yaml": emit(_course(document)).encode()}
    for lesson in document.lessons:
        files[f"lessons/{lesson.id}.md"] = _lesson(lesson).encode()
    for quiz in document.quizzes:
        files[f"quizzes/{quiz.id}.yaml"] = emit(_quiz(quiz)).encode()
    for assignment in document.assignments:
        files[f"assignments/{assignment.id}.yaml"] = emit(_assignment(assignment)).encode()
    for each in document.resources:
        files[path_of(each.kind, each.code)] = resource_text(each.kind, each.data).encode()
    for asset in document.assets:
        if asset.data is None:
            raise ValueError(f"the bytes of {asset.path} are not loaded; use CourseDocument.with_data first")
        files[asset.path] = asset.data
    return dict(sorted(files.items()))


def _course(document: CourseDocument) -> dict[str, Any]:
    head = document.metadata
    return {
        **_about(head),
        "completion": _completion(head),
        "modules": [
            {"id": module.id, "title": module.title, "steps": [{step.kind: step.id} for step in module.steps]}
            for module in document.modules
        ],
        "glossary": [
            _given(term=each.term, definition=each.definition, resource=each.resource, version=each.version)
            for each in document.glossary
        ],
        "references": [_given(id=ref.id, text=ref.text, url=ref.url) for ref in document.references],
    }


def _completion(head: Metadata) -> dict[str, Any]:
    asked = {"lessons": "all", "quizzes": list(head.completion_quizzes)}
    return (
        {**asked, "assignments": list(head.completion_assignments)} if head.completion_assignments else asked
    )


def _about(head: Metadata) -> dict[str, Any]:
    return {
        "format_version": _FORMAT_VERSION,
        "code": head.code,
        "title": head.title,
        "summary": head.summary,
        "language": head.language,
        "level": head.level,
        "minutes": head.minutes,
        "licence": head.licence,
        "centres": list(head.centres),
        "authors": [
            _given(name=author.name, affiliation=author.affiliation, orcid=author.orcid)
            for author in head.authors
        ],
        **({"based_on": [_origin(origin) for origin in head.based_on]} if head.based_on else {}),
        "themes": list(head.themes),
        "frameworks": [
            {"framework": link.framework, "item": link.item, "weight": link.weight}
            for link in head.frameworks
        ],
        "outcomes": [{"id": outcome.id, "text": outcome.text} for outcome in head.outcomes],
        "prerequisites": list(head.prerequisites),
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {**asdict(origin), "centres": list(origin.centres), "authors": list(origin.authors)}


def _given(**values: str | None) -> dict[str, str]:
    return {key: value for key, value in values.items() if value is not None}


def _lesson(lesson: Lesson) -> str:
    front = {"title": lesson.title, "minutes": lesson.minutes, "outcomes": list(lesson.outcomes)}
    return f"---\n{emit(front)}---\n{lesson.markdown}\n"


def _assignment(assignment: Assignment) -> dict[str, Any]:
    words = {} if assignment.most_words is None else {"most_words": assignment.most_words}
    return {
        "title": assignment.title,
        "minutes": assignment.minutes,
        "outcomes": list(assignment.outcomes),
        "task": assignment.task,
        "answer": assignment.answer,
        **words,
        "criteria": [_criterion(criterion) for criterion in assignment.criteria],
        "pass_points": assignment.pass_points,
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {key: value for key, value in asdict(criterion).items() if value is not None}


def _quiz(quiz: Quiz) -> dict[str, Any]:
    ordered: dict[str, Any] = _ordered(quiz.data)
    return ordered


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=QUIZ_ORDER.index)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def write_folder(document: CourseDocument, folder: str | Path, *, replace: bool = False) -> None:
    """Write a course into a new or empty folder.

    With `replace`, a course that stands there is overwritten and its files that are no longer needed are
    removed; ignored files stay. Raises FileExistsError when something stands there and `replace` is not said.
    """
    folder = Path(folder)
    files = files_of(document)
    if folder.is_dir() and any(folder.iterdir()):
        if not replace:
            raise FileExistsError(f"{folder} is not empty; choose a new folder")
        for name in from_folder(folder)[0]:
            if name not in files and not ignored(name):
                (folder / name).unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_zip(document: CourseDocument, path: str | Path) -> None:
    """Write a course as a zip of its folder."""
    Path(path).write_bytes(zip_bytes(document))


def zip_bytes(document: CourseDocument) -> bytes:
    """A course as a zip of its folder, with fixed times, so that the same course gives the same bytes."""
    return zip_of({f"{document.metadata.code}/{name}": data for name, data in files_of(document).items()})


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files in this order, with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if _packs_too_well(data) else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data, compresslevel=9)
    return buffer.getvalue()


def _packs_too_well(data: bytes) -> bool:
    """Whether the reader of zips would take it for a bomb; of sound and film the first piece tells."""
    if len(data) <= limits.ZIP_RATIO_FLOOR:
        return False
    packer, made = zlib.compressobj(9, wbits=-zlib.MAX_WBITS), 0
    for start in range(0, len(data), _PIECE):
        made += len(packer.compress(data[start : start + _PIECE]))
        if made * limits.ZIP_RATIO >= len(data):
            return False
    return (made + len(packer.flush())) * limits.ZIP_RATIO < len(data)
