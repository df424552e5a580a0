"""Narrower copies of the pictures in media libraries.

Revision: 0017, after 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    copies = sa.Column(
        "copies",
        sa.Text(),
        nullable=True,
        comment="narrower copies of a picture: JSON, a list with what drafts note of a file",
    )
    with op.batch_alter_table("media_item") as batch:
        batch.add_column(copies)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("media_item") as batch:
        batch.drop_column("copies")
