"""The Markdown of courses: CommonMark with tables, notes, definition lists, formulas, terms, citations and boxes."""

from .parser import Block, parse_inline, parse_lesson

__all__ = ["Block", "parse_inline", "parse_lesson"]
