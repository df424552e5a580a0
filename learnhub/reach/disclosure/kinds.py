"""What kind of figure each indicator is, for the rules of disclosure; and which counts a rate is made of."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Which rule holds for a figure."""

    COUNT = "persons or enrolments"
    RATE = "a share of persons or enrolments"
    ODDS = "one count over another that is no part of it"
    MEAN = "a mean or another statistic of marks or answers"
    SUM = "hours or days"
    FREE = "events, countries: not about few persons"


_RATES = ("E04", "C03", "C04", "C05", "T03", "T04", "S03", "L07", "Q01", "Q03", "Q04", "Q05")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys((*_RATES, "U01", "U03", "U04"), Kind.RATE),
    **dict.fromkeys(("L02", "L03", "L04", "L05", "L06", "U02"), Kind.MEAN),
    **dict.fromkeys(("H01", "H02", "H03", "H04", "H05"), Kind.SUM),
    **dict.fromkeys(("R08", "T01"), Kind.FREE),
    "Q02": Kind.ODDS,
}
OUTCOMES = frozenset({"E05", "C01", "C02", "S01", "S02"})
"""Counts of what became of people: their tables may not tell about a whole small group either."""

PARTITIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("R05", "R06"), "R04"),
    (("E05.certified", "E05.completed", "E05.explored", "E05.viewed", "E05.no_show"), "E01"),
    (("E03", "E05.no_show"), "E01"),
    (("E05.certified", "E05.completed"), "C03"),
    (("C04",), "C03"),
    (("E05.certified",), "S03"),
    (("H01", "H02"), "H03"),
)
"""Indicators (of rates: their numerators) that add up to another one, whatever they are cut by."""

WITHIN: dict[str, tuple[str, ...]] = {
    "R02": ("R04",), "R03": ("R04",), "R07": ("R02",), "R09": ("R04",), "E02": ("E01",), "S02": ("S01",),
    "C02": ("C01",),
}  # fmt: skip
"""Counts that are part of another one at the same place, or at most as many."""

ONCE_A_PERIOD = frozenset({"R01", "R02", "R03", "R04", "R06", "R07", "F01", "C02"})
"""Persons, who count once in a quarter and once in its year."""

MADE_OF: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "E04": (("E03", {}), ("E01", {}), ("E05.no_show", {})),
    "C03": (("E01", {}),),
    "C04": (("E03", {}),),
    "C05": (("E03", {}),),
    "S03": (("E03", {}),),
    "T03": (("T02", {}),),
    "T04": (("T02", {}),),
    "L02": (("L01", {}),),
    "L03": (("L01", {}),),
    "L04": (("L01", {}),),
    "Q01": (("R04", {"sex": "F"}), ("R04", {"sex": "U"})),
    "Q02": (("R04", {"sex": "F"}), ("R04", {"sex": "M"})),
    "Q03": (("R04", {"ref_area": "ZZ"}), ("R04", {"region": "UNK"})),
    "Q04": (("R04", {"age": "15-24"}), ("R04", {"age": "UNK"})),
    "Q05.gender": (("R04", {"sex": "U"}),),
    "Q05.country": (("R04", {"ref_area": "ZZ"}), ("R04", {"region": "UNK"})),
    "Q05.age": (("R04", {"age": "UNK"}),),
    "Q05.sdg": (
        ("E01", {}),
        ("F02", {"framework": "SDG", "target": "none"}),
    ),
}
"""Counts whose numbers a rate gives away, by indicator and the codes in which they differ from the rate itself."""


BY_EVENT = frozenset({"H02", "H05", "T02"})
"""What adds up over events, besides what the catalogue says: an attendance is of one event."""
CARRIED: dict[str, str] = {"H02": "T02", "H05": "T02"}
"""Hours and days that tell about how many took part: they are held back with the participations."""
_PERSONS = ("ref_area", "region", "sex", "age")
_OBJECTS = ("centre", "course", "event", "theme")


def shares_add_over(indicator: str) -> tuple[str, ...]:
    """Over which dimensions the numerators of a share add up: those of persons not over what they attended."""
    return _PERSONS if indicator.startswith("Q") else (*_OBJECTS, *_PERSONS)


def kind_of(indicator: str) -> Kind:
    """The kind of an indicator or a variant of it, `Q03.LDC`."""
    return _KINDS.get(indicator.partition(".")[0], Kind.COUNT)


def made_of(indicator: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """The counts that a figure gives away. A share of a country group gives that group's count away as well."""
    code, _, variant = indicator.partition(".")
    found = MADE_OF.get(indicator) or MADE_OF.get(code, ())
    return (*found, ("R04", {"country_group": variant})) if code == "Q03" and variant else found
