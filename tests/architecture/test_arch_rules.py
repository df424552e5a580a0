"""Rules of the house that a reader can't keep in mind for every line."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from collections.abc import Iterator

from importlinter.cli import lint_imports

from tests.architecture.source import PACKAGE, ROOT, modules, rooms

# what is imported inside a function: the forwarder, and large libraries that few processes use (test_arch_memory)
INNER_IMPORTS = {
    "learnhub/__init__.py: create_app",
    "learnhub/accounts/forms.py: _can_be_an_address",
    "learnhub/cli/serve.py: serve_with_waitress",
    "learnhub/coursefile/formulas.py: mathml",
    "learnhub/credentials/document.py: _qr_code",
    "learnhub/kernel/richtext.py: clean",
}
CLOCK = re.compile(r"\b(datetime\.now|datetime\.today|date\.today|time\.time|utcnow)\(")
# who may read it besides, and what for
CLOCKS = {
    "learnhub/kernel/clock.py": "the clock",
    "learnhub/cli/doctor.py": "compares this machine's clock with that of the database",
    "learnhub/credentials/press.py": "compares the age of kept files, in the time of the file system",
}
PURE = ("access", "coursefile", "formats", "quiz")


def test_rooms_and_roles_keep_their_contracts() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert result == 0, said.getvalue()


def test_only_the_database_module_commits() -> None:
    places = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and module.place != "learnhub/db.py"
    ]
    assert places == []


def _inner_imports() -> Iterator[str]:
    for module in modules():
        for function in module.functions():
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
                yield f"{module.place}: {function.name}"


def test_imports_stand_at_the_top() -> None:
    assert set(_inner_imports()) == INNER_IMPORTS


def test_the_clock_is_read_in_one_place() -> None:
    found = {module.place for module in modules() if CLOCK.search(module.text)}
    assert found - set(CLOCKS) == set()


def test_pure_rooms_read_neither_clock_nor_chance() -> None:
    forbidden = {"random", "secrets", "time", "learnhub.kernel.clock"}
    found = []
    for module in modules():
        if module.path.relative_to(PACKAGE).parts[0] not in PURE:
            continue
        for node in ast.walk(module.tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [f"{module.place} imports {name}" for name in names if name in forbidden]
    assert found == []


def test_nothing_is_called_utils() -> None:
    words = {"utils", "util", "helpers", "common", "misc"}
    assert [
        module.place for module in modules() if words & set(module.place.removesuffix(".py").split("/"))
    ] == []


def test_everything_public_says_what_it_is_for() -> None:
    silent = []
    for module in modules():
        if ast.get_docstring(module.tree) is None and module.text.strip():
            silent.append(module.place)
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                hidden = node.name.startswith("_")
                if not hidden and ast.get_docstring(node) is None:
                    silent.append(f"{module.place}: {node.name}")
    assert silent == []


def test_every_room_introduces_itself() -> None:
    found = {room.name: room / "README.md" for room in rooms()}
    assert [name for name, readme in found.items() if not readme.is_file()] == []
    lengths = {name: len(readme.read_text(encoding="utf-8").splitlines()) for name, readme in found.items()}
    assert {name: lines for name, lines in lengths.items() if not 5 <= lines <= 30} == {}


def test_no_lint_exception_without_a_reason() -> None:
    """`# noqa: X - why`; a type exception names its code."""
    bare = []
    for module in modules():
        for number, line in enumerate(module.text.splitlines(), start=1):
            # what is looked for, no exception from anything
            if re.search(r"# noqa(?!: [A-Z]+\d+)", line) or re.search(r"# type: ignore(?!\[)", line):
                bare.append(f"{module.place}:{number}")
    assert bare == []
