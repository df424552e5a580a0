"""The Markdown of courses: CommonMark, tables, notes, definitions, formulas, terms, citations, boxes."""

from .parser import Block, parse_inline, parse_lesson, parse_written

__all__ = ["Block", "parse_inline", "parse_lesson", "parse_written"]
