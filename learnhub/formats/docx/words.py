"""The words of a paragraph: runs with their looks, links, notes, formulas, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from learnhub.kernel.exponents import exponent, index

from ..losses import Losses
from ..markdown import plain
from .equations import to_tex, words_of
from .package import A, Element, M, R, Relation, W
from .pictures import Pictures
from .styles import value

_LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s<>()\"]+", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    {"instrText", "delText", "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "rPr", "pPr"}
)
_ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look, already Markdown when `done`."""

    text: str
    bold: bool = False
    italic: bool = False
    done: bool = False


@dataclass
class Words:
    """Reads paragraphs of one part of the file; `after` gathers what stands in boxes beside the text."""

    relations: dict[str, Relation]
    losses: Losses
    pictures: Pictures
    notes: list[str] = field(default_factory=list)
    after: list[Element] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)

    def of(self, paragraph: Element) -> str:
        """The words of a paragraph in Markdown, in one line."""
        return joined(list(self.runs(paragraph))).strip()

    def runs(self, element: Element) -> Iterator[Run]:
        """The runs inside an element, in their order."""
        for child in element:
            yield from self.one(child)

    def one(self, child: Element) -> Iterator[Run]:
        name = child.tag.rpartition("}")[2]
        if child.tag == f"{W}r":
            yield from self.run(child)
        elif child.tag == f"{W}hyperlink":
            yield self.link(child)
        elif child.tag in (f"{W}del", f"{W}moveFrom"):
            self.losses.note("tracked")
        elif child.tag == f"{M}oMath":
            yield self.formula(child)
        elif child.tag == f"{M}oMathPara":
            self.block_formula(child)
        elif name == "AlternateContent":
            chosen = child.find(f"{_ALTERNATIVES}Choice")
            yield from self.runs(chosen if chosen is not None else child)
        elif name not in _SKIPPED:
            if child.tag == f"{W}ins":
                self.losses.note("tracked")
            yield from self.runs(child)

    def run(self, run: Element) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        bold, italic = _on(properties, "b"), _on(properties, "i")
        raised = value(properties, "vertAlign")
        for child in run:
            if child.tag == f"{W}t":
                yield Run(self.raised(child.text or "", raised), bold, italic)
            elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                yield Run(" ", bold, italic)
            elif child.tag == f"{W}noBreakHyphen":
                yield Run("‑", bold, italic)
            elif child.tag == f"{W}sym":
                self.losses.note("symbol")
            elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "f" if child.tag == f"{W}footnoteReference" else "e"
                mark = f"{kind}{child.get(f'{W}id', '')}"
                self.notes.append(mark)
                yield Run(f"[^{mark}]", done=True)
            elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self.drawn(child)
            elif child.tag.startswith(_ALTERNATIVES):
                chosen = child.find(f"{_ALTERNATIVES}Choice")
                yield from self.run(chosen if chosen is not None else child)

    def raised(self, text: str, place: str) -> str:
        if place not in ("superscript", "subscript") or not text.strip():
            return text
        made = exponent(text) if place == "superscript" else index(text)
        if made.removeprefix("^") == text:
            self.losses.note("raised", text)
        return made

    def link(self, link: Element) -> Run:
        inside = joined(list(self.runs(link)))
        relation = self.relations.get(link.get(f"{R}id", ""))
        target = relation.target if relation and relation.outside else ""
        if not inside.strip():
            return Run("", done=True)
        if _LINK.fullmatch(target) and "[" not in inside.replace("\\[", ""):
            return Run(f"[{inside.strip()}]({target})", done=True)
        if not link.get(f"{W}anchor"):
            self.losses.note("link", target or inside)
        return Run(inside, done=True)

    def formula(self, math: Element) -> Run:
        tex = to_tex(math)
        if tex is None:
            self.losses.note("formula", words_of(math))
            return Run(words_of(math))
        return Run(f"${tex}$", done=True)

    def block_formula(self, element: Element) -> None:
        for math in element.iter(f"{M}oMath"):
            tex = to_tex(math, block=True)
            if tex is None:
                self.losses.note("formula", words_of(math))
            self.formulas.append(f"$${tex}$$" if tex is not None else plain(words_of(math)))

    def drawn(self, element: Element) -> None:
        """A picture becomes a figure after the paragraph, a text box paragraphs after it; all else is told."""
        boxes = list(element.iter(f"{W}txbxContent"))
        if boxes:
            self.losses.note("text-box")
            self.after += boxes
            return
        blips = [each.get(f"{R}embed") or each.get(f"{R}link") for each in element.iter(f"{A}blip")]
        blips += [
            each.get(f"{R}id")
            for each in element.iter()
            if each.tag == "{urn:schemas-microsoft-com:vml}imagedata"
        ]
        if element.tag == f"{W}object":
            self.losses.note("formula-picture")
        elif not blips:
            self.losses.note("drawing")
        else:
            words = next((_described(each) for each in element.iter() if each.tag.endswith("}docPr")), "")
            for blip in blips:
                path = self.pictures.take(self.relations.get(blip or ""))
                if path:
                    self.figures.append(f"{words}\0{path}")


def _described(element: Element) -> str:
    return " ".join((element.get("descr") or element.get("title") or "").split())


def _on(properties: Element | None, name: str) -> bool:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val", "true") not in ("0", "false", "off")


def joined(runs: list[Run]) -> str:
    """Runs as Markdown: neighbours of one look together, marks tight around the words."""
    parts = []
    for (bold, italic, done), group in groupby(runs, key=lambda run: (run.bold, run.italic, run.done)):
        text = "".join(run.text for run in group)
        if done:
            parts.append(text)
            continue
        words = plain(re.sub(r"\s+", " ", text))
        mark = "***" if bold and italic else "**" if bold else "*" if italic else ""
        core = words.strip()
        if not mark or not core:
            parts.append(words)
            continue
        lead = words[: len(words) - len(words.lstrip())]
        parts.append(f"{lead}{mark}{core}{mark}{words[len(words.rstrip()) :]}")
    return re.sub(r" {2,}", " ", "".join(parts))
