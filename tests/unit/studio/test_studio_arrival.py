"""The report of an import as the history of a draft keeps it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.problems import Problem, say
from learnhub.formats.losses import SENTENCES, Loss
from learnhub.studio.arrival import Arrival, read_arrival

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LOSSES = st.builds(Loss, st.sampled_from(sorted(SENTENCES)), st.integers(1, 10**6), st.tuples(WORDS, WORDS))


@given(name=WORDS, lessons=st.integers(0, 200), losses=st.lists(LOSSES, max_size=5), file=WORDS)
def test_what_is_kept_is_what_was_said(name: str, lessons: int, losses: list[Loss], file: str) -> None:
    left_out = (Problem(file, 1, 1, "", say("no-place")),)
    told = Arrival(name, lessons, 2, losses, left_out)
    kept = read_arrival(told.as_text())
    assert kept is not None
    assert (kept.lessons, kept.files, kept.number) == (lessons, 2, len(losses) + 1)
    assert list(kept.losses) == losses
    assert [str(each) for each in kept.left_out] == [str(each) for each in left_out]


def test_a_report_that_was_taken_away_is_none() -> None:
    assert read_arrival("") is None


def test_a_sentence_that_is_gone_is_passed_over() -> None:
    text = Arrival("a.docx", 1, 0, (Loss("comments", 1, ()),)).as_text().replace('"comments"', '"earlier"')
    kept = read_arrival(text)
    assert kept is not None
    assert kept.number == 0
