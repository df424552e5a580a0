"""The words that a published course is found by: written when it is published, and anew when they are out of date."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from learnhub.catalogue.analyser import EDITION, index_terms
from learnhub.catalogue.models import Course, CourseVersion, SearchTerm
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.jsonform import from_json
from learnhub.web.service import pages_changed


def index_course(session: Session, course_id: int, document: CourseDocument) -> None:
    """Write the terms of a course in the place of those that it had."""
    weights: Counter[str] = Counter()
    own: str = document.metadata.language
    parts = [(text, own, weight) for text, weight in _weighted_text(document)]
    parts += [(label, language or own, 4) for label, language in _labels(session, document)]
    for text, language, weight in parts:
        for term in index_terms(text, language):
            weights[term] += weight
    weights[_mark(session)] = 0
    session.execute(delete(SearchTerm).where(SearchTerm.course_id == course_id))
    rows = [
        {"term": term, "course_id": course_id, "weight": weight} for term, weight in sorted(weights.items())
    ]
    session.execute(insert(SearchTerm), rows)


def out_of_date(session: Session) -> list[int]:
    """Courses whose terms another analyser made, or other names of themes, centres and countries."""
    return list(session.scalars(_stale(session).order_by(Course.id)))


def index_anew(session: Session, course_id: int) -> bool:
    """Make the terms of a published course anew if they are out of date; say whether they were.

    The row of the course is held meanwhile, so that two processes which start together do not both write.
    """
    version_id = session.scalar(select(Course.version_id).where(Course.id == course_id).with_for_update())
    stale = session.scalar(_stale(session).where(Course.id == course_id)) is not None
    version = session.get(CourseVersion, version_id) if version_id and stale else None
    if version is None:
        return False
    index_course(session, course_id, from_json(version.document))
    pages_changed(session)
    return True


def _stale(session: Session) -> Select[int]:
    marked = select(SearchTerm.course_id).where(SearchTerm.term == _mark(session))
    return select(Course.id).where(Course.version_id.is_not(None), Course.id.not_in(marked))


def _mark(session: Session) -> str:
    """A term that no text gives. It stands with the others of a course and says what they were made from."""
    return f"#{EDITION}.{reference(session).version}"


def _weighted_text(document: CourseDocument) -> list[tuple[str, int]]:
    meta = document.metadata
    parts = [(meta.title, 10), (meta.summary, 4), (meta.code.replace("-", " "), 2)]
    parts += [(outcome.text, 3) for outcome in meta.outcomes]
    parts += [(module.title, 3) for module in document.modules]
    parts += [(lesson.title, 5) for lesson in document.lessons]
    parts += [(assignment.title, 5) for assignment in document.assignments]
    parts += [(term.term, 4) for term in document.glossary]
    parts += [(each.title, 3) for each in document.resources]
    parts += [(author.name, 2) for author in meta.authors]
    parts += [(lesson.markdown, 1) for lesson in document.lessons]
    parts += [(assignment.task, 1) for assignment in document.assignments]
    return parts


def _labels(session: Session, document: CourseDocument) -> list[tuple[str, str]]:
    """Names of themes, centres and their countries with the language each is in; blank where nobody says."""
    known = reference(session)
    themes = [known.themes[code] for code in document.metadata.themes]
    centres = [known.centres[code] for code in document.metadata.centres]
    labels = [(label, language) for theme in themes for language, label in theme.labels.items()]
    labels += [(text, "") for each in centres for text in (each.acronym, each.name, each.city)]
    return labels + [name for each in centres for name in known.names_of_hosts(each)]
