"""Trainings of centres, who is on their lists, and who was there on which day.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Trainings that came into the ledger by an import stay there alone."""
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("centre_id", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("theme", sa.String(64), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(8), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("headcount_f", sa.Integer(), nullable=False),
        sa.Column("headcount_m", sa.Integer(), nullable=False),
        sa.Column("headcount_x", sa.Integer(), nullable=False),
        sa.Column("headcount_u", sa.Integer(), nullable=False),
        sa.Column("ledger_rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("key", name=op.f("uq_training_key")),
    )
    op.create_index("ix_training_centre", "training", ["centre_id", "starts_on"])
    op.create_table(
        "training_centre",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_centre_training_id")
        ),
        sa.PrimaryKeyConstraint("training_id", "centre_id", name=op.f("pk_training_centre")),
    )
    _table_of_people(
        "training_person",
        sa.Column("typed", sa.String(254), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "training_id", "person_id", name=op.f("uq_training_person_training_id_person_id")
        ),
    )
    op.create_index("ix_training_person", "training_person", ["person_id"])
    _table_of_people(
        "training_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("hours", sa.String(8), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.UniqueConstraint(
            "training_id", "day", "person_id", name=op.f("uq_training_day_training_id_day_person_id")
        ),
    )
    op.create_index("ix_training_day_person", "training_day", ["person_id"])


def _table_of_people(name: str, *further: sa.Column | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *further,
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f(f"fk_{name}_training_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{name}_key")),
    )


def downgrade() -> None:
    """Go back: what was counted stays in the ledger."""
    for name in ("training_day", "training_person", "training_centre", "training"):
        op.drop_table(name)
