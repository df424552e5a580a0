"""Templates are indented for those who read them; pages do not carry the indentation over slow lines."""

from __future__ import annotations

import re

from jinja2.ext import Extension

INDENTATION = re.compile(r"\n[ \t]+")


class Flush(Extension):
    """Takes the white space at the start of each line of a template away, before it is compiled.

    Line breaks stay, so that errors name the right line. Text whose indentation matters, in a `pre` or a
    `textarea`, comes from data and is not touched.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template as Jinja compiles it."""
        return INDENTATION.sub("\n", source)
