"""Releases of figures, and who gets a report regularly.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reach_release",
        sa.Column("id", sa.String(length=100), nullable=False, comment="scope and name, name of its folder"),
        sa.Column("scope", sa.String(length=70), nullable=False, comment="net, c-CENTRE or country-KE"),
        sa.Column("period", sa.String(length=8), nullable=False, comment="2024 or 2024-Q3"),
        sa.Column("name", sa.String(length=16), nullable=False, comment="2024-F1"),
        sa.Column("stage", sa.String(length=1), nullable=False, comment="P, F or R"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", UTCDateTime(), nullable=False),
        sa.Column(
            "languages", sa.String(length=40), nullable=False, comment="of its documents, with blanks between"
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="why an unforeseen revision was needed"),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False, comment="steps done"),
        sa.Column("steps", sa.Integer(), nullable=False, comment="steps in all; 0: not known yet"),
        sa.Column("problem", sa.Text(), nullable=False, comment="why it could not be made"),
        sa.Column("supersedes", sa.String(length=100), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="empty: the operator's command"),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column(
            "published_at", UTCDateTime(), nullable=True, comment="since when its public view is open to all"
        ),
        sa.Column(
            "last_xid", sa.BigInteger(), nullable=True, comment="place of the last ledger entry at the making"
        ),
        sa.Column("last_entry", sa.BigInteger(), nullable=True),
        sa.Column(
            "block_id", sa.Integer(), nullable=True, comment="block of the ledger's chain that it names"
        ),
        sa.Column("block_hash", sa.String(length=64), nullable=False),
        sa.Column("manifests", sa.JSON(), nullable=False, comment="view and SHA-256 of its manifest"),
        sa.CheckConstraint("stage IN ('P', 'F', 'R')", name=op.f("ck_reach_release_stage")),
        sa.CheckConstraint(
            "state IN ('asked', 'making', 'made', 'failed')", name=op.f("ck_reach_release_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reach_release_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"],
            ["reach_release.id"],
            name=op.f("fk_reach_release_supersedes"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_release")),
        sa.UniqueConstraint("scope", "name", name=op.f("uq_reach_release_scope_name")),
    )
    with op.batch_alter_table("reach_release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reach_release_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_reach_release_scope_period", ["scope", "period"], unique=False)

    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=70), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, comment="so many days after the end of the period"),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column(
            "last_period", sa.String(length=8), nullable=False, comment="the last period that was asked for"
        ),
        sa.Column("release_id", sa.String(length=100), nullable=True, comment="the release that it led to"),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("every IN ('quarter', 'year')", name=op.f("ck_report_schedule_every")),
        sa.CheckConstraint("day BETWEEN 1 AND 28", name=op.f("ck_report_schedule_day")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_schedule_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["reach_release.id"],
            name=op.f("fk_report_schedule_release_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
        sa.UniqueConstraint(
            "person_id",
            "scope",
            "every",
            "language",
            name=op.f("uq_report_schedule_person_id_scope_every_language"),
        ),
    )
    with op.batch_alter_table("report_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_schedule_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("report_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_schedule_person_id"))

    op.drop_table("report_schedule")
    with op.batch_alter_table("reach_release", schema=None) as batch_op:
        batch_op.drop_index("ix_reach_release_scope_period")
        batch_op.drop_index(batch_op.f("ix_reach_release_person_id"))

    op.drop_table("reach_release")
