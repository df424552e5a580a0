"""What the tests of shared resources share: a case, a site and a term of a centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.resources import embedding, path_of, resource_text
from learnhub.coursefile.sources import from_folder
from learnhub.db import transaction
from learnhub.resources.domain import Item
from learnhub.resources.service import ask_item, confirm_item, open_item, save_item

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
TITLES = {"case": "The dike at the bend", "site": "The quiet wetland", "term": "Return period"}
FACTS: dict[str, dict[str, str]] = {
    "case": {
        "problem": "The river rose by four metres in one night.", "place": "Nagano, Japan", "date": "13 October 2019",
        "done": "People left the lower town in the evening.", "cost": "Not known.",
        "result": "About 950 hectares stood under water.\n\nMost people had left.",
        "failed": "Many waited until they saw the water.", "source": "Ministry of Land (2020). Report.",
        "source_url": "https://www.example.org/report", "licence": "CC-BY-4.0",
    },
    "site": {
        "purpose": "To see how a wetland cleans the water of a small town.", "place": "Lodz, Poland", "since": "2010",
        "shown": "Three basins, one behind the other.", "result": "Less phosphorus leaves the basins than comes in.",
        "source": "Site report (2015).", "licence": "CC-BY-4.0",
    },
    "term": {
        "definition": "The average time between floods at least as large.", "source": "WMO No. 168 (2008).",
        "licence": "CC-BY-4.0",
    },
}  # fmt: skip


def written(
    kind: str = "case", code: str = "dike-at-the-bend", centre: str = "icharm", **changes: str
) -> Item:
    """A resource with a draft in which nothing is missing, but for what is changed."""
    with transaction() as session:
        item = open_item(
            session, kind=kind, code=code, centre_id=centre, language="en", title=TITLES[kind], actor=None, now=NOW
        )  # fmt: skip
        return save_item(
            session, item_id=item.id, title=TITLES[kind], facts={**FACTS[kind], **changes}, base_rev=item.rev,
            actor=None, now=NOW,
        )  # fmt: skip


def publish(item: Item, now: datetime = NOW) -> str:
    """Ask and confirm: the version."""
    with transaction() as session:
        same = ask_item(session, item_id=item.id, base_rev=item.rev, of=None, actor=None, now=now)
        return same or confirm_item(session, item_id=item.id, base_rev=item.rev, actor=None, now=now)


def rewrite(item: Item, now: datetime = NOW, **changes: str) -> Item:
    """Save other facts."""
    with transaction() as session:
        facts = {**item.draft, **changes}
        return save_item(
            session, item_id=item.id, title=item.title, facts=facts, base_rev=item.rev, actor=None, now=now
        )


def file_of(item: Item, version: str, **changes: str) -> dict[str, str]:
    """What a course carries of it."""
    own = {"version": version, "language": item.language, "centre": item.centre_id, "title": item.title}
    return {**item.draft, **own, **changes}


def course_files(item: Item, data: Mapping[str, str]) -> dict[str, bytes]:
    """The example course with this copy in its first lesson."""
    files, _problems = from_folder(EXAMPLE)
    path = path_of(item.kind, item.code)
    files[path] = resource_text(item.kind, data).encode()
    files["lessons/staff-gauge.md"] += f"\n{embedding(path, data['version'])}\n".encode()
    return files


def course_with(item: Item, data: Mapping[str, str]) -> CourseDocument:
    """The example course with this copy, read."""
    found = read_files(course_files(item, data))
    assert found.document is not None, found.problems
    return found.document
