"""Marks inside a line that came to nothing, so that readers see their signs: what nothing closes, formulas without `$`,
links without an address.

Signs have uses of their own (`2 ** 3`, prices, `0.45**` in a table of estimates): where one could be meant, nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from markdown_it.token import Token

from .finding import Note, filled

_ESCAPED: Final = "\ue000"
_OPENED: Final = "\ue001"
_CLOSED: Final = "\ue002"
_OTHER: Final = "\ue003"
_MADE: Final = f"{_OPENED}{_CLOSED}{_OTHER}"
"""Signs that stand for what is no text: an escaped sign, emphasis that opens or closes, anything else."""

_STRONG: Final = re.compile(
    rf"""
      (?<![*\w]) \*\*\*? (?=["“„«‘(¿¡《「『【（]?\w) (?!\w\s*[<>=≤≥])   # opens, and is no sign of significance
    | (?<=[\u3040-\u9fff]) \*\* (?=[\u3040-\u9fff])                # between characters written without blanks
    | (?<=[:!?：！？。]) \*\*\*? (?=[\s\u3040-\u9fff]|$)            # closes
    | (?m:^) \*\*(?=[ ]+[^\W\d][^*\n]*[ ]\*\*(?:\s|$))              # blanks inside
    | (?<![_\w]) ___? (?=[^\W_])
    | (?<!\*) \*(?={_OPENED})
    | ＊＊(?=\S)                                                     # of a Chinese keyboard
    """,
    re.VERBOSE,
)
_CODE: Final = re.compile(r"(?<![`\w])`{1,2}(?=[^\s`'’])(?![AEIOUaeiouĀāĪīŪū])(?![^`]*['’´])")
"""A backtick before a vowel is a letter of names such as `Abd; one with an apostrophe after it is a quotation mark."""
_TEX: Final = (
    r"\\(?:frac|sqrt|mathrm|text|begin|left|cdot|times|approx|leq?|geq?|sum|int|prod|ln|log|exp|bar|hat|overline"
    r"|alpha|beta|gamma|delta|Delta|epsilon|theta|lambda|mu|pi|rho|sigma|tau|phi|omega|infty|partial|pm|quad)"
    r"(?![A-Za-z])"
)
_FORMULA: Final = re.compile(
    rf"""
      (?<![\w$]) \$ [ ]? (?: \\[A-Za-z]{{2,}} | [A-Za-zα-ωΑ-Ω](?![A-Za-z])[ ]?[=<>≈≤≥+^_({{\\] )
    | (?<![\w$]) \$ (?= [^$\n]*{_TEX})
    | (?<![:\\A-Za-z]) {_TEX} (?=[\s{{}}\\\d^_=+.,;)-]|$)
    """,
    re.VERBOSE,
)
_IN_FORMULA: Final = re.compile(rf"{_TEX}|[\^=]|_\{{")
_TO_NOWHERE: Final = re.compile(
    r"""
      (?<![\w\]]) \[ (?=[^\[\]\n]*[^\W\d_]{2}) [^\[\]\n]+ \] \[ [^\[\]\n]* \]
    | \[ [^\[\]\n]+ \] （ (?:https?://|mailto:|lesson:|assets/) [^（）\s]* ）
    | \[ [^\[\]\n]+ \] [ ]+ \( (?:https?://|mailto:|lesson:|assets/) [^()\s]* \)
    | (?<!\w) \( [^()\n]+ \) \[ (?:https?://|mailto:|lesson:|assets/) [^\[\]\s]* \]
    """,
    re.VERBOSE,
)
_MONEY: Final = re.compile(r"\d[^\\^_=]* [^\W\d_]{2,} [^\\^_=]*")
_SIGNS: Final = {
    "text_special": _ESCAPED,
    "em_open": _OPENED,
    "strong_open": _OPENED,
    "em_close": _CLOSED,
    "strong_close": _CLOSED,
}
_SHOWN: Final = 40


class Line:
    """The inline text of one block as readers see it; what is no text is one sign of `_MADE`."""

    def __init__(self, tokens: list[Token]) -> None:
        signs: list[str] = []
        # the same, sign by sign, as the author has written it; "" where that is not known
        self.written: list[str] = []
        for token in tokens:
            if token.type == "text" or (token.type == "text_special" and token.content == token.markup):
                signs += token.content
                self.written += token.content
            elif token.type in ("softbreak", "hardbreak"):
                signs.append("\n")
                self.written.append("\n")
            else:
                breaks = "\n" * token.content.count("\n")
                signs += [_SIGNS.get(token.type, _OTHER), *breaks]
                self.written += [token.markup if token.type in _SIGNS else "", *breaks]
        self.text = "".join(signs)

    def excerpt(self, start: int) -> str:
        """The text as it is written from there to the end of its line, or to what is no text."""
        near = self.written[start : start + _SHOWN + 1]
        return short("".join(takewhile(lambda sign: sign not in ("", "\n"), near)).rstrip())


def short(text: str) -> str:
    """As much of a text as a remark shows."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rpartition(" ")[0] or text[:_SHOWN]


def sign_notes(tokens: list[Token]) -> Iterator[Note]:
    """What is left over in the text of one block; lines count from its first, and columns are not known.

    Of what two signs of one kind leave over, the first one speaks for both.
    """
    line = Line(tokens)
    if not re.search(rf"[*_`$\\\]＊{_ESCAPED}]", line.text) and not any(
        each.type == "formula" for each in tokens
    ):
        return
    for pattern, code in ((_STRONG, "mark-open"), (_CODE, "mark-open"), (_FORMULA, "formula-shown")):
        found = pattern.search(line.text)
        if found:
            yield _note(line, found.start(), code)
    yield from _bracketed(line)
    for found in _TO_NOWHERE.finditer(line.text):
        yield _note(line, found.start(), "link-shown")
    for token in tokens:
        if token.type == "formula" and _MONEY.fullmatch(token.content):
            yield Note(0, "money-formula", filled(text=f"${token.content}$"))


def _note(line: Line, start: int, code: str) -> Note:
    return Note(line.text.count("\n", 0, start), code, filled(text=line.excerpt(start)))


def _bracketed(line: Line) -> Iterator[Note]:
    """Formulas between the brackets of TeX, whose backslashes are not shown."""
    escaped = [number for number, sign in enumerate(line.text) if sign == _ESCAPED]
    for start, end in pairwise(escaped):
        if line.written[start] in ("\\(", "\\[") and _IN_FORMULA.search(line.text, start, end):
            yield _note(line, start, "formula-shown")
