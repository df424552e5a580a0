"""A page as a tree of elements, read strictly: a tag that is closed in the wrong place is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements whose end tag HTML lets an author leave out; ours does not use that.
PHRASING = {
    "p": {"div", "ul", "ol", "table", "section", "form", "h1", "h2", "h3", "p", "dl", "fieldset", "details"}
}


class BrokenMarkup(AssertionError):
    """The page is not well formed."""


@dataclass
class Element:
    """An element with its attributes; texts are elements without a name."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    parent: Element | None = None
    words: str = ""

    def walk(self) -> Iterator[Element]:
        """This element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *names: str) -> list[Element]:
        """Elements with one of these names."""
        return [each for each in self.walk() if each.name in names]

    def get(self, name: str, default: str = "") -> str:
        """An attribute."""
        return self.attrs.get(name, default)

    def has(self, name: str) -> bool:
        """Whether the attribute is there, with or without a value."""
        return name in self.attrs

    @property
    def text(self) -> str:
        """All words in it, with single blanks."""
        return " ".join("".join(each.words for each in self.walk()).split())

    def above(self) -> Iterator[Element]:
        """Its parents, the nearest first."""
        each = self.parent
        while each is not None:
            yield each
            each = each.parent


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#root")
        self.here = self.root
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            raise BrokenMarkup(f"<{tag}> has an attribute twice: {names}")
        if tag in PHRASING.get(self.here.name, ()):
            raise BrokenMarkup(f"<{tag}> inside <{self.here.name}>, line {self.getpos()[0]}")
        made = Element(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.here.name:
            raise BrokenMarkup(f"</{tag}> closes <{self.here.name}>, line {self.getpos()[0]}")
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        self.here.children.append(Element("", parent=self.here, words=data))


def parse(text: str) -> Element:
    """The tree of a page. Raises BrokenMarkup."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    if builder.here is not builder.root:
        raise BrokenMarkup(f"<{builder.here.name}> is not closed")
    if builder.doctype.lower() != "doctype html":
        raise BrokenMarkup("no <!doctype html>")
    return builder.root
