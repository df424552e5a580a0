"""Regular reports can be paused.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("report_schedule") as batch:
        batch.add_column(
            sa.Column("paused_at", UTCDateTime(), nullable=True, comment="since when none is made")
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("report_schedule") as batch:
        batch.drop_column("paused_at")
