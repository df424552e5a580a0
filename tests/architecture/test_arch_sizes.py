"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast

from tests.architecture.source import Function, Module, modules, percentile

FILE, FILE_P90 = 400, 250
FUNCTION, FUNCTION_P90 = 50, 25
# A view is guard, form, one command, answer. These do more in one piece, each for the reason given.
LONG_VIEWS = {
    "accounts.sign_in.register": "throttle, account, mail, enrolment and session are one act",
    "catalogue.browse.catalogue": "gathers what the page of results shows; nothing is decided in it",
    "catalogue.places.centres": "gathers what the list of centres shows; nothing is decided in it",
}
VIEW = 33


def length(node: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    counted = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - counted


def test_files_are_short() -> None:
    assert {module.place: module.lines for module in modules() if module.lines > FILE} == {}
    assert percentile([module.lines for module in modules()], 0.9) <= FILE_P90


def test_functions_are_short() -> None:
    found = {
        f"{module.place}:{node.name}": length(node) for module in modules() for node in module.functions()
    }
    assert {name: lines for name, lines in found.items() if lines > FUNCTION} == {}
    assert percentile(list(found.values()), 0.9) <= FUNCTION_P90


def is_view(module: Module, node: Function) -> bool:
    """Whether a function is a page: its decorators put it on a blueprint."""
    return "/views" in module.place and any("bp." in ast.unparse(mark) for mark in node.decorator_list)


def test_views_are_short() -> None:
    views = {
        f"{module.path.parts[-3]}.{module.path.stem}.{node.name}": length(node)
        for module in modules()
        for node in module.functions()
        if is_view(module, node)
    }
    assert views, "no view was found: the test looks in the wrong place"
    assert {name: n for name, n in views.items() if n > VIEW and name not in LONG_VIEWS} == {}
    assert set(LONG_VIEWS) <= set(views), "an exception that is none any more"
