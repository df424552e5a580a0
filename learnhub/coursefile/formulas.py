"""TeX formulas to MathML that is safe to put into a page.

The converter lets markup through inside text and links, so its output is parsed, reduced to an allow-list and
written again; this stands after the sanitiser and must be as strict as it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Final
from xml.etree import ElementTree

from latex2mathml import converter

from . import limits
from .problems import say

_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS: Final[frozenset[str]] = frozenset(
    re.findall(
        r"[\w-]+",
        """
        math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom msub msup
        msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose
        """,
    )
)
_ATTRIBUTES: Final[frozenset[str]] = frozenset(
    re.findall(
        r"[\w-]+",
        """
        display displaystyle scriptlevel mathvariant stretchy fence form separator symmetric largeop
        movablelimits accent accentunder lspace rspace linethickness columnalign rowalign columnspacing
        rowspacing columnlines rowlines minsize maxsize width height depth notation
        """,
    )
)
_DEPTH: Final = 20
_VALUE: Final = re.compile(r"[A-Za-z0-9 .%+-]{0,40}")
_TEXT: Final = re.compile(r"(\\(?:text|mbox|textbf|textit|textrm)\s*\{)([^{}]*)(\})")


_LONG: Final = 30  # characters of TeX; on a phone such a formula scrolls inside itself, also by keyboard


class FormulaError(ValueError):
    """The formula cannot be shown; `code` and `values` say why, `at` is for what may follow."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(say(code, **values, at=""))
        self.code, self.values = code, values


@lru_cache(maxsize=2048)
def mathml(tex: str, *, block: bool = False) -> str:
    """A `<math>` element for a formula, with the TeX as its text alternative. Raises FormulaError."""
    if len(tex) > limits.FORMULA_CHARACTERS:
        raise FormulaError("formula-long", n=limits.FORMULA_CHARACTERS)
    if not _balanced(tex):
        raise FormulaError("formula-braces", most=_DEPTH)
    escaped = _TEXT.sub(_words, tex)
    try:
        written = converter.convert(escaped, display="block" if block else "inline")
        root = ElementTree.fromstring(written)  # noqa: S314 - no prolog, so no entity, can precede <math>
    except Exception as error:  # the converter raises errors of many unrelated classes, IndexError among them
        raise FormulaError("formula-unread") from error
    for element in root.iter():
        _reduce(element)
    root.attrib = {
        name: value for name, value in root.attrib.items() if (name, value) != ("display", "inline")
    }
    root.set("alttext", tex)
    if len(tex) > _LONG:
        root.set("tabindex", "0")
    return ElementTree.tostring(root, encoding="unicode")


def _balanced(tex: str) -> bool:
    depth = 0
    for sign in re.findall(r"(?<!\\)(?:\\\\)*([{}])", tex):
        depth += 1 if sign == "{" else -1
        if not 0 <= depth <= _DEPTH:
            return False
    return depth == 0


def _words(match: re.Match[str]) -> str:
    plain = re.sub(r"\\([%_#$&])", r"\1", match[2])
    return match[1] + escape(plain, quote=False) + match[3]


def _reduce(element: ElementTree.Element) -> None:
    tag = element.tag.removeprefix(_NAMESPACE)
    if tag not in _ELEMENTS or tag == element.tag:
        raise FormulaError("formula-other")
    element.tag = tag
    for name, value in list(element.attrib.items()):
        if name not in _ATTRIBUTES or not _VALUE.fullmatch(value):
            del element.attrib[name]
    if tag in ("mi", "mo", "mn", "mtext") and "\\" in (element.text or ""):
        raise FormulaError("formula-command", name=(element.text or "").strip()[:40])
