"""Where questions of drafts come from that were pulled from the bank.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "draft_question_origin",
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("quiz", sa.String(length=60), nullable=False, comment="id of the quiz it was copied into"),
        sa.Column("question", sa.String(length=60), nullable=False, comment="its id there"),
        sa.Column(
            "from_title", sa.String(length=200), nullable=False, comment="title of the course it comes from"
        ),
        sa.Column("from_code", sa.String(length=60), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=True, comment="NULL: from the draft of that course"),
        sa.Column("from_quiz", sa.String(length=60), nullable=False),
        sa.Column("from_question", sa.String(length=80), nullable=False),
        sa.Column("pulled_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_question_origin_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "quiz", "question", name=op.f("pk_draft_question_origin")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("draft_question_origin")
