"""Listings are paged: a page knows its number, how many there are and which numbers to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from learnhub.web.numbers import whole_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the rows of a listing."""

    items: Sequence[T]
    number: int
    total: int
    size: int

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
