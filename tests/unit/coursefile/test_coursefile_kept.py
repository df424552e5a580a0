"""What is said of a text is kept: a change costs the part that changed, and nothing said is out of date."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnhub.coursefile.checks.texts import check_lesson_text, check_quiz_text
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.sources import from_folder

EXAMPLE = Path(__file__).parents[2] / "courses" / "example"
LESSON = "lessons/staff-gauge.md"
CHANGES = (
    (LESSON, b"You stand", b"You sit"), (LESSON, b"[[staff gauge]]", b"[[no such term]]"),
    ("course.yaml", b"term: staff gauge", b"term: another word"), ("course.yaml", b"id: wmo2008", b"id: wmo"),
    (LESSON, b"assets/", b"assets/no-"), ("quizzes/final.yaml", b"prompt: ", b"prompt: <b>x</b> "),
    ("lessons/return-periods.md", b"##", b"####"),
)  # fmt: skip


def fresh(files: dict[str, bytes]) -> list[str]:
    check_lesson_text.cache_clear()
    check_quiz_text.cache_clear()
    return [str(problem) for problem in read_files(files).problems]


def test_only_the_lesson_that_changed_is_looked_at_again() -> None:
    files, _unread = from_folder(EXAMPLE)
    fresh(files)
    before = check_lesson_text.cache_info().misses, check_quiz_text.cache_info().misses
    files[LESSON] += b"\nOne more sentence.\n"
    assert read_files(files).problems == ()
    after = check_lesson_text.cache_info().misses, check_quiz_text.cache_info().misses
    assert (after[0] - before[0], after[1] - before[1]) == (1, 0)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5, unique=True))
def test_what_is_kept_says_what_a_first_look_says(changes: list[tuple[str, bytes, bytes]]) -> None:
    files, _unread = from_folder(EXAMPLE)
    for path, old, new in changes:
        files[path] = files[path].replace(old, new, 1)
        kept = [str(problem) for problem in read_files(files).problems]
        again = [str(problem) for problem in read_files(files).problems]
        assert kept == again == fresh(files)
