"""Equations of word processors (Office Math, ECMA-376 part 1, section 22.1) as TeX."""

from __future__ import annotations

import re
from typing import Final

from learnhub.coursefile.formulas import FormulaError, mathml

from .package import Element, M


def _pairs(table: str) -> dict[str, str]:
    """Signs and commands, one after the other; a command of letters is followed by a space in TeX."""
    words = table.split()
    return {
        sign: command + " " if command[-1].isalpha() else command
        for sign, command in zip(words[::2], words[1::2], strict=True)
    }


_SIGNS: Final = _pairs(
    r"""
    × \times ÷ \div ± \pm ∓ \mp · \cdot ⋅ \cdot ≤ \le ≥ \ge ≠ \ne ≈ \approx ∞ \infty ∂ \partial ∇ \nabla → \to
    ∈ \in ∑ \sum ∏ \prod ∫ \int √ \surd − - ∆ \Delta … \dots ° ^{\circ} ~ \sim { \{ } \} % \% & \& # \# _ \_ $ \$
    \ \backslash ^ \hat{} α \alpha β \beta γ \gamma δ \delta ε \epsilon ζ \zeta η \eta θ \theta κ \kappa λ \lambda
    μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma τ \tau φ \phi χ \chi ψ \psi ω \omega Γ \Gamma Δ \Delta Θ \Theta
    Λ \Lambda Σ \Sigma Φ \Phi Ψ \Psi Ω \Omega
    """
)
_NARY: Final = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint"}
_FENCES: Final = _pairs(r"{ \{ } \} ‖ \| ⌊ \lfloor ⌋ \rfloor ⌈ \lceil ⌉ \rceil ⟨ \langle ⟩ \rangle") | {
    "": "."
}
_FUNCTIONS: Final = frozenset(
    re.findall(r"\w+", "sin cos tan log ln exp lim max min sinh cosh tanh det arcsin arccos arctan")
)
_HAT: Final = "\u0302"
_ACCENTS: Final = {
    _HAT: "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u0308": "ddot",
    "\u20d7": "vec",
}  # fmt: skip


def to_tex(math: Element, *, block: bool = False) -> str | None:
    """The TeX of an `m:oMath`, or None when pages could not show it."""
    tex = re.sub(r"\s+", " ", _inside(math)).strip()
    if not tex:
        return None
    try:
        mathml(tex, block=block)
    except FormulaError:
        return None
    return tex


def words_of(math: Element) -> str:
    """What stands in an equation, as plain signs."""
    return "".join(each.text or "" for each in math.iter(f"{M}t"))


def _inside(element: Element | None) -> str:
    return "".join(_tex(child) for child in element) if element is not None else ""


def _part(element: Element, name: str) -> str:
    return _inside(element.find(f"{M}{name}"))


def _property(element: Element, name: str, missing: str) -> str:
    """A value of the properties of a structure, which stand in its first child."""
    for child in element:
        if child.tag.endswith("Pr"):
            found = child.find(f"{M}{name}")
            if found is not None:
                return found.get(f"{M}val", "")
    return missing


def _tex(element: Element) -> str:
    name = element.tag.removeprefix(M)
    write = _WRITERS.get(name)
    if write is not None:
        return write(element)
    return "" if name.endswith("Pr") else _inside(element)


def _run(element: Element) -> str:
    text = "".join(each.text or "" for each in element.iter(f"{M}t"))
    if text.strip() in _FUNCTIONS:
        return f"\\{text.strip()} "
    properties = element.find(f"{M}rPr")
    upright = properties is not None and properties.find(f"{M}nor") is not None
    if (upright or re.search(r"[^\W\d_]{3,}", text)) and not any(sign in _SIGNS for sign in text):
        return f"\\text{{{text}}}"
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _fraction(element: Element) -> str:
    return f"\\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}"


def _raised(element: Element) -> str:
    return f"{{{_part(element, 'e')}}}^{{{_part(element, 'sup')}}}"


def _lowered(element: Element) -> str:
    return f"{{{_part(element, 'e')}}}_{{{_part(element, 'sub')}}}"


def _both(element: Element) -> str:
    return f"{{{_part(element, 'e')}}}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}}"


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


def _fenced(element: Element) -> str:
    begin, end = _property(element, "begChr", "("), _property(element, "endChr", ")")
    between = _FENCES.get(_property(element, "sepChr", "|"), "|")
    inside = between.join(_inside(each) for each in element.findall(f"{M}e"))
    return f"\\left{_FENCES.get(begin, begin)}{inside}\\right{_FENCES.get(end, end)}"


def _large(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    low, high = _part(element, "sub"), _part(element, "sup")
    bounds = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return f"{_NARY.get(sign, sign)}{bounds} {_part(element, 'e')}"


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _accent(element: Element) -> str:
    command = _ACCENTS.get(_property(element, "chr", _HAT), "hat")
    return f"\\{command}{{{_part(element, 'e')}}}"


def _bar(element: Element) -> str:
    command = "overline" if _property(element, "pos", "bot") == "top" else "underline"
    return f"\\{command}{{{_part(element, 'e')}}}"


def _matrix(element: Element) -> str:
    rows = [" & ".join(_inside(cell) for cell in row.findall(f"{M}e")) for row in element.findall(f"{M}mr")]
    return "\\begin{matrix}" + " \\\\ ".join(rows) + "\\end{matrix}"


def _lines(element: Element) -> str:
    return (
        "\\begin{matrix}"
        + " \\\\ ".join(_inside(each) for each in element.findall(f"{M}e"))
        + "\\end{matrix}"
    )


def _below(element: Element) -> str:
    return f"{_part(element, 'e')}_{{{_part(element, 'lim')}}}"


def _above(element: Element) -> str:
    return f"{{{_part(element, 'e')}}}^{{{_part(element, 'lim')}}}"


_WRITERS: Final = {
    "r": _run, "f": _fraction, "sSup": _raised, "sSub": _lowered, "sSubSup": _both, "rad": _root, "d": _fenced,
    "nary": _large, "func": _function, "acc": _accent, "bar": _bar, "m": _matrix, "eqArr": _lines, "limLow": _below,
    "limUpp": _above,
}  # fmt: skip
