"""The plans of the products, as data: which figures stand at the head, which tables follow, cut by what.

A plan names indicators by code. One that this version does not compute is left out, so a plan can be written
ahead of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from learnhub.kernel.errors import N_
from learnhub.reach.publication.table import ChartKind

VERSION = "1"
QUARTER = "quarter"  # a dimension of tables, not of questions: one question for each quarter


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with its arguments, such as the group of Q03."""

    code: str
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """As observations call it: `R04`, `Q03.LDC`."""
        return ".".join((self.code, *(value for _, value in self.arguments)))


def measure(code: str, **arguments: Any) -> Measure:
    """A measure with its arguments in a fixed order."""
    return Measure(code, tuple(sorted(arguments.items())))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one measure, rows by columns."""

    id: str
    sheet: str
    measure: Measure
    rows: str
    columns: str
    warning: str = ""
    chart: ChartKind | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a row for each centre, course, event or quarter and a column for each measure."""

    id: str
    sheet: str
    title: str
    rows: str
    measures: tuple[Measure, ...]
    warning: str = ""
    total: bool = True
    chart: ChartKind | None = None
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One product: `id` and `VERSION` name the query in manifests."""

    id: str
    key_figures: tuple[Measure, ...]
    grids: tuple[Grid, ...]
    listings: tuple[Listing, ...]


COUNTED_ONCE = N_("Persons are counted once in each part and once in the total: do not add up.")
OVERLAP = N_("Figures overlap: a course can serve several goals. Do not add up.")
GROUPS_OVERLAP = N_("Groups overlap: a country can be in several. Do not add up.")
FRACTIONAL = N_("Enrolments are shared out among the goals of their course, so these figures add up.")

_HEAD = (
    measure("R04"), measure("R05"), measure("R06"), measure("R03"), measure("R01"), measure("E01"),
    measure("C01"), measure("C04"), measure("S02"), measure("T01"), measure("H03"), measure("R08"),
    measure("R09"), measure("Q01"), measure("Q02", variant="adjusted"), measure("Q03", of="LDC"),
    measure("Q03", of="SIDS"), measure("Q03", of="AFRICA"), measure("Q04"), measure("S03"),
    *(measure("E05", ladder=rung) for rung in ("certified", "completed", "explored", "viewed", "no_show")),
    measure("T05", kind="outreach"), measure("T05", kind="training"),
    measure("U01"), measure("U02"), measure("U03", kind="L1"), measure("U03", kind="L3"), measure("U04"),
    *(measure("Q05", attr=attribute) for attribute in ("gender", "country", "age", "sdg")),
)  # fmt: skip
_COURSES = (
    measure("E01"), measure("E03"), measure("C01"), measure("C03"), measure("C04"), measure("S02"),
    measure("H01"), measure("U01"),
)  # fmt: skip
_EVENTS = (measure("T02"), measure("H02"), measure("H05"), measure("T03"), measure("T04"))
_LEARNING = (
    measure("L01"), measure("L02"), measure("L03"), measure("L04", stat="g"), measure("L04", stat="lo"),
    measure("L04", stat="hi"), measure("L07"),
)  # fmt: skip
_WHO = (
    Grid(
        "reached_country_gender", "By_country", measure("R04"), "country", "gender", chart=ChartKind.CIRCLES
    ),
    Grid("enrolments_country_gender", "By_country", measure("E01"), "country", "gender"),
    Grid("reached_gender_age", "Gender_age", measure("R04"), "age", "gender"),
    Grid("reached_region_gender", "Gender_age", measure("R04"), "region", "gender", chart=ChartKind.SHARES),
    Grid("reached_group", "By_country", measure("R04"), "group", "", GROUPS_OVERLAP),
)
_FRAMEWORKS = (
    Grid("learners_goal_region", "Frameworks", measure("F01"), "goal", "region", OVERLAP),
    Grid("enrolments_goal_region", "Frameworks", measure("F02"), "goal", "region", FRACTIONAL),
)
_SUBJECTS = (
    Grid("reached_region_theme", "Region_x_theme", measure("R04"), "theme", "region", COUNTED_ONCE),
    Grid("enrolments_region_theme", "Region_x_theme", measure("E01"), "theme", "region"),
)
_LISTS = (
    Listing("courses", "Courses", N_("Courses"), "course", _COURSES, total=False),
    Listing("events", "Events", N_("Training events"), "event", _EVENTS, total=False),
    Listing("learning", "Learning", N_("Learning gains by course"), "course", _LEARNING, total=False),
    Listing("follow_up", "Follow_up", N_("Follow-up by course"), "course",
            (measure("U01"), measure("U02"), measure("U03", kind="L1"), measure("U03", kind="L3"), measure("U04")),
            total=False),
    Listing("quarters", "Region_x_theme", N_("Development by quarter"), QUARTER,
            (measure("R04"), measure("R02"), measure("E01"), measure("C01"), measure("H01"), measure("T01")),
            COUNTED_ONCE, chart=ChartKind.LINE, drawn=("R04", "E01")),
)  # fmt: skip

NETWORK = Plan(
    "network",
    _HEAD,
    (*_SUBJECTS, *_WHO, *_FRAMEWORKS),
    (
        Listing(
            "centres",
            "By_centre",
            N_("Centres"),
            "centre",
            (measure("R04"), measure("R05"), measure("E01"), measure("C01"), measure("S02"), measure("T01"),
             measure("H03")),
            COUNTED_ONCE,
        ),
        *_LISTS,
    ),
)  # fmt: skip
CENTRE = Plan("centre", _HEAD, (*_SUBJECTS, *_WHO, *_FRAMEWORKS), _LISTS)
COUNTRY = Plan(
    "country",
    tuple(each for each in _HEAD if each.code in {"R04", "R05", "R06", "R01", "E01", "C01", "S02", "Q01", "Q04"}),
    (Grid("reached_gender_age", "Gender_age", measure("R04"), "age", "gender"),
     Grid("reached_theme", "Region_x_theme", measure("R04"), "theme", "", COUNTED_ONCE)),
    (Listing("centres", "By_centre", N_("Centres"), "centre", (measure("R04"), measure("E01")), COUNTED_ONCE),),
)  # fmt: skip
_OF_LEARNING = (*_LEARNING, measure("U01"), measure("U02"), measure("U03", kind="L1"), measure("U03", kind="L3"),
                measure("U04"))  # fmt: skip
PROJECT = Plan("donor", tuple(dict.fromkeys((*_HEAD, *_OF_LEARNING))), (*_SUBJECTS, *_WHO), _LISTS)
