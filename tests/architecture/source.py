"""The source as the architecture tests see it: modules, functions, templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "learnhub"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file of the package."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Its address from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, text, ast.parse(text, str(path))))
    return tuple(found)


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """(address, text) of every template."""
    paths = sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".svg"})
    return tuple((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def rooms() -> list[Path]:
    """The folders of the package that are rooms: all but the commands and what is no code."""
    return sorted(
        path for path in PACKAGE.iterdir() if (path / "__init__.py").is_file() and path.name != "cli"
    )


def percentile(values: list[int], share: float) -> int:
    """The value that `share` of all do not pass."""
    return sorted(values)[int(len(values) * share)]
