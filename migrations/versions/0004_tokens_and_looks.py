"""Tokens for programs, and who looked at exact figures.

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=80), nullable=False, comment="with blanks between"),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_person_id"), "api_token", ["person_id"], unique=False)
    op.create_table(
        "reach_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False, comment="page or token"),
        sa.Column("subject", sa.String(length=80), nullable=False, comment="the endpoint"),
        sa.Column(
            "question", sa.String(length=1000), nullable=False, comment="path and query of the address"
        ),
        sa.CheckConstraint("way IN ('page', 'token')", name=op.f("ck_reach_look_way")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reach_look_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_look")),
    )
    op.create_index("ix_reach_look_at", "reach_look", ["at"], unique=False)
    op.create_index("ix_reach_look_person_at", "reach_look", ["person_id", "at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_reach_look_person_at", table_name="reach_look")
    op.drop_index("ix_reach_look_at", table_name="reach_look")
    op.drop_table("reach_look")
    op.drop_index(op.f("ix_api_token_person_id"), table_name="api_token")
    op.drop_table("api_token")
