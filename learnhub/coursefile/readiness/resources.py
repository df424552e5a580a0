"""Findings by somebody who knows more than the files of a course: what others published, what it was made from, what
two people did to it at once."""

from __future__ import annotations

from .finding import Finding, filled
from .sentences import SENTENCES


def resource_finding(code: str, file: str, text: str, version: str) -> Finding:
    """That a copy is `resource-older` than the latest version, `resource-altered`, or `resource-retired` by those who
    wrote it; `version` is the one to name."""
    sentence = SENTENCES[code]
    params = filled(text=text, version=version)
    return Finding(file, 1, 1, sentence.item, code, sentence.blocking, params=params)


def clash_finding(file: str, line: int) -> Finding:
    """That a block stands as two people left it."""
    sentence = SENTENCES["clash"]
    return Finding(file, line, 1, sentence.item, "clash", sentence.blocking, "text")


def untranslated_finding(file: str, number: int) -> Finding:
    """That blocks of a part stand in the language of the original."""
    sentence = SENTENCES["untranslated"]
    return Finding(file, 1, 1, sentence.item, "untranslated", sentence.blocking, params=filled(number=number))
