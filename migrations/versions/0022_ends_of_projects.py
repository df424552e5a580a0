"""Donor projects are ended, and opened again.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "donor_project_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(length=32), nullable=False),
        sa.Column(
            "ended_on", sa.Date(), nullable=True, comment="its last day in fact; empty: it was opened again"
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project"],
            ["donor_project.code"],
            name=op.f("fk_donor_project_turn_project"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_donor_project_turn_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_project_turn")),
    )
    op.create_index(op.f("ix_donor_project_turn_project"), "donor_project_turn", ["project"])
    op.create_index(op.f("ix_donor_project_turn_person_id"), "donor_project_turn", ["person_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_donor_project_turn_person_id"), table_name="donor_project_turn")
    op.drop_index(op.f("ix_donor_project_turn_project"), table_name="donor_project_turn")
    op.drop_table("donor_project_turn")
