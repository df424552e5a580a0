"""Checks of the cases and sites that a course carries, and of the marks that embed them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..markup import Block
from ..problems import Message, Problem, say
from ..resources import MARK
from .index import CourseIndex, Loaded

Found = tuple[Block, str, Message]
"""A block, the piece of text to point at, and the message."""


def check_embedding(block: Block, index: CourseIndex) -> Iterator[Found]:
    """Whether a mark names a file of the course, and the version that the file holds."""
    meta = block.token.meta
    path, version = meta["path"], meta["version"]
    if not meta["closed"]:
        yield block, ":::", say("embed-open")
    for line in meta["strange"]:
        yield block, line, say("embed-inside", line=line[:60])
    if not MARK.fullmatch(path) or not version:
        yield block, ":::", say("embed-form")
        return
    file = f"{path}.yaml"
    index.embedded.add(file)
    if file not in index.resources:
        near = get_close_matches(file, sorted(index.resources), 1, 0.8)
        if near:
            yield block, path, say("no-shared-near", name=file, near=near[0].removesuffix(".yaml"))
        else:
            yield block, path, say("no-shared", name=file)
        return
    held = index.resources[file]
    if held is not None and held != version:
        yield block, version, say("embed-version", name=file, held=held, version=version[:40])


def check_resources(loaded: Loaded, index: CourseIndex) -> Iterator[Problem]:
    """Cases and sites that no lesson embeds."""
    for path in sorted(loaded.resources):
        if path not in index.embedded:
            mark = path.removesuffix(".yaml")
            yield Problem(path, 1, 1, "", say("not-embedded", mark=mark))
