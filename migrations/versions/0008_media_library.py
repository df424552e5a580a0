"""The media library of centres.

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "media_item",
        sa.Column("id", sa.String(length=13), nullable=False, comment="random, part of the address"),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False, comment="the file's name in assets/"),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes, as stored"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True, comment="of pictures, in pixels or SVG units"),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="the text alternative of a picture, the transcript of sound and film",
        ),
        sa.Column("captions", sa.Text(), nullable=False, comment="of a film, as WebVTT"),
        sa.Column("minutes", sa.Integer(), nullable=True, comment="of sound and film"),
        sa.Column("credit", sa.String(length=200), nullable=False, comment="who made it"),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind in ('picture', 'document', 'audio', 'video', 'data')", name=op.f("ck_media_item_kind")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_media_item_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_media_item_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_item")),
        sa.UniqueConstraint("centre_id", "sha256", name="uq_media_item_sha256"),
    )
    op.create_index(op.f("ix_media_item_created_by"), "media_item", ["created_by"], unique=False)
    op.create_index("ix_media_item_listing", "media_item", ["centre_id", "created_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_media_item_listing", table_name="media_item")
    op.drop_index(op.f("ix_media_item_created_by"), table_name="media_item")
    op.drop_table("media_item")
