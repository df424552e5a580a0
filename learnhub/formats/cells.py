"""Cells for spreadsheet programs. A text that could be run as a formula gets an apostrophe in front."""

from __future__ import annotations

_DANGEROUS = frozenset("=+-@\t\r\n")


def safe_cell(text: str) -> str:
    """The text as a CSV cell may hold it: `=1+1` becomes `'=1+1`."""
    return "'" + text if text and text[0] in _DANGEROUS else text
