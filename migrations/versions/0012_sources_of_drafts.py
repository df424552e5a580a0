"""What drafts are made from that translate or adapt published courses, and which block says which.

Revision ID: 0012
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "draft_source",
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("how", sa.String(length=11), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column(
            "version_id", sa.Integer(), nullable=False, comment="the version that the draft is compared with"
        ),
        sa.CheckConstraint("how in ('translation', 'adaptation')", name=op.f("ck_draft_source_how")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_source_draft_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_draft_source_course_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_draft_source_version_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_source")),
    )
    op.create_index(op.f("ix_draft_source_course_id"), "draft_source", ["course_id"])
    op.create_index(op.f("ix_draft_source_version_id"), "draft_source", ["version_id"])
    _pairs()


def _pairs() -> None:
    op.create_table(
        "draft_pair",
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column(
            "key",
            sa.String(length=160),
            nullable=False,
            comment="name of a field; empty for a block of a lesson",
        ),
        sa.Column("source", sa.String(length=64), nullable=False, comment="digest of the source's block"),
        sa.Column("target", sa.String(length=64), nullable=False, comment="digest of the draft's block"),
        sa.Column(
            "was",
            sa.Text(),
            nullable=True,
            comment="the source's block that was translated, if it has changed since; a published text",
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_pair_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_pair_person_id")),
        sa.PrimaryKeyConstraint("draft_id", "path", "key", "source", name=op.f("pk_draft_pair")),
    )
    op.create_index(op.f("ix_draft_pair_person_id"), "draft_pair", ["person_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("draft_pair")
    op.drop_table("draft_source")
