"""Findings on what a course carries of others, by somebody who knows what was published."""

from __future__ import annotations

from .finding import Finding, filled
from .sentences import SENTENCES


def resource_finding(code: str, file: str, text: str, version: str) -> Finding:
    """That a copy is `resource-older` than the latest version, or `resource-altered`; `version` is the one to name."""
    sentence = SENTENCES[code]
    params = filled(text=text, version=version)
    return Finding(file, 1, 1, sentence.item, code, sentence.blocking, params=params)
