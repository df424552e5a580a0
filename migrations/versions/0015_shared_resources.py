"""Cases, demonstration sites and terms that courses share.

Revision: 0015, after 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "resource",
        sa.Column("id", sa.String(length=13), nullable=False, comment="random, part of the address"),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column(
            "code", sa.String(length=60), nullable=False, comment="part of the public address; never changes"
        ),
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "draft", sa.Text(), nullable=False, comment="JSON of what is written now, by the keys of the file"
        ),
        sa.Column("rev", sa.Integer(), nullable=False, comment="counts saved drafts"),
        sa.Column("version", sa.String(length=13), nullable=False, comment="the latest one; empty: none yet"),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind in ('case', 'site', 'term')", name=op.f("ck_resource_kind")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_resource_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_resource_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("kind", "code", name="uq_resource_code"),
    )
    op.create_index(op.f("ix_resource_created_by"), "resource", ["created_by"], unique=False)
    op.create_index("ix_resource_listing", "resource", ["centre_id", "changed_at"], unique=False)
    op.create_table(
        "resource_version",
        sa.Column("resource_id", sa.String(length=13), nullable=False),
        sa.Column("version", sa.String(length=13), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="its file, as courses carry it"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of `text`"),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_version_resource_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_resource_version_published_by")
        ),
        sa.PrimaryKeyConstraint("resource_id", "version", name=op.f("pk_resource_version")),
    )
    op.create_index(
        op.f("ix_resource_version_published_by"), "resource_version", ["published_by"], unique=False
    )
    op.create_table(
        "resource_use",
        sa.Column("course_code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=13), nullable=False),
        sa.PrimaryKeyConstraint("course_code", "kind", "code", name=op.f("pk_resource_use")),
    )
    op.create_index("ix_resource_use_resource", "resource_use", ["kind", "code"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_resource_use_resource", table_name="resource_use")
    op.drop_table("resource_use")
    op.drop_index(op.f("ix_resource_version_published_by"), table_name="resource_version")
    op.drop_table("resource_version")
    op.drop_index("ix_resource_listing", table_name="resource")
    op.drop_index(op.f("ix_resource_created_by"), table_name="resource")
    op.drop_table("resource")
