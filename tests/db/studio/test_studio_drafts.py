"""Drafts: parts, revisions, who comes first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from studio_support import COURSE, NOW, draft, person

from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable
from learnhub.studio.domain import AssetPart, Draft, Overtaken, Saved, State
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.queries.drafts import find_draft, find_part, parts_of, revisions_of, text_at
from learnhub.studio.service.drafts import open_draft, remove_part, restore_part, save_part

pytestmark = pytest.mark.usefixtures("example")
LESSON = "lessons/one.md"


def save(of: Draft, text: str, base_rev: int, path: str = LESSON, actor: int | None = None) -> Saved:
    """Somebody saves."""
    with transaction() as session:
        return save_part(
            session,
            draft=of,
            path=path,
            text=text,
            base_rev=base_rev,
            actor=actor,
            now=NOW + timedelta(hours=1),
        )


def test_each_save_is_a_revision_and_all_texts_stay() -> None:
    of, who = draft(), person()
    assert save(of, "Two.", 1, actor=who) == Saved(2, "Two.")
    assert save(of, "Three.", 2, actor=who).rev == 3
    part = find_part(reading(), of.id, LESSON)
    assert part is not None
    assert (part.text, part.rev, part.changed_by) == ("Three.", 3, who)
    assert [text_at(reading(), of.id, LESSON, rev) for rev in (2, 3, 4)] == ["Two.", "Three.", None]
    assert [row[0] for row in revisions_of(reading(), of.id, LESSON)] == [3, 2, 1]


def test_the_same_text_again_is_no_revision() -> None:
    of = draft()
    save(of, "Two.", 1)
    assert save(of, "Two.", 1) == Saved(2, "Two.")
    found = find_draft(reading(), of.id)
    assert found is not None
    assert found.seq == 3


def test_a_new_part_starts_at_one_and_goes_on_after_a_removal() -> None:
    of = draft()
    assert save(of, "New.", 0, "lessons/two.md").rev == 1
    with transaction() as session:
        assert remove_part(session, draft=of, path="lessons/two.md", actor=None, now=NOW) == 2
    assert set(parts_of(reading(), of.id)) == {"course.yaml", LESSON}
    with transaction() as session:
        back = restore_part(session, draft=of, path="lessons/two.md", rev=1, actor=None, now=NOW)
    assert back == Saved(3, "New.")
    with transaction() as session, pytest.raises(NotFound):
        restore_part(session, draft=of, path="lessons/two.md", rev=2, actor=None, now=NOW)


def test_two_who_wrote_in_different_blocks_are_brought_together() -> None:
    of = draft()
    save(of, "One.\n\nTwo.\n\nThree.\n", 1)
    save(of, "One, theirs.\n\nTwo.\n\nThree.\n", 2)
    saved = save(of, "One.\n\nTwo.\n\nThree, mine.\n", 2)
    assert saved == Saved(5, "One, theirs.\n\nTwo.\n\nThree, mine.\n", merged=True, own=4)
    assert text_at(reading(), of.id, LESSON, 4) == "One.\n\nTwo.\n\nThree, mine.\n"


def test_who_typed_on_while_texts_were_brought_together_loses_nothing() -> None:
    of = draft()
    save(of, "One.\n\nTwo.\n", 1)
    save(of, "One, theirs.\n\nTwo.\n", 2)
    sent = save(of, "One.\n\nTwo, mine.\n", 2)
    on = save(of, "One.\n\nTwo, mine, and more.\n", sent.own)
    assert on.text == "One, theirs.\n\nTwo, mine, and more.\n"
    assert on.clashes == ()


def test_two_who_wrote_in_one_block_are_both_kept() -> None:
    of = draft()
    save(of, "The river rises in spring.\n", 1)
    save(of, "The river rises fast in spring.\n", 2)
    saved = save(of, "The river rises slowly in spring.\n", 2)
    assert "rises fast" in saved.text
    assert "rises slowly" in saved.text
    assert [(clash.mine or "", clash.theirs or "") for clash in saved.clashes] == [
        ("The river rises slowly in spring.", "The river rises fast in spring.")
    ]


def test_a_file_that_somebody_else_replaced_is_not_replaced_again() -> None:
    of = draft()
    mine, theirs, third = (AssetPart("image/png", size, "0" * 64) for size in (1, 2, 3))
    with transaction() as session:
        save_part(session, draft=of, path="assets/a.png", text=mine, base_rev=0, actor=None, now=NOW)
        save_part(session, draft=of, path="assets/a.png", text=theirs, base_rev=1, actor=None, now=NOW)
    with pytest.raises(Overtaken) as raised, transaction() as session:
        save_part(session, draft=of, path="assets/a.png", text=third, base_rev=1, actor=None, now=NOW)
    assert AssetPart.from_text(raised.value.theirs) == theirs
    part = find_part(reading(), of.id, "assets/a.png")
    assert part is not None
    assert part.asset == theirs


def test_who_changed_nothing_gets_the_newer_text() -> None:
    of = draft()
    save(of, "Newer.", 1)
    first = text_at(reading(), of.id, LESSON, 1)
    assert save(of, first or "", 1) == Saved(2, "Newer.", merged=True)


def test_lists_follow_the_title_of_the_course() -> None:
    of = draft()
    save(of, COURSE.replace("A new course", "Une crue"), 1, "course.yaml")
    save(of, "title: [broken", 2, "course.yaml")
    found = find_draft(reading(), of.id)
    assert found is not None
    assert found.title == "Une crue"


def test_line_ends_and_marks_of_other_systems_go() -> None:
    assert save(draft(), "\ufeffOne\r\nTwo\rThree\0", 1).text == "One\nTwo\nThree"


@pytest.mark.parametrize("path", ["../x.md", "lessons/X.md", "lessons/a/b.md", "other.txt", "assets/../x"])
def test_a_part_needs_a_place_in_a_course(path: str) -> None:
    with pytest.raises(Unacceptable):
        save(draft(), "x", 0, path)


def test_a_text_is_not_larger_than_a_file_may_be() -> None:
    with pytest.raises(Unacceptable):
        save(draft(), "x" * 1_000_001, 1)


def test_a_course_has_one_draft() -> None:
    draft()
    with pytest.raises(Conflict), transaction() as session:
        open_draft(
            session,
            code="new-course",
            title="x",
            language="en",
            centre_id="icharm",
            parts={},
            actor=None,
            now=NOW,
        )


def test_the_text_of_a_retired_course_stays_as_it_is() -> None:
    made = draft(**{"lessons/two.md": "---\ntitle: Two\n---\nText.\n"})
    save(made, "Other words.", 1)
    with transaction() as session:
        session.execute(update(DraftRow).values(state=State.RETIRED))
    with transaction() as session:
        with pytest.raises(Conflict, match="retired"):
            remove_part(session, draft=made, path="lessons/two.md", actor=None, now=NOW)
        with pytest.raises(Conflict, match="retired"):
            restore_part(session, draft=made, path=LESSON, rev=1, actor=None, now=NOW)
    parts = parts_of(reading(), made.id)
    assert parts[LESSON].text == "Other words."
    assert "lessons/two.md" in parts
