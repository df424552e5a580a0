"""Read plain data (what JSON gives) field by field; a fault is a ``ValueError`` that names its path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_DECIMAL = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?\Z")


class Fault(ValueError):
    """Something that the data say wrongly: ``path`` is where, ``message`` what."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


def fault(path: str, message: str) -> Fault:
    """The error for a fault at ``path``."""
    return Fault(path, message)


def exact_decimal(text: str, path: str) -> Decimal:
    """The exact value of a decimal written as text; ``ValueError`` for any other writing."""
    if _DECIMAL.match(text) is None:
        raise fault(path, "must be a decimal number in quotes, such as '16.7'")
    return Decimal(text)


class Fields:
    """One mapping of the data, at ``path``, whose keys must all be among ``known``.

    Every method raises ``ValueError`` when the value is missing (and has no default) or of another type; null
    is the same as missing.
    """

    __slots__ = ("_data", "path")

    def __init__(self, data: object, path: str, known: frozenset[str]) -> None:
        if not isinstance(data, Mapping):
            raise fault(path, "must be a mapping")
        unknown = [str(key) for key in data if key not in known]
        if unknown:
            raise fault(self._join(path, min(unknown)), "is not a known key")
        self._data = data
        self.path = path

    @staticmethod
    def _join(path: str, key: str) -> str:
        return f"{path}.{key}" if path else key

    def at(self, key: str) -> str:
        """The path of ``key``, for messages."""
        return self._join(self.path, key)

    def has(self, key: str) -> bool:
        """Whether ``key`` is given and is not null."""
        return self._data.get(key) is not None

    def _get(self, key: str, default: object) -> object:
        value = self._data.get(key)
        return default if value is None else value

    def text(self, key: str, default: str | None = None) -> str:
        """A string."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise fault(self.at(key), "is missing" if value is None else "must be text")
        return value

    def name(self, key: str) -> str:
        """A string that is not blank."""
        value = self.text(key)
        if not value.strip():
            raise fault(self.at(key), "must not be empty")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """A boolean."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise fault(self.at(key), "must be true or false")
        return value

    def whole(self, key: str, *, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise fault(self.at(key), f"must be a whole number from {low} to {high}")
        return value

    def decimal(self, key: str) -> Decimal:
        """An exact decimal, given as text."""
        return exact_decimal(self.text(key), self.at(key))

    def rows(self, key: str, *, least: int = 0) -> list[object]:
        """A list of at least ``least`` entries; empty when it is left out and ``least`` is 0."""
        value = self._get(key, [])
        if not isinstance(value, list | tuple):
            raise fault(self.at(key), "must be a list")
        if len(value) < least:
            raise fault(self.at(key), f"must have at least {least} {'entry' if least == 1 else 'entries'}")
        return list(value)

    def texts(self, key: str, *, least: int = 0) -> tuple[str, ...]:
        """A list of strings, none of them blank."""
        rows = self.rows(key, least=least)
        return tuple(_line(row, f"{self.at(key)}[{i}]") for i, row in enumerate(rows))

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(as_whole(row, f"{self.at(key)}[{i}]") for i, row in enumerate(self.rows(key)))


def as_whole(row: object, path: str) -> int:
    """``row`` as a whole number; ``ValueError`` when it is none."""
    if not isinstance(row, int) or isinstance(row, bool):
        raise fault(path, "must be a whole number")
    return row


def _line(row: object, path: str) -> str:
    if not isinstance(row, str) or not row.strip():
        raise fault(path, "must be text that is not empty")
    return row
