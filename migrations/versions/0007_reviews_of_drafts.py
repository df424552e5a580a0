"""Reviews of drafts: requests, comments, decisions, planned publications, and what happened when.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _make_draft_event()
    _make_publication_plan()
    _make_review_comment()
    _make_review_decision()
    _make_review_request()


def _make_draft_event() -> None:
    op.create_table(
        "draft_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False, comment="coded, see studio.review.Act"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "about_id",
            sa.Integer(),
            nullable=True,
            comment="whom it concerns, such as the reviewer who was asked",
        ),
        sa.Column("centre_id", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False, comment="reason, or kind of version"),
        sa.Column("version", sa.Integer(), nullable=True, comment="number of the published version"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_draft_event_about_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_draft_event_centre_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_event_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_event")),
    )
    op.create_index("ix_draft_event_draft", "draft_event", ["draft_id", "at"], unique=False)
    op.create_index(op.f("ix_draft_event_person_id"), "draft_event", ["person_id"], unique=False)


def _make_publication_plan() -> None:
    op.create_table(
        "publication_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False, comment="when it is to be published"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="the text that was looked at"),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("planned_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("kind in ('major', 'minor')", name=op.f("ck_publication_plan_kind")),
        sa.CheckConstraint(
            "state in ('planned', 'done', 'failed', 'cancelled')", name=op.f("ck_publication_plan_state")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_publication_plan_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_publication_plan_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_plan")),
    )
    op.create_index(op.f("ix_publication_plan_draft_id"), "publication_plan", ["draft_id"], unique=False)
    op.create_index(op.f("ix_publication_plan_person_id"), "publication_plan", ["person_id"], unique=False)


def _make_review_comment() -> None:
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True, comment="the comment that this one answers"),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="which block of that revision, from 0"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=True, comment="what the block should say instead"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=False, comment="the suggestion is in the text now"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_comment_draft_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["review_comment.id"], name=op.f("fk_review_comment_parent_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_comment_person_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_review_comment_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_parent_id"), "review_comment", ["parent_id"], unique=False)
    op.create_index("ix_review_comment_part", "review_comment", ["draft_id", "path"], unique=False)
    op.create_index(op.f("ix_review_comment_person_id"), "review_comment", ["person_id"], unique=False)


def _make_review_decision() -> None:
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False, comment="coded, see studio.review.Reason"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False, comment="point -> {answer, note}"),
        sa.Column("blocks", sa.JSON(), nullable=False, comment="path -> SHA-256 of its blocks in order"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="the draft's last change that was seen"),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('approved', 'changes_asked')", name=op.f("ck_review_decision_outcome")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_review_decision_centre_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_decision_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_decision_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
    )
    op.create_index(op.f("ix_review_decision_draft_id"), "review_decision", ["draft_id"], unique=False)
    op.create_index(op.f("ix_review_decision_person_id"), "review_decision", ["person_id"], unique=False)


def _make_review_request() -> None:
    op.create_table(
        "review_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.String(length=32), nullable=False, comment="for which centre she reviews"),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True, comment="decided, or taken back"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_review_request_asked_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_review_request_centre_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_request_draft_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_request_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
    )
    op.create_index(op.f("ix_review_request_draft_id"), "review_request", ["draft_id"], unique=False)
    op.create_index(op.f("ix_review_request_reviewer_id"), "review_request", ["reviewer_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_review_request_reviewer_id"), table_name="review_request")
    op.drop_index(op.f("ix_review_request_draft_id"), table_name="review_request")
    op.drop_table("review_request")
    op.drop_index(op.f("ix_review_decision_person_id"), table_name="review_decision")
    op.drop_index(op.f("ix_review_decision_draft_id"), table_name="review_decision")
    op.drop_table("review_decision")
    op.drop_index(op.f("ix_review_comment_person_id"), table_name="review_comment")
    op.drop_index("ix_review_comment_part", table_name="review_comment")
    op.drop_index(op.f("ix_review_comment_parent_id"), table_name="review_comment")
    op.drop_table("review_comment")
    op.drop_index(op.f("ix_publication_plan_person_id"), table_name="publication_plan")
    op.drop_index(op.f("ix_publication_plan_draft_id"), table_name="publication_plan")
    op.drop_table("publication_plan")
    op.drop_index(op.f("ix_draft_event_person_id"), table_name="draft_event")
    op.drop_index("ix_draft_event_draft", table_name="draft_event")
    op.drop_table("draft_event")
