"""DOCX files (ECMA-376) as text blocks of the course format, with a report of what was lost."""

from .body import DocxText, read_docx
from .package import DocxError

__all__ = ["DocxError", "DocxText", "read_docx"]
