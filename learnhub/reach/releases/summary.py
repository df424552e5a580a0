"""Two small files of every release, for people and pages: the key figures, and what changed since the one before."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from learnhub.formats.cells import safe_cell
from learnhub.reach.publication.model import Publication, Revision
from learnhub.reach.publication.numbers import data_text
from learnhub.reach.publication.observation import Observation, Observed
from learnhub.reach.releases.verify import MANIFEST

KEY_FIGURES, REVISIONS = "key_figures.csv", "revisions.csv"
DATA_MANIFEST, HOW_TO_CHECK, CHECKER = "data-manifest.json", "HOW_TO_CHECK.txt", "verify.py"
FIGURE_COLUMNS = ("indicator", "name", "unit", "value", "status", "year_before", "year_before_status")
REVISION_COLUMNS = ("indicator", "filters", "unit", "previous_release", "previous", "new", "reasons")


@dataclass(frozen=True, slots=True)
class Headline:
    """A key figure as a release tells it."""

    indicator: str
    name: str
    unit: str
    value: Fraction | None
    status: str
    before: Fraction | None
    before_status: str

    @property
    def code(self) -> str:
        """The indicator without its arguments."""
        return self.indicator.partition(".")[0]

    @property
    def held_back(self) -> bool:
        """Whether the figure is suppressed."""
        return self.status == Observed.SUPPRESSED


def key_figures_csv(publication: Publication) -> tuple[bytes, int]:
    """The file of key figures, in the order of the product, and its rows."""
    rows = []
    for figure in publication.key_figures:
        now = publication.at(figure.current)
        before = publication.at(figure.previous) if figure.previous else None
        rows.append((now.indicator, figure.label, now.unit, *_told(now), *_told(before)))
    return _file(FIGURE_COLUMNS, rows), len(rows)


def revisions_csv(revisions: Sequence[Revision]) -> tuple[bytes, int]:
    """The file of revisions, and its rows; a header alone for a first release."""
    rows = [
        (each.indicator, each.filters, each.unit, each.previous_release, data_text(each.previous),
         data_text(each.new), " ".join(each.reasons))
        for each in revisions
    ]  # fmt: skip
    return _file(REVISION_COLUMNS, rows), len(rows)


def headlines(folder: Path, digest: str) -> tuple[Headline, ...]:
    """The key figures of a view; none if its files are gone or not those of the manifest with this digest."""
    return _headlines(folder / KEY_FIGURES, digest)


def changes(folder: Path, digest: str) -> tuple[Revision, ...]:
    """What changed since the release before, as this view shows it."""
    return _changes(folder / REVISIONS, digest)


@lru_cache(maxsize=64)
def _headlines(path: Path, digest: str) -> tuple[Headline, ...]:
    return tuple(
        Headline(
            row["indicator"],
            row["name"],
            row["unit"],
            _number(row["value"]),
            row["status"],
            _number(row["year_before"]),
            row["year_before_status"],
        )
        for row in _rows(path, digest)
    )


@lru_cache(maxsize=16)
def _changes(path: Path, digest: str) -> tuple[Revision, ...]:
    return tuple(
        Revision(
            row["indicator"],
            row["filters"],
            _number(row["previous"]),
            _number(row["new"]),
            row["unit"],
            tuple(row["reasons"].split()),
            row["previous_release"],
        )
        for row in _rows(path, digest)
    )


def _rows(path: Path, digest: str) -> list[dict[str, str]]:
    """The rows of a file; none if it is gone, or is not the one that the manifest with this digest lists."""
    try:
        content, manifest = path.read_bytes(), (path.parent / MANIFEST).read_bytes()
    except FileNotFoundError:
        return []
    listed = {"name": path.name, "sha256": sha256(content).hexdigest()}.items()
    if sha256(manifest).hexdigest() != digest or not any(
        listed <= file.items() for file in json.loads(manifest)["files"]
    ):
        return []
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _told(observation: Observation | None) -> tuple[str, str]:
    if observation is None:
        return "", ""
    return data_text(observation.value), observation.obs_status.value


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([text if _is_number(text) else safe_cell(text) for text in row] for row in rows)
    return out.getvalue().encode()


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
