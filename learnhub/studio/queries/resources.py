"""What a draft carries of the cases, sites and terms of others, and how it stands to what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from learnhub.coursefile.document import Resource
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.resources import (
    FOLDER_OF,
    FOLDERS,
    MARKED_IN,
    embedding,
    embeds,
    loose_resource,
    path_of,
)
from learnhub.resources.domain import Standing
from learnhub.resources.queries import standings, titles_published
from learnhub.studio.domain import COURSE, Parts


@dataclass(frozen=True, slots=True)
class Offered:
    """A case, site or term that the lesson editor offers. Without a mark it is not in the draft yet."""

    name: str
    title: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A case, site or term in a draft. `latest` is the version published last, empty where none is known here;
    `lessons` embed it; `file` is where it stands."""

    copy: Resource
    file: str
    standing: Standing
    latest: str
    lessons: tuple[str, ...]

    @property
    def name(self) -> str:
        """What names it in addresses and forms."""
        return path_of(self.copy.kind, self.copy.code).removesuffix(".yaml")

    @property
    def mark(self) -> str:
        """What embeds it in a lesson."""
        return mark_of(self.copy)


def mark_of(copy: Resource) -> str:
    """What shows a case, site or term in a lesson."""
    if copy.kind == "term":
        return f"[[{copy.title}]]"
    return embedding(path_of(copy.kind, copy.code), copy.version)


def copies_in(texts: Mapping[str, str]) -> list[Resource]:
    """Cases and sites in their files, and shared terms of the glossary, as far as they can be read."""
    found = [copy for path in sorted(texts) if (copy := loose_resource(path, texts[path])) is not None]
    return found + list(_terms(texts.get(COURSE, "")))


def _terms(course: str) -> Iterable[Resource]:
    listed = (read_loose(course) or {}).get("glossary") if "resource:" in course else None
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("resource"), str):
            said = {key: str(entry.get(key) or "") for key in ("version", "definition")}
            yield Resource("term", entry["resource"], {**said, "title": str(entry.get("term") or "")})


def texts_of(parts: Parts) -> dict[str, str]:
    """The texts of a draft by path."""
    return {path: part.text for path, part in parts.items() if not path.startswith("assets/")}


def carried(session: Session, texts: Mapping[str, str]) -> list[Carried]:
    """All that the draft carries; one statement if it carries any."""
    copies = copies_in(texts)
    marked = {path: text for path, text in texts.items() if path.startswith(MARKED_IN)}
    made = []
    for copy, found in zip(copies, standings(session, copies), strict=True):
        file = COURSE if copy.kind == "term" else path_of(copy.kind, copy.code)
        using = tuple(path for path, text in marked.items() if copy.kind != "term" and embeds(text, file))
        made.append(Carried(copy, file, *found, using))
    return made


def offered(session: Session, texts: Mapping[str, str], language: str) -> dict[str, list[Offered]]:
    """What an author can embed, by folder: what the draft carries, and what is published in its language."""
    found: dict[str, list[Offered]] = {folder: [] for folder in FOLDERS}
    inside = set()
    for copy in copies_in(texts):
        inside.add((copy.kind, copy.code))
        name = f"{FOLDER_OF[copy.kind]}/{copy.code}"
        found[FOLDER_OF[copy.kind]].append(Offered(name, copy.title, mark_of(copy)))
    for kind, code, title in titles_published(session, language=language):
        if (kind, code) not in inside:
            found[FOLDER_OF[kind]].append(Offered(f"{FOLDER_OF[kind]}/{code}", title))
    return found
