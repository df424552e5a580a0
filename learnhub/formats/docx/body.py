"""The body of a DOCX as blocks: headings, paragraphs, lists, tables, figures, formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..losses import Losses
from ..markdown import Block, line_start, quoted, table
from .package import Element, Package, W
from .pictures import Pictures
from .styles import Meaning, Styles, read_styles, value
from .words import Words


@dataclass(frozen=True)
class DocxText:
    """What a document says: its title, its blocks, its notes by mark, its pictures, and what was lost."""

    title: str
    blocks: list[Block]
    notes: dict[str, str] = field(default_factory=dict)
    assets: dict[str, bytes] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)


def read_docx(data: bytes) -> DocxText:
    """The text of a DOCX. Raises DocxError if it cannot be read or is not to be trusted."""
    package = Package(data)
    losses = Losses()
    pictures = Pictures(package, losses)
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    words = Words(package.relations("word/document.xml"), losses, pictures)
    reading = _Reading(read_styles(package), words)
    blocks = with_captions(list(reading.blocks(body)), losses) if body is not None else []
    if package.xml("word/comments.xml") is not None:
        losses.note("comments")
    if any(name.startswith(("word/header", "word/footer")) for name in package.names):
        losses.note("header")
    notes = _notes(package, words, losses, pictures)
    return DocxText(reading.title, blocks, notes, pictures.assets, losses)


def _notes(package: Package, words: Words, losses: Losses, pictures: Pictures) -> dict[str, str]:
    """The texts of the footnotes and endnotes that the body has marks for."""
    wanted, found = set(words.notes), {}
    for kind, name in (("f", "footnote"), ("e", "endnote")):
        part = f"word/{name}s.xml"
        root = package.xml(part)
        inside = Words(package.relations(part), losses, pictures)
        for each in root.iter(f"{W}{name}") if root is not None else ():
            mark = f"{kind}{each.get(f'{W}id', '')}"
            if mark in wanted:
                found[mark] = " ".join(filter(None, map(inside.of, each.iter(f"{W}p"))))
    return found


@dataclass
class _Reading:
    styles: Styles
    words: Words
    title: str = ""

    def blocks(self, element: Element) -> Iterator[Block]:
        """The blocks inside the body, a cell or a text box."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self.blocks(child)

    def paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        meaning = self.styles.meanings.get(value(properties, "pStyle"), Meaning())
        outline = value(properties, "outlineLvl")
        if not meaning.role and outline.isdigit() and int(outline) < 9:
            meaning = Meaning("heading", int(outline) + 1)
        text = self.words.of(paragraph)
        if text and meaning.role != "contents":
            yield from self.written(text, meaning, properties)
        yield from self.beside()

    def written(self, text: str, meaning: Meaning, properties: Element | None) -> Iterator[Block]:
        if meaning.role == "title" and not self.title:
            self.title = text
        elif meaning.role in ("heading", "title"):
            yield Block("heading", text.replace("**", ""), max(1, meaning.level))
        elif meaning.role == "caption":
            yield Block("text", f"\0{text}")
        elif meaning.role == "quote":
            yield Block("text", f"> {text}")
        else:
            yield self.item_or_text(text, meaning, properties)

    def item_or_text(self, text: str, meaning: Meaning, properties: Element | None) -> Block:
        own = properties.find(f"{W}numPr") if properties is not None else None
        number = value(own, "numId") or meaning.number
        if not number or number == "0":
            return Block("text", line_start(text))
        indent = value(own, "ilvl")
        level = min(int(indent) if indent.isdigit() else meaning.indent, 5)
        deep = min(max(level, meaning.nested), 5)
        return Block("item", line_start(text), deep, self.styles.counts(number, level))

    def beside(self) -> Iterator[Block]:
        """What was found in a paragraph and stands after it: formulas, figures, text boxes."""
        for formula in self.words.formulas:
            yield Block("text", formula)
        for figure in self.words.figures:
            yield Block("text", f"\0figure\0{figure}")
        boxes, self.words.after = self.words.after, []
        self.words.formulas, self.words.figures = [], []
        for box in boxes:
            yield from self.blocks(box)

    def table(self, element: Element) -> Iterator[Block]:
        rows = [list(self.cells(row)) for row in element.findall(f"{W}tr")]
        aside: list[Block] = []
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame round text, made as a table
            yield from rows[0][0]
            return
        written = [[_cell(blocks, aside) for blocks in row] for row in rows]
        if any(any(row) for row in written):
            yield Block("text", table(written))
        yield from aside

    def cells(self, row: Element) -> Iterator[list[Block]]:
        for cell in row.findall(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            if merged is not None and merged.get(f"{W}val") != "restart":
                self.words.losses.note("merged-cells")
                yield []
                continue
            if cell.find(f"{W}tbl") is not None:
                self.words.losses.note("table-in-table")
            yield list(self.blocks(cell))
            span = value(properties, "gridSpan")
            if span.isdigit() and 1 < int(span) <= 50:
                self.words.losses.note("merged-cells")
                yield from ([] for _ in range(int(span) - 1))


def _cell(blocks: list[Block], aside: list[Block]) -> str:
    """The words of a cell in one line; figures and displayed formulas stand after the table."""
    words = []
    for block in blocks:
        if block.text.startswith(("\0figure", "$$")):
            aside.append(block)
        else:
            words.append(block.text.lstrip("\0").replace("\n", " "))
    return " ".join(words)


def with_captions(blocks: list[Block], losses: Losses) -> list[Block]:
    """Figures with the captions that stand beside them, in the form of the course format."""
    result: list[Block] = []
    skip = -1
    for number, block in enumerate(blocks):
        if number == skip:
            continue
        if not block.text.startswith("\0"):
            result.append(block)
        elif not block.text.startswith("\0figure"):
            result.append(Block("text", line_start(block.text[1:])))
        else:
            _mark, _kind, words, path = block.text.split("\0")
            caption = ""
            if number + 1 < len(blocks) and blocks[number + 1].text.startswith("\0"):
                follower = blocks[number + 1].text[1:]
                caption, skip = ("", skip) if follower.startswith("figure\0") else (follower, number + 1)
            for missing, code in ((words, "picture-words"), (caption, "picture-caption")):
                if not missing:
                    losses.note(code, path)
            described = words.replace("[", "(").replace("]", ")").replace("\\", "")
            result.append(Block("text", f'![{described}]({path} "{quoted(caption)}")'))
    return result
