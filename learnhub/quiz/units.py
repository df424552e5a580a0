"""Units as learners write them: ``m3/s``, ``m³ s⁻¹`` and ``m^3.s-1`` are one unit. Case counts.

The litre has two official symbols, ``l`` and ``L``; they are taken as one, also with a prefix (``ml``).
A word for a count before a unit (``million m³``, ``万人``) is read as a part of it: see `spelt_out`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from learnhub.kernel.letters import one_spelling, plain_digits
from learnhub.quiz.scripts import ONE_SIGN

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_POWER_RUN = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_OPERATORS = str.maketrans({"º": "°", "٪": "%", "÷": "/", "×": "*", "⋅": "*", "∙": "*", "•": "*", "·": "*"})
_PER_CENT = re.compile(r"\bper ?cent\b")
_LITRE = re.compile(r"(?<=\A[μmcdhk])l\Z|\Al\Z")
# An English billion is a thousand millions, a French one a million: it stands for neither.
_COUNTS = {
    2: "百",
    3: "千 thousand mille mil тыс тысяча тысячи тысяч ألف آلاف",
    4: "万 萬",
    6: "million millions millón millones млн миллион миллиона миллионов مليون ملايين",
    8: "亿 億",
    9: "milliard milliards млрд миллиард миллиарда миллиардов مليار مليارات",
}
_HEAD = re.compile(r"[百千万萬亿億]|[^\W\d_]+(?=[·/]|\Z)")
_OF = re.compile(
    "·?(?:de·|d')?"
)  # as French and Spanish say it: millions de m³, millions d'euros, millones de euros
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<over>/|per\b)\s*(?P<count>[0-9]+(?=\s*[^\W\d_]))?
      | (?P<times>[*.]|-(?=[^\W\d_]))
      | (?P<open>\()
      | (?P<close>\))
      | (?P<symbol>(?:CO2|CH4|N2O|H2O)(?:eq|e)?(?![^\W_])|[^\s0-9^/*.()+\-,;:=<>!?±≈~|\\#@&_\[\]{}]+)
        (?:\^?(?P<power>[+-]?[0-9]{1,2}))?
    )\s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers, in the order of writing."""

    powers: tuple[tuple[str, int], ...]

    @property
    def key(self) -> frozenset[tuple[str, int]]:
        """Equal for two writings of the same unit."""
        return frozenset(self.powers)

    def __str__(self) -> str:
        above = [_raised(symbol, power) for symbol, power in self.powers if power > 0]
        below = [_raised(symbol, -power) for symbol, power in self.powers if power < 0]
        if not above:
            return "·".join(_raised(symbol, power) for symbol, power in self.powers)
        over = "·".join(below) if len(below) < 2 else f"({'·'.join(below)})"
        return "·".join(above) + (f"/{over}" if below else "")


def flatten_powers(text: str) -> str:
    """``m³ s⁻¹`` as ``m^3 s^-1``."""
    if text.isascii():
        return text
    return _POWER_RUN.sub(lambda run: "^" + run.group().translate(_SUPERSCRIPTS), text)


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Unit | None:
    """The unit that ``text`` writes; ``None`` when it is blank or is not written as a unit."""
    flat = plain_digits(flatten_powers(text.translate(_OPERATORS)))
    plain = unicodedata.normalize("NFKC", flat).translate(_OPERATORS).translate(ONE_SIGN)
    plain = _PER_CENT.sub("%", plain).replace("° ", "°").replace("**", "^")
    plain = plain.replace("°С", "°C").strip().removesuffix(".").rstrip()  # the C of a Russian keyboard
    factors = _factors(plain)
    if not factors:
        return None
    powers: dict[str, int] = {}
    for symbol, power in factors:
        powers[symbol] = powers.get(symbol, 0) + power
    return Unit(tuple((symbol, power) for symbol, power in powers.items() if power))


def same_unit(one: str, other: str) -> bool:
    """Whether two writings name the same unit; blank or unreadable writings are never the same."""
    first, second = read_unit(one), read_unit(other)
    return first is not None and second is not None and first.key == second.key


@cache
def _powers() -> dict[str, int]:
    return {one_spelling(word): power for power, words in _COUNTS.items() for word in words.split()}


def spelt_out(unit: str) -> tuple[int, str]:
    """The power of ten that words for a count before a unit stand for, and the unit itself: ``万人`` is (4, 人)."""
    power = 0
    while (head := _HEAD.match(unit)) and (more := _powers().get(one_spelling(head.group()))):
        power += more
        unit = _OF.sub("", unit[head.end() :], count=1)
    return power, unit


def _factors(plain: str) -> list[tuple[str, int]] | None:
    """The symbols and their powers; ``None`` when the text breaks the grammar.

    A slash turns the next symbol or the next bracket upside down, so ``m/s/s`` is m·s⁻² and ``L/(s km2)`` is
    L·s⁻¹·km⁻².
    """
    found: list[tuple[str, int]] = []
    at, sign, group, count = 0, 1, 0, ""
    while at < len(plain):
        token = _TOKEN.match(plain, at)
        if token is None:
            return None
        at = token.end()
        if symbol := token["symbol"]:
            found.append((count + _LITRE.sub("L", symbol), int(token["power"] or 1) * sign * (group or 1)))
            sign, count = 1, ""
        elif token["over"]:
            if sign < 0:
                return None
            sign, count = -1, f"{token['count']} " if token["count"] else ""
        elif token["open"]:
            if group:
                return None
            group, sign = sign, 1
        elif token["close"]:
            if not group:
                return None
            group = 0
    return found if sign == 1 and not group else None


def _raised(symbol: str, power: int) -> str:
    return symbol if power == 1 else symbol + str(power).translate(_RAISED)
