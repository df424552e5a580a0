"""Comment on a block, answer, settle, and take what a reviewer suggests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity
from learnhub.coursefile.blocks import blocks_of
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.studio.domain import Draft, Saved
from learnhub.studio.models.reviews import ReviewComment
from learnhub.studio.queries.drafts import find_part, text_at
from learnhub.studio.queries.reviews import Comment, find_comment
from learnhub.studio.service.drafts import NO_WORDS, hold, save_part
from learnhub.studio.service.moves import person_of

MOST_WORDS = 5_000
MOST_SUGGESTED = 50_000


def comment(
    session: Session,
    *,
    draft: Draft,
    path: str,
    rev: int,
    place: int,
    text: str,
    suggestion: str | None,
    actor: Identity,
    now: datetime,
) -> int:
    """Comment on a block as it was in revision `rev`; a suggestion is what it should say, without the indentation that
    the block has in its file. Gives the comment's id.

    Raises Unacceptable if there is nothing in it or too much, NotFound if there is no such block.
    """
    _check_words(text, suggestion)
    if suggestion is not None and path.startswith("assets/"):
        raise Unacceptable(NO_WORDS)
    found = text_at(session, draft.id, path, rev)
    blocks = blocks_of(path, found or "")
    if not 0 <= place < len(blocks):
        raise NotFound(N_("There is no such block in this text."))
    if suggestion is not None:
        placed = blocks[place].placed(suggestion)
        suggestion = None if placed == blocks[place].body else placed
    if not text and suggestion is None:
        raise Unacceptable(N_("Write a comment, or change the words that you suggest."))
    made = ReviewComment(
        draft_id=draft.id, parent_id=None, path=path, rev=rev, place=place, text=text, suggestion=suggestion,
        person_id=person_of(actor), at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def _check_words(text: str, suggestion: str | None) -> None:
    if len(text) > MOST_WORDS:
        raise Unacceptable(N_("A comment has at most 5,000 characters. Split it into several."))
    if suggestion is not None and len(suggestion) > MOST_SUGGESTED:
        raise Unacceptable(N_("A suggestion has at most 50,000 characters."))


def reply(
    session: Session, *, draft: Draft, comment_id: int, text: str, actor: Identity, now: datetime
) -> None:
    """Answer a comment."""
    above = _the_comment(session, draft, comment_id)
    _check_words(text, None)
    if not text:
        raise Unacceptable(N_("Write an answer first."))
    session.add(
        ReviewComment(
            draft_id=draft.id, parent_id=above.parent_id or above.id, path=above.path, rev=above.rev,
            place=above.place, text=text, suggestion=None, person_id=person_of(actor), at=now,
        )
    )  # fmt: skip
    session.flush()


def settle(
    session: Session, *, draft: Draft, comment_id: int, settled: bool, actor: Identity, now: datetime
) -> None:
    """Say that a comment is settled, or open it again."""
    found = _the_comment(session, draft, comment_id)
    values = {"settled_at": now if settled else None, "settled_by": person_of(actor) if settled else None}
    session.execute(update(ReviewComment).where(ReviewComment.id == found.id).values(**values))


def _the_comment(session: Session, draft: Draft, comment_id: int) -> Comment:
    found = find_comment(session, draft.id, comment_id)
    if found is None:
        raise NotFound(N_("There is no such comment."))
    return found


def take_suggestion(
    session: Session, *, draft: Draft, comment_id: int, actor: Identity, now: datetime
) -> Saved:
    """Put a suggestion in the place of its block, wherever the block stands now.

    What others changed meanwhile stays: the text is merged from the revision that the reviewer saw. Raises Conflict if
    the suggestion is in the text already or its part is gone.
    """
    hold(session, draft)
    found = _the_comment(session, draft, comment_id)
    if found.suggestion is None:
        raise NotFound(N_("This comment suggests no other words."))
    if found.taken:
        raise Conflict(N_("This suggestion is in the text already."))
    seen = text_at(session, draft.id, found.path, found.rev)
    if seen is None or find_part(session, draft.id, found.path) is None:
        raise Conflict(N_("This part of the course is not there any more."))
    blocks = blocks_of(found.path, seen)
    new = "".join(
        found.suggestion + block.tail if place == found.place else block.text
        for place, block in enumerate(blocks)
    )
    saved = save_part(
        session, draft=draft, path=found.path, text=new, base_rev=found.rev, actor=person_of(actor), now=now,
        act="suggestion",
    )  # fmt: skip
    values = {"taken": True, "settled_at": now, "settled_by": person_of(actor)}
    session.execute(update(ReviewComment).where(ReviewComment.id == found.id).values(**values))
    return saved
