"""The canonical JSON of a course document, in which the database keeps it, and its hash."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .document import CourseDocument, Metadata


@dataclasses.dataclass(frozen=True, slots=True)
class _Head:
    metadata: Metadata


# made when they are needed first, which takes longer than to read a course
_documents = cache(lambda: TypeAdapter(CourseDocument))
_heads = cache(lambda: TypeAdapter(_Head))


def to_json(document: CourseDocument) -> str:
    """Sorted keys, no spaces, empty values left out; assets by their SHA-256, without their bytes."""
    bare = dataclasses.replace(
        document, assets=tuple(dataclasses.replace(asset, data=None) for asset in document.assets)
    )
    plain = _plain(dataclasses.asdict(bare))
    for name in ("resources", "assignments"):  # older than these: courses without any keep their hash
        if not plain[name]:
            del plain[name]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(document: CourseDocument) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return sha256(to_json(document).encode()).hexdigest()


def from_json(text: str) -> CourseDocument:
    """The document of a canonical JSON; assets come without bytes. Raises ValueError for anything else."""
    try:
        document = _documents().validate_json(text)
    except ValidationError as error:
        raise ValueError(f"this is not the JSON of a course: {error}") from error
    if to_json(document) != text:
        raise ValueError(
            "this is not the canonical JSON of a course: it holds more or is written in another way"
        )
    return document


def metadata_of(text: str) -> Metadata:
    """What `from_json(text).metadata` is, without making anything of the rest: for whoever lists many courses."""
    return _heads().validate_json(text).metadata


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
