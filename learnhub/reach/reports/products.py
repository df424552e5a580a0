"""The products: which chapters stand in which document, in which order, and how much of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.table import ChartKind, Table
from learnhub.reach.reports.choice import WHOLE, Cut

TIMES = frozenset({"month", "quarter", "year", "biennium", "period", "time", "time_period"})
SHEETS = {
    "By_centre": "centres",
    "By_country": "where",
    "Region_x_theme": "regions",
    "Gender_age": "who",
    "Frameworks": "frameworks",
    "Courses": "courses",
    "Events": "events",
    "Learning": "learning",
    "Follow_up": "follow_up",
}


class Product(StrEnum):
    """A document with a reader in mind."""

    CENTRE = "centre"
    NETWORK = "network"
    MATRIX = "matrix"
    DONOR = "donor"
    COUNTRY = "country"
    RENEWAL = "renewal"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Plan:
    """The layout (a template of `data/`), the chapters in order, how many key figures stand on page 1.

    A document of one page has several cuts, the most generous first: the first that fits is taken.
    """

    layout: str
    chapters: tuple[str, ...]
    tiles: int = 12
    cuts: tuple[Cut, ...] = (WHOLE,)


_END = ("quality", "revisions", "method", "proof")
_LEARNED = ("courses", "events", "ladder", "learning", "follow_up")
PLANS = {
    Product.CENTRE: Plan(
        "standard", ("key_figures", "development", "where", "who", *_LEARNED, "regions", "frameworks", *_END)
    ),
    Product.NETWORK: Plan(
        "standard",
        ("key_figures", "development", "regions", "centres", "where", "who", *_LEARNED, "frameworks", *_END),
    ),
    Product.MATRIX: Plan("standard", ("frameworks", "regions", "courses", "events", *_END), tiles=4),
    Product.DONOR: Plan(
        "standard", ("donor", "key_figures", "development", "where", "who", *_LEARNED, "frameworks", *_END), tiles=8
    ),
    Product.COUNTRY: Plan(
        "brief",
        ("who", "regions", "centres", "courses", "where", "events", "quality"),
        tiles=6,
        cuts=tuple(Cut(rows, 7, tables, chapters) for rows, tables, chapters in (
            (12, 2, 7), (8, 2, 7), (10, 1, 7), (8, 1, 7), (6, 1, 7), (6, 1, 6), (5, 1, 5), (6, 1, 4), (5, 1, 4),
            (6, 1, 3), (5, 1, 3), (8, 1, 2), (6, 1, 2), (4, 1, 2), (3, 1, 2), (8, 1, 1), (6, 1, 1), (3, 1, 1),
            (0, 0, 0))),
    ),
    Product.RENEWAL: Plan(
        "standard", ("key_figures", "development", "frameworks", *_LEARNED, "where", "who", *_END, "confirmation")
    ),
    Product.BOARD: Plan(
        "board",
        ("where", "courses", "events", "who", "centres", "regions", "quality"),
        tiles=8,
        cuts=tuple(Cut(rows, 2, 1, chapters) for rows, chapters in (
            (8, 7), (7, 7), (6, 7), (5, 7), (4, 7), (6, 6), (5, 6), (4, 6), (5, 5), (4, 5), (5, 4), (4, 4), (3, 4),
            (2, 4), (3, 3), (2, 3), (3, 2), (0, 0))),
    ),
}  # fmt: skip


_OF_SCOPE = {
    "net": (Product.NETWORK, Product.BOARD, Product.MATRIX),
    "c": (Product.CENTRE, Product.BOARD, Product.RENEWAL),
    "country": (Product.COUNTRY,),
    "donor": (Product.DONOR,),
}


def documents_for(publication: Publication) -> tuple[Product, ...]:
    """The products that a publication of this scope can be printed as; a donor's needs the donor's indicators."""
    kind = publication.parameters.scope.partition("-")[0]
    donor = (Product.DONOR,) if publication.aliases else ()
    return tuple(dict.fromkeys((*_OF_SCOPE.get(kind, ()), *donor)))


def chapter_of(table: Table) -> str:
    """The chapter in which a table stands: tables over time stand together, others by their sheet."""
    over_time = table.rows.dimension in TIMES or table.columns.dimension in TIMES
    if over_time or (table.chart is not None and table.chart.kind is ChartKind.LINE):
        return "development"
    return SHEETS[table.sheet]


def tables_of(tables: Iterable[Table], chapter: str) -> list[Table]:
    """The tables of a chapter, in the order of the publication."""
    return [table for table in tables if chapter_of(table) == chapter]
