"""Checks of the cases and sites that a course carries, and of the marks that embed them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..markup import Block
from ..problems import Problem
from ..resources import MARK
from .index import CourseIndex, Loaded

Found = tuple[Block, str, str]
"""A block, the piece of text to point at, and the message."""
_FORM = "write `::: embed cases/CODE DATE` or `::: embed sites/CODE DATE`"


def check_embedding(block: Block, index: CourseIndex) -> Iterator[Found]:
    """Whether a mark names a file of the course, and the version that the file holds."""
    meta = block.token.meta
    path, version = meta["path"], meta["version"]
    if not meta["closed"]:
        yield block, ":::", "this mark is not closed; write ::: on a line of its own after it"
    for line in meta["strange"]:
        yield block, line, f"`{line[:60]}` stands inside of what is embedded; write it before or after it"
    if not MARK.fullmatch(path) or not version:
        yield block, ":::", f"this does not say what is embedded, and which version; {_FORM}"
        return
    file = f"{path}.yaml"
    index.embedded.add(file)
    if file not in index.resources:
        near = get_close_matches(file, sorted(index.resources), 1, 0.8)
        hint = f"did you mean {near[0].removesuffix('.yaml')}?" if near else "add it or correct the code"
        yield block, path, f"there is no file {file}; {hint}"
        return
    held = index.resources[file]
    if held is not None and held != version:
        yield block, version, f"{file} holds the version {held}, not {version[:40]}; make the two agree"


def check_resources(loaded: Loaded, index: CourseIndex) -> Iterator[Problem]:
    """Cases and sites that no lesson embeds."""
    for path in sorted(loaded.resources):
        if path not in index.embedded:
            mark = path.removesuffix(".yaml")
            yield Problem(
                path, 1, 1, "", f"no lesson embeds this; write `::: embed {mark} DATE` or remove it"
            )
