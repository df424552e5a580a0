"""The YAML reader: what is resolved, what is refused, and where."""

from __future__ import annotations

import pytest

from learnhub.coursefile.yamltree import WrittenFloat, WrittenInt, parse


def value(text: str) -> object:
    tree, problems = parse(text, "a.yaml")
    assert not problems
    assert tree is not None
    return tree.value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1.50", 1.5),
        ("no", "no"),
        ("Yes", "Yes"),
        ("NO", "NO"),
        ("True", "True"),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("2026-01-01", "2026-01-01"),
        ("12:30", "12:30"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("9" * 31, "9" * 31),
    ],
)
def test_only_few_words_and_decimal_numbers_are_resolved(written: str, read: object) -> None:
    assert value(f"key: {written}") == {"key": read}


def test_numbers_remember_how_they_were_written() -> None:
    got = value("a: 1.50\nb: 7")
    assert isinstance(got, dict)
    assert isinstance(got["a"], WrittenFloat)
    assert got["a"].written == "1.50"
    assert isinstance(got["b"], WrittenInt)
    assert got["b"].written == "7"


def test_places_of_values_and_keys() -> None:
    tree, _ = parse("a:\n  - b: 1\n    c: two\n", "f.yaml", first_line=10)
    assert tree is not None
    assert tree.place(("a", 0, "c")) == (12, 8)
    assert tree.place(("a", 0, "c"), key=True) == (12, 5)
    assert tree.place(("a", 0, "missing")) == (11, 5)
    assert tree.place(("nothing", "here")) == (10, 1)
    assert str(tree.problem(("a", 0), "mend it")) == "f.yaml:11:5: a.0: mend it"


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("title: a\nlevel: b\ntitle: c\n", (3, 1), "stands here again (first on line 1)"),
        ("a: &x [1]\nb: 2\n", (1, 4), "anchors"),
        ("a: 1\nb: *x\n", (2, 4), "aliases"),
        ("a: !!python/object:os.system x\n", (1, 4), "tags"),
        ("a: !mine x\n", (1, 4), "tags"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
        ("? [a, b]\n: 1\n", (1, 3), "a key must be one word"),
        ("a: b: c\n", (1, 5), "put the whole text in quotes"),
        ("a:\n\t- b\n", (2, 1), "indent with spaces"),
        ("a: [1, 2\nb: 3\n", (2, 2), "check indentation"),
        ('a: "open\n', (2, 1), "check indentation"),
        ("a: b\nc: d\x07e\n", (2, 1), "control character"),
        ('a: b\nc: "d\\0"\n', (2, 4), "control character"),
        ('"a\\0": b\n', (1, 1), "control character"),
        ("a: @x\n", (1, 4), "check indentation"),
    ],
)
def test_problems_name_their_place(text: str, place: tuple[int, int], part: str) -> None:
    _, problems = parse(text, "a.yaml")
    assert part in problems[0].message
    assert (problems[0].line, problems[0].column) == place


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = 'a: &a ["x", "x"]\n' + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50))
    tree, problems = parse(bomb, "a.yaml")
    assert tree is None
    assert any("aliases" in problem.message for problem in problems)


def test_too_deep_and_too_many() -> None:
    tree, problems = parse("[" * 30 + "]" * 30, "a.yaml")
    assert tree is None
    assert "levels deep" in problems[0].message
    tree, problems = parse("- a\n" * 200_001, "a.yaml")
    assert tree is None
    assert "more than 200000 values" in problems[0].message


def test_an_empty_file_has_no_value() -> None:
    tree, problems = parse("", "a.yaml")
    assert not problems
    assert tree is not None
    assert tree.value is None
    assert tree.place(("x",)) == (1, 1)
