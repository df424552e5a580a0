"""Figures and labels as readers see them: rounded once, in the language of the page."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from babel.dates import format_date
from flask_babel import gettext as _

from learnhub.centres.domain import Reference
from learnhub.centres.regions import in_language, region_name
from learnhub.reach.asked import Period
from learnhub.reach.figures import Value
from learnhub.reach.publication.numbers import MOST_CHANGE
from learnhub.reach.reference import NO_COUNTRY, NO_REGION, REGIONS
from learnhub.web.i18n import in_one_piece, language, number, with_comma

Number = int | Fraction
NOTHING = "–"
LOW, TOO_LOW = Fraction(60, 100), Fraction(30, 100)


def decimal(value: Number | None, places: int = 1) -> str:
    """Rounded half up to so many places, with the reader's comma and grouping; a dash for undefined."""
    if value is None:
        return NOTHING
    scaled = abs(Fraction(value)) * 10**places
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(digits, 10**places)
    text = number(whole) + (with_comma(f".{rest:0{places}d}") if places else "")
    return in_one_piece(f"−{text}") if value < 0 and digits else text


def count(value: Number | None) -> str:
    """A count without decimals."""
    return number(value) if isinstance(value, int) and value >= 0 else decimal(value, 0)


def percent(value: Number | None, places: int = 1) -> str:
    """A share of 1 as per cent."""
    if value is None:
        return NOTHING
    return _per_cent(decimal(value * 100, places))


def _per_cent(text: str) -> str:
    """No line ends between the number and its sign."""
    return in_one_piece(_("%(number)s %%", number=text).replace(" ", "\N{NO-BREAK SPACE}"))


def change(now: Number | None, before: Number | None) -> str:
    """By how much a count changed, relative to what it was; nothing where that is undefined or more than tenfold."""
    if now is None or not before:
        return ""
    share = Fraction(now) / Fraction(before) - 1
    if abs(share) >= MOST_CHANGE:
        return ""
    return _per_cent(("+" if share > 0 else "") + decimal(share * 100))


def points(now: Number | None, before: Number | None) -> str:
    """By how many percentage points a share changed."""
    if now is None or before is None:
        return ""
    moved = decimal((Fraction(now) - Fraction(before)) * 100)
    sign = "+" if now > before else ""
    return str(_("%(number)s percentage points", number=in_one_piece(sign + moved)))


def share_of(value: Value | None) -> Fraction | None:
    """The value as a fraction; None for undefined."""
    found = value.value if value else None
    return None if found is None else Fraction(found)


def month_name(day: date, *, with_year: bool = False) -> str:
    """A short name of a month."""
    return format_date(day, "MMM yy" if with_year else "MMM", locale=language())


def region(code: str) -> str:
    """A region's name."""
    return str(_("Unknown")) if code == NO_REGION else region_name(code, language())


def regions() -> list[tuple[str, str]]:
    """(code, name) of the regions, unknown last."""
    return [(code, region(code)) for code in (*REGIONS, NO_REGION)]


def country(known: Reference, code: str) -> str:
    """A country's name."""
    return str(_("Unknown")) if code == NO_COUNTRY else known.official_name(code, language())


def theme(known: Reference, code: str) -> str:
    """A theme's name; the code itself if the reference list has none."""
    found = known.themes.get(code)
    if found:
        return in_language(found.labels, language())
    return code or str(_("No theme"))


def gender(code: str) -> str:
    """A gender's name, in the plural."""
    return str({"F": _("Women"), "M": _("Men"), "X": _("Another gender"), "U": _("Unknown")}[code])


def age(code: str) -> str:
    """A class of age."""
    return str(
        {
            "0-14": _("14 and younger"),
            "15-24": _("15 to 24"),
            "25-34": _("25 to 34"),
            "35+": _("35 and older"),
            "UNK": _("Unknown"),
        }[code]
    )


def group(code: str) -> str:
    """A group of countries."""
    return str(
        {
            "LDC": _("Least developed countries"),
            "LLDC": _("Landlocked developing countries"),
            "SIDS": _("Small island developing States"),
            "ANY": _("Any of these groups"),
            "AFRICA": _("Priority Africa"),
            "NONE": _("No group"),
            "UNK": _("Unknown"),
        }[code]
    )


def period_name(period: Period) -> str:
    """A period as a label: `2026`, `2026 Q3`, or both days."""
    name = period.in_files
    if len(name) <= len("2026-Q3"):
        return name.replace("-", " ")
    return f"{period.start.isoformat()} – {period.end.isoformat()}"


def no_goal() -> str:
    """What is mapped to no item of a framework."""
    return str(_("Mapped to none of them"))


def head_count_kinds() -> dict[str, str]:
    """Kinds of events where people are counted without a name."""
    return {"training": _("At trainings"), "outreach": _("At outreach events")}
