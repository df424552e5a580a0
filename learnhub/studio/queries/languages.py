"""Reads of translations: a draft beside the version that it was made from, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.compile.foreign import Foreign, texts_of
from learnhub.coursefile.outline import step_path
from learnhub.coursefile.translation.drawings import words_in
from learnhub.coursefile.translation.pairs import Link, Pair, State, pairs_of
from learnhub.coursefile.writer import files_of
from learnhub.studio.domain import COURSE, Draft
from learnhub.studio.models.languages import DraftPair
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.sources import Source, find_source


@dataclass(frozen=True)
class PartBeside:
    """A part of the source and of the draft, which may not be there.

    Its blocks are compared when they are asked for: most pages need those of one part.
    """

    path: str
    source: str
    text: str
    rev: int
    links: Sequence[Link]
    there: bool = True

    @cached_property
    def pairs(self) -> tuple[Pair, ...] | None:
        """Block beside block; None if the draft's part is not there or cannot be read as fields."""
        return pairs_of(self.path, self.source, self.text, self.links) if self.there else None

    @property
    def done(self) -> int:
        """How many blocks need nothing any more."""
        return sum(pair.done for pair in self.pairs or ())

    @property
    def total(self) -> int:
        return len(self.pairs or ())

    def count(self, state: State) -> int:
        """How many blocks are in this state."""
        return sum(pair.state is state for pair in self.pairs or ())

    def next_open(self, after: int = -1) -> int | None:
        """The first block behind this one that needs work."""
        found = (n for n, pair in enumerate(self.pairs or ()) if n > after and not pair.done)
        return next(found, None)


def has_original(session: Session, draft_id: str, path: str) -> bool:
    """Whether a part is a translation, so that it can be read beside the original."""
    source = find_source(session, draft_id)
    if source is None or source.how != "translation":
        return False
    return path in {COURSE, *(step_path(step.kind, step.id) for step in source.version.document.steps)}


def pictures_with_words(
    session: Session, draft_id: str, source: Source, read: Callable[[str], bytes]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Path, digest and words of each drawing that a translation shows as the original has it. `read` gives the bytes
    of a digest."""
    parts = parts_of(session, draft_id)
    texts = [part.text for path, part in parts.items() if not path.startswith("assets/")]
    found = []
    for asset in source.version.document.assets:
        part = parts.get(asset.path)
        same = part is not None and part.asset.sha256 == asset.sha256
        if same and asset.path.endswith(".svg") and any(asset.path in text for text in texts):
            found.append((asset.path, asset.sha256, words_in(read(asset.sha256))))
    return [each for each in found if each[2]]


def source_texts(version: Version) -> dict[str, str]:
    """The texts of a published version by path, in reading order, course.yaml first."""
    document = version.document
    files = files_of(replace(document, assets=()))
    order = [
        COURSE,
        *(step_path(step.kind, step.id) for step in document.steps),
    ]
    return {path: files[path].decode() for path in order}


def links_of(session: Session, draft_id: str) -> dict[str, list[Link]]:
    """What is known of the blocks of a draft, by part."""
    columns = (DraftPair.path, DraftPair.key, DraftPair.source, DraftPair.target, DraftPair.was)
    found: dict[str, list[Link]] = {}
    rows = session.execute(
        select(*columns).where(DraftPair.draft_id == draft_id).order_by(DraftPair.path)
    ).all()
    for path, key, source, target, was in rows:
        found.setdefault(path, []).append(Link(key, source, target, was))
    return found


def beside(session: Session, draft: Draft, source: Source) -> Mapping[str, PartBeside]:
    """All parts of the source with those of the draft, in reading order."""
    parts, links = parts_of(session, draft.id), links_of(session, draft.id)
    found = {}
    for path, text in source_texts(source.version).items():
        part = parts.get(path)
        mine, rev = (part.text, part.rev) if part else ("", 0)
        found[path] = PartBeside(path, text, mine, rev, links.get(path, ()), part is not None)
    return found


@dataclass(frozen=True)
class Untranslated:
    """The blocks of a translation that stand as in the original, by part, and the language that they are in."""

    language: str = ""
    pairs: Mapping[str, Sequence[Pair]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(map(len, self.pairs.values()))

    @property
    def foreign(self) -> Foreign:
        """What pages of learners mark as being in another language."""
        texts = {path: texts_of(_texts(pairs)) for path, pairs in self.pairs.items()}
        return Foreign(self.language, texts)


def _texts(pairs: Iterable[Pair]) -> Iterator[str]:
    for pair in pairs:
        yield from pair.source.split("\n") if pair.kind == "lines" else [pair.source]


def untranslated(session: Session, draft: Draft) -> Untranslated:
    """What a translator has not come to yet; nothing for a course of its own or an adaptation."""
    source = find_source(session, draft.id)
    if source is None or source.how != "translation":
        return Untranslated()
    parts = beside(session, draft, source)
    found = {
        path: [pair for pair in part.pairs or () if pair.state is State.OPEN] for path, part in parts.items()
    }
    left = {path: pairs for path, pairs in found.items() if pairs}
    titles = {path: title_of(path, parts[path].text) for path in left}
    return Untranslated(source.version.document.metadata.language, left, titles)


def next_block(parts: Mapping[str, PartBeside], path: str, number: int) -> tuple[str, int] | None:
    """The next block that needs work behind this one, from the beginning again after the end; None: all is done."""
    for each, after in _round(list(parts), path, number):
        found = parts[each].next_open(after)
        if found is not None:
            return each, found
    return None


def _round(paths: Sequence[str], path: str, number: int) -> Iterator[tuple[str, int]]:
    place = paths.index(path)
    yield path, number
    yield from ((each, -1) for each in [*paths[place + 1 :], *paths[: place + 1]])
