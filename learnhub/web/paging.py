"""Listings are paged: a page knows its number, how many there are and which numbers to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import abort, redirect, request

from learnhub.web.numbers import whole_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows of a listing. Beyond the last page there is none: whoever asks for it is led to the last."""

    items: Sequence[T]
    number: int
    total: int
    size: int

    def __post_init__(self) -> None:
        if self.number > self.count:
            words = request.args.to_dict(flat=False) | {"page": [str(self.count)]}
            abort(redirect(f"{request.path}?{urlencode(words, doseq=True)}"))

    @property
    def count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def shown(self) -> list[int]:
        """The numbers to link: the first, the last, and those around this one."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        return sorted(n for n in near if 1 <= n <= self.count)


def page_number() -> int:
    """The page asked for in the address; nonsense is page 1."""
    return max(1, whole_number(request.args.get("page"), 999_999) or 1)
