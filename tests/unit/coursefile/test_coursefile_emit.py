"""The YAML writer: what is written reads back, and looks as the rules say."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.emit import emit
from learnhub.coursefile.yamltree import parse

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x85\r"), max_size=200)
tricky = st.sampled_from(
    [
        "no",
        "yes",
        "12",
        "1.5",
        "",
        "a: b",
        "a:?",
        "A?",
        "a #b",
        "- a",
        "x" * 130,
        "a b " * 60,
        "two  spaces " * 12,
        "a\n\n  b",
        "[a]",
        "{a}",
        "a, b",
        "é: ü",
        "水: 火",
        "a:",
        "#a",
        "a\tb",
        "'a'",
        '"a"',
        "null",
        "*a",
        "&a",
        "a\n b\n",
        "~",
    ]
)
scalars = words | tricky | st.booleans() | st.integers(-(10**9), 10**9)
keys = st.sampled_from(["title", "kind", "text", "items", "answer", "note"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(keys, values, min_size=1, max_size=5))
def test_what_is_written_reads_back(value: dict[str, object]) -> None:
    text = emit(value)
    tree, problems = parse(text, "a.yaml")
    assert not problems
    assert tree is not None
    assert tree.value == value
    assert yaml.safe_load(text) == value


@settings(deadline=None)
@given(words)
def test_writing_is_stable(text: str) -> None:
    written = emit({"text": text})
    tree, _ = parse(written, "a.yaml")
    assert tree is not None
    assert emit(tree.value) == written


def test_the_rules_of_style() -> None:
    value = {
        "title": "Plain words",
        "answer": "16.7",
        "flag": True,
        "count": 3,
        "summary": "word " * 30 + "end",
        "prompt": "First line.\n\nSecond paragraph.",
        "items": ["Observe", "Warn"],
        "options": [
            {"text": "one", "correct": True},
            {"text": "three"},
            {"text": "word " * 30 + "end", "n": 1},
        ],
        "long": ["word " * 12 + "end", "word " * 12 + "end"],
        "none": [],
    }
    assert emit(value) == (
        "title: Plain words\n"
        'answer: "16.7"\n'
        "flag: true\n"
        "count: 3\n"
        "summary: >-\n"
        f"  {('word ' * 21).strip()}\n"
        f"  {'word ' * 9}end\n"
        "prompt: |-\n"
        "  First line.\n"
        "\n"
        "  Second paragraph.\n"
        "items: [Observe, Warn]\n"
        "options:\n"
        "  - {text: one, correct: true}\n"
        "  - text: three\n"
        "  - text: >-\n"
        f"      {('word ' * 21).strip()}\n"
        f"      {'word ' * 9}end\n"
        "    n: 1\n"
        "long:\n"
        f"  - {'word ' * 12}end\n"
        f"  - {'word ' * 12}end\n"
        "none: []\n"
    )
