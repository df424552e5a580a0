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


_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_ENVIRONMENTS: Final = {
    **{name: name for name in ("array", "cases", "split", "smallmatrix")},
    **{f"{kind}matrix": f"{kind}matrix" for kind in ("", "p", "b", "B", "v", "V")},
    # equations of a lesson have no numbers; what is written inside of other mathematics may stand alone
    **dict.fromkeys(("align", "align*", "aligned", "eqnarray", "eqnarray*"), "align*"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "matrix"),
    **dict.fromkeys(("equation", "equation*"), ""),
}
"""What may stand between \\begin and \\end, and what the converter, which takes any name, knows it by."""
_COLUMNS: Final = re.compile(r"(\\begin\{array\})\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_STACK: Final = re.compile(r"\\substack\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_PARTS: Final = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2} | {
    "msubsup": 3,
    "munderover": 3,
}
_REDEFINING: Final = re.compile(r"\\(?:def|let|(?:re|provide)?(?:new)?command)(?![A-Za-z])")

_LONG: Final = 30  # characters of TeX; on a phone such a formula scrolls inside itself, also by keyboard


class FormulaError(ValueError):
    """The formula cannot be shown; `code` and `values` say why, `at` is for what may follow."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(say(code, **values, at=""))
        self.code, self.values = code, values


@lru_cache(maxsize=2048)
def mathml(tex: str, *, block: bool = False) -> str:
    """A `<math>` element for a formula, with the TeX as its text alternative. Raises FormulaError."""
    from latex2mathml import converter  # noqa: PLC0415 - pages show what was converted before: few processes need it

    if len(tex) > limits.FORMULA_CHARACTERS:
        raise FormulaError("formula-long", n=limits.FORMULA_CHARACTERS)
    if not _balanced(tex):
        raise FormulaError("formula-braces", most=_DEPTH)
    escaped = _in_lines(_known_environments(_TEXT.sub(_words, tex)))
    try:
        written = converter.convert(escaped, display="block" if block else "inline")
        root = ElementTree.fromstring(written)  # noqa: S314 - no prolog, so no entity, can precede <math>
    except Exception as error:  # the converter raises errors of many unrelated classes, IndexError among them
        raise FormulaError("formula-unread") from error
    for element in root.iter():
        _reduce(element)
        _join_decimals(element)
    if tex.strip() and not "".join(root.itertext()).strip():
        raise FormulaError("formula-unread")
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


def _known_environments(tex: str) -> str:
    """The formula in what the converter does right; it would drop or misread the rest without a word."""
    if match := _REDEFINING.search(tex):
        raise FormulaError("formula-command", name=match[0])

    def known(match: re.Match[str]) -> str:
        name = _ENVIRONMENTS.get(match[2].strip())
        if name is None:
            raise FormulaError("formula-environment", name=match[2][:40])
        return f"\\{match[1]}{{{name}}}" if name else ""

    tex = re.sub(r"\\\\\s*\[[0-9. a-z]*\]", r"\\\\", tex)  # the page gives room between lines
    tex = _STACK.sub(r"{\\begin{matrix}\1\\end{matrix}}", tex)
    tex = _ENVIRONMENT.sub(known, tex)
    tex = _COLUMNS.sub(lambda match: match[1] + "{" + re.sub(r"[^lcr|]", "", match[2]) + "}", tex)
    return re.sub(r"\\(?:nonumber|notag)(?![A-Za-z])", "", tex).replace(r"\operatorname*", r"\operatorname")


def _in_lines(tex: str) -> str:
    """A formula that is broken by \\\\ outside of any environment, as lines one below the other."""
    depth, lines, start = 0, [], 0
    for match in re.finditer(r"\\begin\{|\\end\{|\\[\\{}]|[{}]", tex):
        if match[0] == r"\\" and depth == 0:
            lines.append(tex[start : match.start()])
            start = match.end()
        elif match[0] in ("{", r"\begin{"):
            depth += 2 if match[0] == r"\begin{" else 1
        elif match[0] in ("}", r"\end{"):
            depth -= 1 if match[0] == "}" else 0
    lines.append(tex[start:])
    if len(lines) == 1:
        return tex
    return r"\begin{split}" + r"\\".join(f"&{line}" for line in lines if line.strip()) + r"\end{split}"


def _words(match: re.Match[str]) -> str:
    plain = re.sub(r"\\([%_#$&])", r"\1", match[2])
    return match[1] + escape(plain, quote=False) + match[3]


def _reduce(element: ElementTree.Element) -> None:
    tag = element.tag.removeprefix(_NAMESPACE)
    if tag not in _ELEMENTS or tag == element.tag:
        raise FormulaError("formula-other")
    if len(element) != _PARTS.get(tag, len(element)) or element.get("linebreak"):
        raise FormulaError("formula-unread")
    element.tag = tag
    for name, value in list(element.attrib.items()):
        if name not in _ATTRIBUTES or not _VALUE.fullmatch(value):
            del element.attrib[name]
    if tag in ("mi", "mo", "mn", "mtext") and "\\" in (element.text or ""):
        raise FormulaError("formula-command", name=(element.text or "").strip()[:40])


def _join_decimals(element: ElementTree.Element) -> None:
    """One number where the author wrote `0{,}8`: a comma between two numbers has a space after it."""
    if element.tag in _PARTS:
        return
    number = 1
    while number < len(element) - 1:
        before, sign, after = element[number - 1 : number + 2]
        if before.tag == after.tag == f"{_NAMESPACE}mn" and _is_comma(sign):
            before.text = f"{before.text},{after.text}"
            del element[number : number + 2]
        else:
            number += 1


def _is_comma(element: ElementTree.Element) -> bool:
    """Whether this is `{,}`, in braces: without them it parts the entries of a list."""
    return len(element) == 1 and "".join(element.itertext()) == ","
