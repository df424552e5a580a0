"""Every sentence of the checklist is said of a course that has the fault, at its place, and of no good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnhub.coursefile.readiness import (
    BLOCKING_ITEMS,
    ITEMS,
    SENTENCES,
    Finding,
    checklist,
    clash_finding,
    resource_finding,
    untranslated_finding,
)
from learnhub.coursefile.readiness.marksentences import MARKS
from learnhub.coursefile.sources import from_folder

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "tests" / "courses" / "example"
LESSON = "lessons/staff-gauge.md"
QUIZ = "quizzes/final.yaml"
LONG = "The water rises, " + "and the people of the town look at it from the bridge, " * 5 + "and go home."
HARD = (
    "Institutional interdependencies necessitate multidisciplinary considerations regarding "
    "hydrometeorological vulnerabilities, infrastructural interconnectedness notwithstanding. "
) * 12
RUSSIAN = "Вода поднимается медленно, и люди смотрят на реку с моста, а потом идут домой. " * 40


def example() -> dict[str, bytes]:
    """The files of the example course."""
    return from_folder(EXAMPLE)[0]


def added(text: str) -> list[Finding]:
    """What is found after a text was added at the end of the first lesson, beyond what was there before."""
    files = example()
    before = set(checklist(files).findings)
    files[LESSON] += b"\n" + text.encode() + b"\n"
    return [finding for finding in checklist(files).findings if finding not in before]


def changed(file: str, old: str, new: str) -> list[Finding]:
    """What is found after one change."""
    files = example()
    before = set(checklist(files).findings)
    text = files[file].decode()
    assert old in text
    files[file] = text.replace(old, new, 1).encode()
    return [finding for finding in checklist(files).findings if finding not in before]


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


IN_A_LESSON = {
    "placeholder": "…",
    "box-empty": "::: key\n:::",
    "alternative-is-caption": '![A gauge at dawn](assets/gauge.svg "A gauge at dawn")',
    "alternative-is-file": '![gauge.svg](assets/gauge.svg "A gauge at dawn")',
    "heading-long": "## " + "long " * 1000,
    "heading-twice": "## Level and time belong together\n\nAgain.",
    "link-vague": "For the paper [click here](https://example.org/paper).",
    "link-address": "See [https://example.org/a](https://example.org/a).",
    "link-twins": "The [manual](https://example.org/a) or the [manual](https://example.org/b).",
    "table-heading": "| Mark | |\n|---|---|\n| Red | warn |",
    "reading-hard": HARD,
    "sentence-long": LONG,
    "minutes-few": "The river rises. " * 2000,
    "name": "::: example A talk\nMr. John Smith reads the gauge.\n:::",
    "contact": "::: case A talk\nWrite to anna.river@water-office.org for it.\n:::",
    "source-missing": "Levels are read to the centimetre (Smith 2010).",
    "quotation": "> Read the water where it is calm.",
    "script": RUSSIAN,
    "table-heading-formula": "| Class | $g$ |\n|---|---|\n| A | 0.45 |",
    "page-heavy": "$x_{i}^{2} + \\frac{a}{b} = \\sqrt{c}$ is one. " * 600,
    "page-too-large": "| a " * 40 + "|\n" + "|---" * 40 + "|\n" + ("|1" * 40 + "|\n") * 500,
}


@pytest.mark.parametrize("code", IN_A_LESSON)
def test_a_fault_of_a_text_is_found_where_it_stands(code: str) -> None:
    found = [finding for finding in added(IN_A_LESSON[code]) if finding.code == code]
    assert len(found) >= 1
    finding = found[0]
    assert (finding.file, finding.step) == (LESSON, "staff-gauge")
    assert finding.item == SENTENCES[code].item
    assert finding.blocking == SENTENCES[code].blocking
    if code not in (
        "reading-hard",
        "minutes-few",
        "script",
        "page-heavy",
        "page-too-large",
    ):  # those are about the whole text
        lines = example()[LESSON].count(b"\n")
        assert lines < finding.line <= lines + 6


@pytest.mark.parametrize(
    "text",
    [
        "As [the manual of 2008](https://example.org/paper) says.",
        "> Read the water where it is calm. [@wmo2008]",
        "> Read the water where it is calm.\n\nSo says the guide [@wmo2008].",
        "Levels are read to the centimetre (Smith 2010) [@wmo2008].",
        "Mr. John Smith reads the gauge outside of an example.",
        "::: example A talk\nWrite to name@example.org.\n:::",
        "| | Level |\n|---|---|\n| Red | 3 |",
    ],
)
def test_what_is_in_order_is_left_alone(text: str) -> None:
    assert added(text) == []


def test_faults_of_quizzes() -> None:
    quiz = example()[QUIZ].decode()
    mark = quiz[quiz.index("pass_mark:") :].partition("\n")[0]
    assert codes(changed(QUIZ, mark, "pass_mark: 99")) == {"mark-faultless"}
    assert "mark-out-of-reach" in codes(changed(QUIZ, mark, "pass_mark: 140"))
    found = changed(QUIZ, quiz[quiz.index("minutes:") :].partition("\n")[0], "minutes: 500")
    assert {"quiz-minutes", "refused"} == codes(found)
    assert {finding.item for finding in found} == {"minutes"}


def test_a_short_explanation_names_its_question() -> None:
    files = example()
    files[QUIZ] = (
        b"title: T\nkind: final\nminutes: 10\npass_mark: 50\nquestions:\n"
        b"  - {id: q1, kind: true_false, outcome: chance, prompt: It rains., answer: true, explanation: Yes.}\n"
        b"  - {id: q2, kind: true_false, outcome: chance, prompt: Dr. Anna Lake says so., answer: true,\n"
        b"     explanation: The cloud is made of drops that fall.}\n"
    )
    found = [f for f in checklist(files).findings if f.file == QUIZ and not f.blocking]
    assert [(f.code, f.question, f.line) for f in found] == [("explanation-short", 0, 6), ("name", 1, 7)]


@pytest.mark.parametrize(
    ("answer", "tolerance", "found"),
    [
        ("0", "5 %", True),
        ("-0.0", "2%", True),
        ("0", "0 %", False),
        ("0", "0.1", False),
        ("0.5", "2 %", False),
    ],
)
def test_a_share_of_nothing_is_no_tolerance(answer: str, tolerance: str, found: bool) -> None:
    files = example()
    files[QUIZ] = (
        "title: T\nkind: final\nminutes: 3\npass_mark: 50\nquestions:\n"
        f'  - {{id: q1, kind: numeric, prompt: How deep?, answer: "{answer}", tolerance: "{tolerance}",\n'
        "     explanation: The gauge stands above the water line.}\n"
    ).encode()
    notes = [each for each in checklist(files).findings if each.code == "tolerance-zero"]
    assert [(each.line, each.question, each.blocking) for each in notes] == [(6, 0, False)] * found


def test_faults_of_the_course() -> None:
    untaught = changed(LESSON, "outcomes: [read]", "outcomes: [chance]")
    assert [(f.code, f.file, f.params) for f in untaught] == [
        ("outcome-untaught", "course.yaml", (("text", "read"),))
    ]
    unused = changed("course.yaml", "references:\n", "references:\n  - {id: lost, text: A lost book}\n")
    assert [(f.code, f.params) for f in unused] == [("reference-unused", (("text", "lost"),))]
    slow = changed(LESSON, "minutes: 15", "minutes: 90")
    assert "minutes-many" in codes(slow)


def test_faults_of_an_assignment() -> None:
    files = example()
    files["assignments/plan.yaml"] = (
        b"title: T\nminutes: 60\noutcomes: [chance]\ntask: |-\n  Write.\n\n  Click [here](https://www.example.org).\n"
        b"answer: text\ncriteria:\n  - {id: a, title: Numbers, points: 4}\n"
        b'  - {id: b, title: People, points: 2, help: "2: all of them"}\npass_points: 6\n'
    )
    found = [f for f in checklist(files).findings if f.file == "assignments/plan.yaml" and not f.blocking]
    assert [(f.code, f.path, f.line) for f in found] == [
        ("link-vague", "task", 7), ("criterion-unsaid", "criteria.0.help", 10), ("points-faultless", "pass_points", 12),
    ]  # fmt: skip
    assert {f.step for f in found} == {"plan"}


def test_captions_without_a_caption() -> None:
    files = example()
    files["assets/walk.vtt"] = b"WEBVTT\n\nNothing is said.\n"
    files[LESSON] += (
        b"\n::: video assets/walk.mp4 A walk\ncaptions: assets/walk.vtt\ntranscript: assets/t.md\nminutes: 3\n:::\n"
    )
    found = [f for f in checklist(files).blocking if f.file == "assets/walk.vtt"]
    assert [f.code for f in found] == ["captions-empty"]
    files["assets/walk.vtt"] += b"\n00:01,000 --> 00:02,000\nThe river rises.\n"
    (found,) = (f for f in checklist(files).blocking if f.file == "assets/walk.vtt")
    assert (found.code, found.line) == ("captions-times", 5)
    for shown in (
        b"00:01.000 --> 00:02.000",
        b"00:01.000-->00:02.000",
        b"0:00:01.000 --> 0:00:02.000 line:0",
    ):
        files["assets/walk.vtt"] = b"WEBVTT\n\n" + shown + b"\nThe river rises.\n"
        assert [f for f in checklist(files).blocking if f.file == "assets/walk.vtt"] == []


def test_an_empty_heading_is_found() -> None:
    assert "heading-empty" in codes(added("##\n\nText."))


COPIES = ("resource-older", "resource-altered", "resource-retired")


@pytest.mark.parametrize("code", COPIES)
def test_what_is_said_of_a_copy_is_advice_on_its_file(code: str) -> None:
    found = resource_finding(code, "cases/dike.yaml", "The dike", "2026-11-22")
    assert (found.item, found.blocking, found.file) == ("resources", False, "cases/dike.yaml")
    sentence = SENTENCES[code].reason % dict(found.params)
    assert "The dike" in sentence
    assert "2026-11-22" in sentence


def test_what_is_not_translated_is_advice_on_its_part() -> None:
    found = untranslated_finding("lessons/a.md", 3)
    assert (found.item, found.blocking, found.file) == ("translation", False, "lessons/a.md")
    assert "3" in SENTENCES[found.code].reason % dict(found.params)


def test_what_two_people_wrote_at_once_stops_publishing() -> None:
    found = clash_finding("lessons/a.md", 7)
    assert (found.item, found.blocking, found.file, found.line) == ("clashes", True, "lessons/a.md", 7)


def test_photos_count_as_a_phone_loads_them() -> None:
    files = example()
    files[LESSON] += b'\n![Water over the bank](assets/flood.jpg "The flood of 2019")\n'
    files["assets/flood.jpg"] = bytes(160_000)
    found = [each for each in checklist(files, []).findings if each.code == "pictures-heavy"]
    assert [dict(each.params)["file"] for each in found] == ["flood.jpg"]
    assert not found[0].blocking
    files["assets/flood-w480.webp"] = bytes(40_000)
    assert not [each for each in checklist(files, []).findings if each.code == "pictures-heavy"]


def test_every_sentence_belongs_to_a_line_of_the_list_and_is_tried() -> None:
    tried = {
        *IN_A_LESSON, *MARKS, "refused", "mark-faultless", "mark-out-of-reach", "quiz-minutes", "explanation-short",
        "outcome-untaught", "reference-unused", "minutes-many", "captions-empty", "captions-times", "tolerance-zero",
        "heading-empty", "contrast", "criterion-unsaid", "points-faultless", "untranslated", "clash",
        "pictures-heavy", *COPIES,
    }  # fmt: skip
    assert set(SENTENCES) == tried
    assert {sentence.item for sentence in SENTENCES.values()} <= set(ITEMS)
    assert set(ITEMS) >= BLOCKING_ITEMS
    for sentence in SENTENCES.values():
        assert sentence.item in BLOCKING_ITEMS or not sentence.blocking or sentence.item == "format"


@pytest.mark.parametrize("course", sorted(path.parent.name for path in ROOT.glob("courses/*/course.yaml")))
def test_nothing_stands_in_the_way_of_our_courses(course: str) -> None:
    files, unread = from_folder(ROOT / "courses" / course)
    assert unread == []
    found = checklist(files)
    assert [str(finding) for finding in found.blocking] == []
    assert found.ready
    assert len(found.advice) <= 12
