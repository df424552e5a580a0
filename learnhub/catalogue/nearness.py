"""What comes nearest to words of which nothing is found: courses with words that are written nearly alike."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from learnhub.catalogue.analyser import query_terms
from learnhub.catalogue.models import SearchTerm
from learnhub.catalogue.shelf import Card, Shelf, Wanted, search

ALIKE = 0.6  # of pairs of letters, at least: one slip in a word of five letters is still found
MOST_TERMS = 20_000
MOST_WORDS = 10
MOST = 3


def likeness(one: str, other: str) -> float:
    """Which share of their pairs of neighbouring letters two words have in common, ends included: 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return 2 * (first & second).total() / (first.total() + second.total())


def _pairs(word: str) -> Counter[str]:
    ends = f"^{word}$"
    return Counter(ends[n : n + 2] for n in range(len(ends) - 1))


def nearest(session: Session, stock: Shelf, wanted: Wanted) -> list[Card]:
    """Courses that come near to what was asked for, the nearest first; none if nothing is near.

    A filter too many is left out; a word that nobody has written stands for those written nearly alike.
    """
    if not wanted.words.strip():
        return _with_some(stock, wanted)[:MOST]
    found = search(session, stock, Wanted(wanted.words)).cards or _alike(session, stock, wanted.words)
    return found[:MOST]


def _with_some(stock: Shelf, wanted: Wanted) -> list[Card]:
    """Courses for which some of the filters hold, those with most of them first."""
    held: Counter[int] = Counter()
    for kind, values in wanted.facets.items():
        held.update({course for value in values for course in stock.facets.get((kind, value), ())})
    return [stock.cards[course] for course, _n in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))]


def _alike(session: Session, stock: Shelf, words: str) -> list[Card]:
    scores: Counter[int] = Counter()
    for group in query_terms(words)[:MOST_WORDS]:
        scores.update(_courses_near(session, group[0]))
    found = [(score, stock.cards[course]) for course, score in scores.items() if course in stock.cards]
    return [card for _score, card in sorted(found, key=lambda pair: (-pair[0], pair[1].code))]


def _begins_nearly(word: str) -> ColumnElement[bool]:
    """Whether a term has the first letter of the word or, of a longer one, begins as it would but for a slip in that
    letter: another one stands there, it was left out, or one stands in front of it."""
    begins = [f"{word[:1]}%"]
    if len(word) > 3:
        begins += [f"_{word[1:3]}%", f"_{word[:2]}%", f"{word[1:3]}%"]
    return or_(*(SearchTerm.term.like(begin) for begin in begins))  # a word holds no sign that LIKE reads


def _courses_near(session: Session, word: str) -> dict[int, int]:
    """Courses with words like this one, with how near the best of them comes."""
    terms = session.scalars(select(SearchTerm.term).where(_begins_nearly(word)).distinct().limit(MOST_TERMS))
    near = {term: share for term in terms if (share := likeness(word, term)) >= ALIKE}
    rows = session.execute(
        select(SearchTerm.course_id, SearchTerm.term, func.max(SearchTerm.weight))
        .where(SearchTerm.term.in_(sorted(near, key=lambda term: (-near[term], term))[:50]))
        .group_by(SearchTerm.course_id, SearchTerm.term)
    )
    best: dict[int, int] = {}
    for course, term, weight in rows:
        best[course] = max(best.get(course, 0), int(near[term] * 1_000) + weight)
    return best
