"""The words that stand in a drawing: no block has them, so that a translator has to be told of them."""

from __future__ import annotations

from xml.parsers import expat

from .fields import WORD


def words_in(drawing: bytes) -> tuple[str, ...]:
    """The texts of an SVG that have words, in their order; none of one that can't be read."""
    texts: list[str] = []
    inside = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        if name.rpartition(":")[2] == "text":
            texts.append("")
        elif inside:
            texts[-1] += " "  # a line of the same text
        inside += bool(inside) or name.rpartition(":")[2] == "text"

    def end(_name: str) -> None:
        nonlocal inside
        inside -= bool(inside)

    def said(words: str) -> None:
        if inside:
            texts[-1] += words

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said
    try:
        parser.Parse(drawing, True)  # noqa: FBT003 - the second argument of expat has no name
    except expat.ExpatError:
        return ()
    return tuple(" ".join(text.split()) for text in texts if WORD.search(text))
