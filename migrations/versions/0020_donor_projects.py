"""Donor projects and the indicators that donors ask for.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "donor_project",
        sa.Column("code", sa.String(length=32), nullable=False, comment="as tags in the ledger name it"),
        sa.Column("donor", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "centre", sa.String(length=64), nullable=False, comment="whose it is; empty: the network's"
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_donor_project_period")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_donor_project")),
    )
    op.create_index(op.f("ix_donor_project_centre"), "donor_project", ["centre"])
    op.create_table(
        "donor_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False, comment="the donor's"),
        sa.Column("definition", sa.Text(), nullable=False, comment="the donor's"),
        sa.Column("indicator", sa.String(length=16), nullable=False, comment="ours: R04, Q03.LDC"),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("baseline", sa.String(length=40), nullable=False),
        sa.Column(
            "baseline_day", sa.String(length=10), nullable=False, comment="2026-01-31; empty: no baseline"
        ),
        sa.Column("difference", sa.Text(), nullable=False, comment="what differs between both definitions"),
        sa.ForeignKeyConstraint(
            ["project"], ["donor_project.code"], name=op.f("fk_donor_indicator_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_indicator")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_donor_indicator_project_code")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("donor_indicator")
    op.drop_index(op.f("ix_donor_project_centre"), table_name="donor_project")
    op.drop_table("donor_project")
