"""The try under way is found without a look at those that were handed in.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_attempt_open",
        "attempt",
        ["enrolment_id", "quiz"],
        unique=False,
        sqlite_where=sa.text("submitted_at is null"),
        postgresql_where=sa.text("submitted_at is null"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_attempt_open", table_name="attempt")
