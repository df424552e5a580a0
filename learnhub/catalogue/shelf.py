"""All published courses as cards, their facets, and search: kept per process under the page version."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from learnhub.catalogue.analyser import query_terms
from learnhub.catalogue.models import Course, CourseCentre, CourseFacet, CourseVersion, SearchTerm
from learnhub.coursefile.document import Metadata
from learnhub.coursefile.jsonform import metadata_of
from learnhub.db import database_of
from learnhub.web.queries import page_version
from learnhub.web.service import pages_changed

MOST_COURSES = 5_000
LOOK_EVERY_S = 1.0  # how old a page may be after a publication
SHORTEST_BEGINNING = 3  # letters: a word of which nothing is found is taken for the beginning of one
TITLE_IN = "title-in"  # a facet that nobody filters by: the language of a title that is not translated
FACETS = ("theme", "centre", "region", "language", "level", "length", "framework")


@dataclass(frozen=True, slots=True)
class Card:
    """A published course in a listing. Its title may be in another language, where a translator has left it so."""

    course_id: int
    version_id: int
    code: str
    title: str
    summary: str
    language: str
    level: str
    minutes: int
    theme: str
    centre_id: str
    text_bytes: int
    published_at: datetime
    licence: str
    translates: str | None
    title_in: str


@dataclass(frozen=True, slots=True)
class Retirement:
    """A course that is not offered any more: its card, since when, why, and the code of what takes its place."""

    card: Card
    at: datetime | None
    why: str
    successor: str | None


@dataclass(frozen=True)
class Shelf:
    """Every course of one page version. All but `retired` is of courses that are offered: whoever shows what can be
    taken up asks that; whoever shows what somebody has begun asks `known` or `held`.

    `editions` has for each course that stands in several languages all of them, by their codes, itself included.
    `retired` has the courses that were taken out of the catalogue, by code; people finish them.
    """

    version: int
    cards: Mapping[int, Card]
    by_code: Mapping[str, Card]
    facets: Mapping[tuple[str, str], frozenset[int]]
    centres: Mapping[str, tuple[int, ...]]
    editions: Mapping[str, tuple[str, ...]]
    retired: Mapping[str, Retirement] = field(default_factory=dict)
    retired_of: Mapping[str, tuple[Retirement, ...]] = field(default_factory=dict)

    def known(self, code: str) -> Card | None:
        """The course with this code, retired ones too."""
        left = self.retired.get(code)
        return left.card if left is not None else self.by_code.get(code)

    @cached_property
    def held(self) -> Mapping[int, Card]:
        """All courses by their number, retired ones too."""
        return {**self.cards, **{each.card.course_id: each.card for each in self.retired.values()}}

    def in_other_languages(self, code: str) -> list[Card]:
        """The translations of a course and what it was translated from, in the order of their languages."""
        return [self.by_code[other] for other in self.editions.get(code, ()) if other != code]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asks for: words, and for each facet the values of which one must hold.

    Of courses that fit equally well those in the language that she reads come first.
    """

    words: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "match"
    reads: str = ""


@dataclass(frozen=True)
class Found:
    """The courses in order, and beside each facet value how many courses it would leave."""

    cards: list[Card]
    counts: Mapping[str, Mapping[str, int]]
    total: int


_shelves: dict[str, tuple[float, Shelf]] = {}
_least: dict[str, int] = {}
_lock = threading.Lock()


def shelf(session: Session) -> Shelf:
    """The present shelf; read anew when the page version has moved."""
    key = database_of(session)
    tick = time.monotonic()
    kept = _shelves.get(key)
    looked, found = kept or (0.0, None)
    if found is not None and tick - looked < LOOK_EVERY_S and found.version >= _least.get(key, 0):
        return found
    version = page_version(session)
    if found is None or found.version != version:
        found = _read(session, version)
    with _lock:
        _shelves[key] = (tick, found)
    return found


def at_least(session: Session, version: int) -> None:
    """Say that this process has seen a page version: pages that are kept under it need a shelf as new as it is."""
    _least[database_of(session)] = version


def shelf_changed(session: Session) -> None:
    """Say that courses come or go with this transaction: this process reads its shelf anew at once, so that who has
    just published finds the course; others do within a second."""
    pages_changed(session)
    session.flush()
    at_least(session, page_version(session))


def forget_shelves() -> None:
    """For tests that put another database in the place of the old one."""
    with _lock:
        _shelves.clear()
        _least.clear()


def _read(session: Session, version: int) -> Shelf:
    rows = session.execute(
        select(
            Course.id, Course.code, Course.centre_id, CourseVersion.id, CourseVersion.document,
            CourseVersion.text_bytes, CourseVersion.published_at,
            Course.status, Course.retired_at, Course.retired_why, Course.successor,
        )
        .join(CourseVersion, CourseVersion.id == Course.version_id)
        .order_by(Course.status, Course.id)  # what is offered comes first, whatever the limit
        .limit(MOST_COURSES)
    )  # fmt: skip
    facets = _facets(session)
    title_in = {
        course: value for (kind, value), courses in facets.items() if kind == TITLE_IN for course in courses
    }
    cards: dict[int, Card] = {}
    retired: dict[int, Retirement] = {}
    for course_id, code, centre_id, version_id, document, text_bytes, published_at, status, *why in rows:
        meta = metadata_of(document)
        card = Card(
            course_id, version_id, code, meta.title, meta.summary, meta.language, meta.level, meta.minutes,
            meta.themes[0], centre_id, text_bytes, published_at, meta.licence,
            _translated(meta), title_in.get(course_id, meta.language),
        )  # fmt: skip
        if status == "retired":
            retired[course_id] = Retirement(card, *why)
        else:
            cards[course_id] = card
    centres: dict[str, list[int]] = {}
    retired_of: dict[str, list[Retirement]] = {}
    for centre, course_id in session.execute(
        select(CourseCentre.centre_id, CourseCentre.course_id).order_by(CourseCentre.course_id)
    ):
        if course_id in cards:
            centres.setdefault(centre, []).append(course_id)
        elif course_id in retired:
            retired_of.setdefault(centre, []).append(retired[course_id])
    by_code = {card.code: card for card in cards.values()}
    return Shelf(
        version,
        cards,
        by_code,
        {key: found for key, ids in facets.items() if (found := frozenset(ids & cards.keys()))},
        {centre: tuple(ids) for centre, ids in centres.items()},
        _editions(by_code),
        {each.card.code: each for each in retired.values()},
        {centre: tuple(found) for centre, found in retired_of.items()},
    )


def _facets(session: Session) -> dict[tuple[str, str], set[int]]:
    """The courses that have each facet, retired ones among them."""
    facets: dict[tuple[str, str], set[int]] = {}
    rows = session.execute(select(CourseFacet.course_id, CourseFacet.kind, CourseFacet.value))
    for course_id, kind, value in rows:
        facets.setdefault((kind, value), set()).add(course_id)
    return facets


def _translated(meta: Metadata) -> str | None:
    """The code of the course that this one was translated from, if it is the same course in another language."""
    nearest = meta.based_on[0] if meta.based_on else None
    return nearest.code if nearest and nearest.how == "translation" else None


def _editions(by_code: Mapping[str, Card]) -> dict[str, tuple[str, ...]]:
    """Courses that are translations of one another, each with all of its family."""
    families: dict[str, list[Card]] = {}
    for card in by_code.values():
        families.setdefault(_first(card, by_code), []).append(card)
    found = {}
    for family in families.values():
        codes = tuple(card.code for card in sorted(family, key=lambda card: (card.language, card.code)))
        if len(codes) > 1:
            found.update(dict.fromkeys(codes, codes))
    return found


def _first(card: Card, by_code: Mapping[str, Card]) -> str:
    """The code of the original, which need not be published any more; a circle of translations ends where it closes."""
    chain = [card.code]
    code = card.translates
    while code is not None and code not in chain:
        chain.append(code)
        code = by_code[code].translates if code in by_code else None
    return chain[-1] if code is None else min(chain[chain.index(code) :])


def _scores(session: Session, words: str) -> dict[int, int] | None:
    """Course -> weight for courses that have every word; None if nothing was asked."""
    groups = query_terms(words)
    if not groups:
        return None if not words.strip() else {}
    scores: dict[int, int] | None = None
    for group in groups:
        found = _courses_with(session, SearchTerm.term.in_(group))
        if not found and len(group[0]) >= SHORTEST_BEGINNING:
            found = _courses_with(session, SearchTerm.term.startswith(group[0], autoescape=True))
        if scores is None:
            scores = found
        else:
            scores = {course: scores[course] + found[course] for course in scores.keys() & found.keys()}
    return scores


def _courses_with(session: Session, condition: ColumnElement[bool]) -> dict[int, int]:
    """The courses that have such a term, with the weight of the best."""
    rows = session.execute(
        select(SearchTerm.course_id, func.max(SearchTerm.weight))
        .where(condition)
        .group_by(SearchTerm.course_id)
        .limit(MOST_COURSES)
    )
    return dict(rows.all())


def _holding(stock: Shelf, kind: str, values: Sequence[str]) -> set[int]:
    held: set[int] = set()
    for value in values:
        held |= stock.facets.get((kind, value), frozenset())
    return held


def search(session: Session, stock: Shelf, wanted: Wanted) -> Found:
    """Courses that have every word and, for each facet asked for, one of its values."""
    scores = _scores(session, wanted.words)
    base = set(stock.cards) if scores is None else set(scores) & set(stock.cards)
    chosen = {kind: _holding(stock, kind, values) for kind, values in wanted.facets.items() if values}
    left = set(base)
    for held in chosen.values():
        left &= held
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
    for (kind, value), courses in stock.facets.items():
        if kind in counts:
            others = set(base)
            for other, held in chosen.items():
                if other != kind:
                    others &= held
            counts[kind][value] = len(courses & others)
    return Found(
        _sorted([stock.cards[course] for course in left], wanted, scores or {}), counts, len(stock.cards)
    )


def _sorted(cards: list[Card], wanted: Wanted, scores: Mapping[int, int]) -> list[Card]:
    if wanted.sort == "shortest":
        return sorted(cards, key=lambda card: (card.minutes, card.code))
    if wanted.sort == "lightest":
        return sorted(cards, key=lambda card: (card.text_bytes, card.code))
    if wanted.sort == "newest":
        return sorted(cards, key=lambda card: (-card.published_at.timestamp(), card.code))
    return sorted(
        cards,
        key=lambda card: (-scores.get(card.course_id, 0), card.language != wanted.reads, card.code),
    )
