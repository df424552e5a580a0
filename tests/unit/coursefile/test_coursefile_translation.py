"""A course beside its translation: pairs of blocks, what a translation lost, and a further version of the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.translation.carry import carried
from learnhub.coursefile.translation.drawings import words_in
from learnhub.coursefile.translation.marks import Mark, has_words, missing_marks
from learnhub.coursefile.translation.pairs import Link, Pair, State, digest, pairs_of, with_translation

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
LESSON = "lessons/one.md"
SOURCE = """---
title: The river
minutes: 5
outcomes: [o1]
---
A mayor asks.

## The level

The water stands at $h$.

$$p = 1$$

- one
- two
"""


def pairs(path: str, source: str, target: str, links: tuple[Link, ...] = ()) -> tuple[Pair, ...]:
    found = pairs_of(path, source, target, links)
    assert found is not None
    return found


def states(source: str, target: str, links: tuple[Link, ...] = (), path: str = LESSON) -> str:
    """The first letters of the states of all blocks."""
    return "".join(pair.state[0] for pair in pairs(path, source, target, links))


def translated(target: str, number: int, text: str, source: str = SOURCE, path: str = LESSON) -> str:
    return with_translation(path, target, pairs(path, source, target), number, text)[0]


def test_nothing_is_translated_at_first_and_formulas_need_no_translation() -> None:
    assert states(SOURCE, SOURCE) == "oooodo"


def test_a_translated_block_stands_in_its_place_and_nothing_else_changes() -> None:
    target = translated(SOURCE, 2, "## Le niveau")
    assert target == SOURCE.replace("## The level", "## Le niveau")
    assert states(SOURCE, target) == "oododo"


def test_the_title_is_a_block_too() -> None:
    target = translated(SOURCE, 0, "La rivière")
    assert target == SOURCE.replace("The river", "La rivière")


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=8),
    st.sampled_from(["Mot", "Deux mots", "Trois\n\nalinéas"]),
)
def test_blocks_find_one_another_in_whatever_order_they_are_translated(order: list[int], word: str) -> None:
    target = SOURCE
    links: dict[int, Link] = {}
    for number in order:
        found = pairs(LESSON, SOURCE, target, tuple(links.values()))
        pair = found[number]
        target, text = with_translation(LESSON, target, found, number, f"{word} {number}")
        first = text.split("\n\n")[0]
        links[number] = Link(pair.key, digest(pair.source), digest(first if not pair.key else text))
    after = pairs(LESSON, SOURCE, target, tuple(links.values()))
    for number, pair in enumerate(after):
        assert (number in links) <= (pair.state is State.DONE)
        if number not in links:
            assert pair.target == pair.source


def test_a_block_that_was_taken_out_is_missing_and_comes_back_behind_the_one_before() -> None:
    target = SOURCE.replace("The water stands at $h$.\n\n", "")
    assert states(SOURCE, target) == "ooomdo"
    assert translated(target, 3, "L’eau.") == SOURCE.replace("The water stands at $h$.", "L’eau.")


def test_a_block_that_stays_as_it_is_needs_to_be_said() -> None:
    link = Link("", digest("A mayor asks."), digest("A mayor asks."))
    assert states(SOURCE, SOURCE, (link,)) == "odoodo"


def test_questions_are_translated_field_by_field() -> None:
    path = "quizzes/final.yaml"
    source = (EXAMPLE / path).read_text()
    keys = [pair.key for pair in pairs(path, source, source)]
    assert {"title", "questions.q1.prompt", "questions.q1.options.0.text", "questions.q5.accepted"} <= set(
        keys
    )
    target = translated(source, keys.index("questions.q5.accepted"), "échelle\n limnimètre \n", source, path)
    target = translated(target, keys.index("questions.q1.options.2.text"), "Cela dépend: oui", source, path)
    quiz = read_loose(target) or {}
    assert quiz["questions"][4]["accepted"] == ["échelle", "limnimètre"]
    assert quiz["questions"][0]["options"][2]["text"] == "Cela dépend: oui"
    changed = [pair.key for pair in pairs(path, source, target) if pair.done and pair.source != pair.target]
    assert changed == ["questions.q1.options.2.text", "questions.q5.accepted"]


def test_units_that_are_words_are_translated_and_symbols_may_stay() -> None:
    path = "quizzes/final.yaml"
    source = (
        "questions:\n- id: q1\n  kind: numeric\n  prompt: How long?\n  answer: '14'\n  unit: days\n"
        "  units:\n  - {unit: weeks, factor: '7'}\n  - {unit: h, factor: '0.04'}\n"
        "- id: q2\n  kind: numeric\n  prompt: How much?\n  answer: '2'\n  unit: m³/s\n"
    )
    found = {pair.key: pair.state for pair in pairs(path, source, source)}
    assert found["questions.q1.unit"] == found["questions.q1.units.0.unit"] == State.OPEN
    assert found["questions.q1.units.1.unit"] == found["questions.q2.unit"] == State.DONE
    target = translated(source, [*found].index("questions.q1.unit"), "أيام", source, path)
    target = translated(target, [*found].index("questions.q1.units.0.unit"), "أسابيع", target, path)
    question = (read_loose(target) or {})["questions"][0]
    assert question["unit"] == "أيام"
    assert question["units"][0] == {"unit": "أسابيع", "factor": "7"}


def test_a_part_that_can_not_be_read_has_no_pairs() -> None:
    assert pairs_of("course.yaml", "title: a\n", "title: [a\n", []) is None


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("See $p = 1/T$ and [@wmo2008].", "Voir $p = 1/T$ et [@wmo2008].", []),
        ("See $p = 1/T$.", "Voir.", [Mark("formula", "p = 1/T")]),
        (r"$Q = \text{flow}$", r"$Q = \text{débit}$", []),
        ("[@a; @b]", "[@a]", [Mark("citation", "@b")]),
        ("![Dike](assets/d.svg \"A dike\")", "![Digue](assets/d.svg \"Une digue\")", []),
        ("![Dike](assets/d.svg \"A dike\")", "Une digue", [Mark("figure", "assets/d.svg")]),
        ("[go](lesson:two)", "[aller](lesson:deux)", [Mark("link", "lesson:two")]),
        ("[[hazard|hazards]]", "[[aléa]]", []),
        ("A [[hazard]].", "Un aléa.", [Mark("term", "")]),
        ("Note[^1].", "Note.", [Mark("note", "[^1]")]),
        ("[^1]: After 2.31 m.", "[^1]: Après.", [Mark("number", "231")]),
        ("[^1]: After.\n[^2]: Before.", "[^1]: Après.", [Mark("note", "[^2]")]),
        ("16.7 m in 1,000 years", "16,7 m en 1 000 ans", []),
        ("16.7 m", "١٦٫٧ م", []),
        ("In 2019.", "En 2018.", [Mark("number", "2019")]),
        ("::: audio assets/a.mp3 Talk\nminutes: 4\n:::", "Parler", [Mark("link", "assets/a.mp3")]),
    ],
)  # fmt: skip
def test_what_a_translation_has_lost_is_found(source: str, target: str, lost: list[Mark]) -> None:
    assert missing_marks(source, target) == lost


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$$p = 1$$", False),
        ("16.7", False),
        ("***", False),
        (r"$\text{flow}$", True),
        ("a", True),
        ("[^1]: Local time.", True),
        ("[^note]: $p = 1$", False),
    ],
)
def test_what_has_no_words_needs_no_translation(text: str, words: bool) -> None:
    assert has_words(text) is words


def french() -> tuple[str, tuple[Link, ...]]:
    """A translation of the lesson, with a paragraph of its own."""
    target, links = SOURCE, []
    for number, text in enumerate(["La rivière", "Un maire demande.", "## Le niveau", "L’eau est à $h$."]):
        pair = pairs(LESSON, SOURCE, target)[number]
        target = translated(target, number, text)
        links.append(Link(pair.key, digest(pair.source), digest(text)))
    return target.replace("## Le niveau", "Chez nous aussi.\n\n## Le niveau"), tuple(links)


def test_a_further_version_brings_what_is_new_and_says_what_changed() -> None:
    target, links = french()
    new = SOURCE.replace("The water stands at $h$.", "The water stands at $h$ today.").replace(
        "minutes: 5", "minutes: 9"
    )
    new = new.replace("$$p = 1$$", "A new paragraph.\n\n$$p = 2$$")
    found = carried(LESSON, SOURCE, new, target, links)
    assert (
        "Chez nous aussi.\n\n## Le niveau\n\nL’eau est à $h$.\n\nA new paragraph.\n\n$$p = 2$$" in found.text
    )
    assert "minutes: 9" in found.text
    assert found.links == (
        Link(
            "",
            digest("The water stands at $h$ today."),
            digest("L’eau est à $h$."),
            "The water stands at $h$.",
        ),
    )
    assert states(new, found.text, (*links, *found.links)) == "dddcodo"


def test_the_first_source_stays_known_until_the_block_is_translated_again() -> None:
    target, links = french()
    second = SOURCE.replace("A mayor asks.", "A mayor asks again.")
    first = carried(LESSON, SOURCE, second, target, links)
    third = SOURCE.replace("A mayor asks.", "A mayor asks you again.")
    after = carried(LESSON, second, third, first.text, (*links, *first.links))
    assert [link.was for link in after.links] == ["A mayor asks."]


def test_own_facts_of_a_translation_stay() -> None:
    old = "code: a\ntitle: River\nlicence: CC-BY-4.0\nminutes: 5\n"
    old += "modules:\n  - {id: m, title: Level, steps: [{lesson: x}]}\n"
    new = (
        old.replace("River", "Rivers")
        .replace("minutes: 5", "minutes: 6")
        .replace("[{lesson: x}]", "[{lesson: x}, {lesson: y}]")
    )
    mine = old.replace("code: a", "code: a-fr").replace("River", "Rivière").replace("Level", "Niveau")
    found = carried("course.yaml", old, new, mine, ())
    data = read_loose(found.text) or {}
    assert (data["code"], data["title"], data["minutes"]) == ("a-fr", "Rivière", 6)
    assert data["modules"] == [{"id": "m", "title": "Niveau", "steps": [{"lesson": "x"}, {"lesson": "y"}]}]
    assert [(link.key, link.was) for link in found.links] == [("title", "River")]


QUIZ = """title: Flood
kind: final
minutes: 5
pass_mark: 60
questions:
  - id: q1
    kind: single
    prompt: "T is 50 years. How likely is it?"
    options:
      - {text: 1 in 50}
      - {text: 1 in 100, correct: true, feedback: Think of 100 years.}
      - text: It depends
    explanation: One by T.
  - id: q2
    kind: matching
    prompt: Match.
    pairs:
      - {left: ten, right: ten per cent}
      - {left: hundred, right: one per cent}
    explanation: One by T.
"""


def test_a_key_put_right_follows_the_words_of_its_option_wherever_it_stands() -> None:
    right = QUIZ.replace(
        "      - {text: 1 in 50}\n      - {text: 1 in 100, correct: true, feedback: Think of 100 years.}\n",
        "      - {text: 1 in 100, feedback: Think of 100 years.}\n      - {text: 1 in 50, correct: true}\n",
    )
    right = right.replace(
        "      - {left: ten, right: ten per cent}\n      - {left: hundred, right: one per cent}\n",
        "      - {left: hundred, right: one per mille}\n      - {left: ten, right: ten per cent}\n",
    )
    mine = QUIZ.replace("1 in", "1 sur").replace("Think of 100 years", "Pensez à 100 ans")
    mine = mine.replace("It depends", "Cela dépend").replace("left: ten", "left: dix")
    mine = mine.replace("left: hundred", "left: cent").replace("ten per cent", "dix pour cent")
    data = read_loose(carried("quizzes/final.yaml", QUIZ, right, mine, ()).text) or {}
    assert data["questions"][0]["options"] == [
        {"text": "1 sur 100", "feedback": "Pensez à 100 ans."},
        {"text": "1 sur 50", "correct": True},
        {"text": "Cela dépend"},
    ]
    assert data["questions"][1]["pairs"] == [
        {"left": "cent", "right": "one per mille"},
        {"left": "dix", "right": "dix pour cent"},
    ]


def test_a_key_put_right_comes_in_beside_a_further_option() -> None:
    right = QUIZ.replace("{text: 1 in 50}", "{text: 1 in 50, correct: true}").replace(
        "{text: 1 in 100, correct: true,", "{text: 1 in 100,"
    )
    right = right.replace("      - text: It depends\n", "      - text: Never\n      - text: It depends\n")
    mine = QUIZ.replace("1 in", "1 sur").replace("It depends", "Cela dépend")
    data = read_loose(carried("quizzes/final.yaml", QUIZ, right, mine, ()).text) or {}
    options = data["questions"][0]["options"]
    assert [(each["text"], "correct" in each) for each in options] == [
        ("1 sur 50", True), ("1 sur 100", False), ("Never", False), ("Cela dépend", False),
    ]  # fmt: skip


WORDS = st.lists(
    st.sampled_from(["rain", "dike", "level", "map", "warning", "school"]), min_size=1, max_size=4
)
BODY = st.lists(WORDS.map(" ".join), min_size=1, max_size=8, unique=True)


@given(BODY, BODY)
def test_no_translated_block_is_lost_while_its_source_stays(before: list[str], after: list[str]) -> None:
    head = SOURCE[: SOURCE.index("A mayor")]
    old, new = (head + "\n\n".join(blocks) + "\n" for blocks in (before, after))
    target = head + "\n\n".join(f"fr {text}" for text in before) + "\n"
    links = tuple(Link("", digest(text), digest(f"fr {text}")) for text in before)
    found = carried(LESSON, old, new, target, links)
    bodies = [block.body for block in blocks_of(LESSON, found.text) if block.kind == "paragraph"]
    for text in {*before} & {*after}:
        assert f"fr {text}" in bodies
    assert states(new, found.text, (*links, *found.links)).count("m") == 0


FACTS = """\
glossary:
  - {term: levee, definition: A wall beside a river., resource: levee, version: 2026-11-22}
references:
  - {id: wmo, text: WMO (2008). Guide.}
"""


def test_a_reference_may_stay_and_can_be_written_anew() -> None:
    found = pairs("course.yaml", FACTS, FACTS)
    assert [(pair.key, pair.done) for pair in found] == [
        ("glossary.0.term", False), ("glossary.0.definition", False), ("references.wmo.text", True),
    ]  # fmt: skip
    target = translated(FACTS, 2, "OMM (2008). Guide.", FACTS, "course.yaml")
    assert (read_loose(target) or {})["references"][0]["text"] == "OMM (2008). Guide."


def test_words_of_a_drawing_are_found_and_symbols_are_none() -> None:
    drawing = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg"><title>Gauge</title>
    <text x="1">Rain <tspan>on</tspan><tspan>land</tspan></text><text>3 m</text><g><s:text>النهر</s:text></g>
    </svg>"""
    assert words_in(drawing.encode()) == ("Rain on land", "النهر")
    assert words_in(b"<svg><text>Rain</svg>") == ()


def test_a_shared_term_with_other_words_is_a_term_of_the_course() -> None:
    entry = (read_loose(translated(FACTS, 0, "digue", FACTS, "course.yaml")) or {})["glossary"][0]
    assert entry == {"term": "digue", "definition": "A wall beside a river."}
    same = (read_loose(translated(FACTS, 0, "levee", FACTS, "course.yaml")) or {})["glossary"][0]
    assert same["resource"] == "levee"
