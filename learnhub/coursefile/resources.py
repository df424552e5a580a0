"""Cases, demonstration sites and terms that courses share: what they say, and the copies that a course carries.

A course embeds one dated version of a case or site. The words of that version travel with the course, in
`cases/CODE.yaml` or `sites/CODE.yaml`, so that it can be read without any database; a term travels in the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, StringConstraints, create_model

from .document import Language, Resource, ResourceKind
from .emit import emit
from .fields import Closed, Identifier, Line, Prompt, Title, Version, WebAddress
from .loose import read_loose
from .schema import Licence

FOLDERS: Final[dict[str, ResourceKind]] = {"cases": "case", "sites": "site", "terms": "term"}
"""The name of a kind in addresses and, for what a course carries as files, in its folder."""
FOLDER_OF: Final[dict[str, str]] = {kind: folder for folder, kind in FOLDERS.items()}
MARKED_IN: Final = ("lessons/", "assignments/")
"""Folders whose texts may have marks."""
PATH: Final = re.compile(r"(cases|sites)/([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml")
MARK: Final = re.compile(r"(cases|sites)/([a-z0-9]+(?:-[a-z0-9]+)*)")
PASSAGE: Final = 2_000
"""Most characters of one fact."""
FACTS: Final[dict[str, tuple[str, ...]]] = {
    "case": ("problem", "place", "date", "done", "cost", "result", "failed"),
    "site": ("purpose", "place", "since", "shown", "result", "visit"),
    "term": ("definition",),
}
"""What a resource of each kind says, in the order in which it is shown."""
OPTIONAL: Final = frozenset({"visit", "source_url"})
LONG: Final = frozenset({"problem", "purpose", "done", "result", "failed", "shown", "visit", "definition"})
"""Facts of several sentences."""


def order_of(kind: str) -> tuple[str, ...]:
    """The keys of a resource's file in their order."""
    return ("version", "language", "centre", "title", *FACTS[kind], "source", "source_url", "licence")


def typed_keys(kind: str) -> tuple[str, ...]:
    """Those that an author writes as facts; version, language, centre and title come from elsewhere."""
    return tuple(key for key in order_of(kind) if key not in ("version", "language", "centre", "title"))


def version_key(version: str) -> tuple[str, int]:
    """What versions are sorted by: the day, then the number on that day (`2026-11-22` is the first, then `.2`)."""
    day, _dot, number = version.partition(".")
    return day, int(number or 1)


_Passage = Annotated[Prompt, StringConstraints(max_length=PASSAGE)]


def _model(kind: str) -> type[BaseModel]:
    types: dict[str, Any] = {
        "version": Version, "language": Language, "centre": Identifier, "title": Title, "source": Line,
        "source_url": WebAddress, "licence": Licence, **dict.fromkeys(FACTS[kind], _Passage),
        **({"definition": Line} if kind == "term" else {}),
    }  # fmt: skip
    fields: dict[str, Any] = {
        key: (types[key] | None, Field(default=None)) if key in OPTIONAL else (types[key], ...)
        for key in order_of(kind)
    }
    return create_model(
        f"{kind.title()}Model", __base__=Closed, __doc__=f"A {kind} in one version.", **fields
    )


MODELS: Final[dict[str, type[BaseModel]]] = {kind: _model(kind) for kind in FACTS}
"""The closed schema of each kind."""


def path_of(kind: str, code: str) -> str:
    """The file of a resource in a course."""
    return f"{FOLDER_OF[kind]}/{code}.yaml"


def digest_of(kind: str, data: Mapping[str, str]) -> str:
    """SHA-256 of the canonical file: what tells whether two copies of a version say the same."""
    return sha256(resource_text(kind, data).encode()).hexdigest()


def resource_text(kind: str, data: Mapping[str, str]) -> str:
    """The canonical file of a resource; what is empty is left out."""
    return emit({key: data[key] for key in order_of(kind) if data.get(key)})


def loose_resource(path: str, text: str) -> Resource | None:
    """What a file says of a resource, right or wrong; None for another path."""
    match = PATH.fullmatch(path)
    if not match:
        return None
    data = read_loose(text) or {}
    kind = FOLDERS[match[1]]
    return Resource(
        kind, match[2], {key: value for key in order_of(kind) if isinstance(value := data.get(key), str)}
    )


def embedding(path: str, version: str) -> str:
    """The mark that puts a resource into a lesson; `path` is that of its file."""
    return f"::: embed {path.removesuffix('.yaml')} {version}\n:::"


def marked(text: str, path: str, version: str) -> str:
    """The text of a lesson with every mark of this file on this version."""
    name = re.escape(path.removesuffix(".yaml"))
    mark = re.compile(rf"^([ \t]*:{{3,}}[ \t]*embed[ \t]+{name})(?:[ \t]+\S*)?[ \t]*$", re.MULTILINE)
    return mark.sub(rf"\g<1> {version}", text)


def embeds(text: str, path: str) -> bool:
    """Whether a text has a mark of this file, in whatever version."""
    return marked(text, path, "") != text
