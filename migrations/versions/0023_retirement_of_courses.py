"""A course says since when it is retired, why, and which course takes its place.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. The day of earlier retirements is known; their reasons were not written for readers."""
    with op.batch_alter_table("course") as table:
        table.add_column(sa.Column("retired_at", UTCDateTime(), nullable=True))
        table.add_column(
            sa.Column(
                "retired_why",
                sa.Text(),
                server_default="",
                nullable=False,
                comment="for readers: why it is retired",
            )
        )
        table.add_column(
            sa.Column(
                "successor",
                sa.String(length=60),
                nullable=True,
                comment="the code of the course that takes its place",
            )
        )
    op.execute(
        "update course set retired_at = (select max(draft_event.at) from draft_event"
        " join draft on draft.id = draft_event.draft_id"
        " where draft_event.act = 'retire' and draft.course_id = course.id)"
        " where status = 'retired'"
    )


def downgrade() -> None:
    """Go back."""
    # without making the table anew, which other tables refer to
    op.drop_column("course", "successor")
    op.drop_column("course", "retired_why")
    op.drop_column("course", "retired_at")
