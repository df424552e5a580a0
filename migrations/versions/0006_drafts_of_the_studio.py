"""Drafts of courses: their parts, every change, and who is there.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=13), nullable=False, comment="random, part of the address"),
        sa.Column(
            "code", sa.String(length=60), nullable=False, comment="the course's address when it is published"
        ),
        sa.Column("centre_id", sa.String(length=32), nullable=False, comment="the centre that writes"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as course.yaml has it, for lists"),
        sa.Column(
            "language", sa.String(length=2), nullable=False, comment="as course.yaml has it, for lists"
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("network", sa.Boolean(), nullable=False, comment="wants approvals of two centres"),
        sa.Column("course_id", sa.Integer(), nullable=True, comment="the published course, if there is one"),
        sa.Column(
            "base_version_id",
            sa.Integer(),
            nullable=True,
            comment="the published version that was last written from",
        ),
        sa.Column("seq", sa.Integer(), nullable=False, comment="number of the last change"),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'in_review', 'changes_asked', 'approved', 'published', 'retired')",
            name=op.f("ck_draft_state"),
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"], ["course_version.id"], name=op.f("fk_draft_base_version_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_draft_centre_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_draft_course_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_draft_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("code", name=op.f("uq_draft_code")),
    )
    op.create_index(op.f("ix_draft_base_version_id"), "draft", ["base_version_id"], unique=False)
    op.create_index(op.f("ix_draft_centre_id"), "draft", ["centre_id"], unique=False)
    op.create_index(op.f("ix_draft_course_id"), "draft", ["course_id"], unique=False)
    op.create_index(op.f("ix_draft_created_by"), "draft", ["created_by"], unique=False)
    op.create_index(op.f("ix_draft_state"), "draft", ["state"], unique=False)
    _make_changes()
    _make_parts()
    _make_presence()


def _make_changes() -> None:
    op.create_table(
        "draft_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True, comment="NULL: the part was removed"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column(
            "act",
            sa.String(length=12),
            nullable=False,
            comment="coded: open, edit, move, remove, restore, ...",
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_change_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_change")),
        sa.UniqueConstraint("draft_id", "path", "rev", name="uq_draft_change_rev"),
        sa.UniqueConstraint("draft_id", "seq", name="uq_draft_change_seq"),
    )
    op.create_index(op.f("ix_draft_change_person_id"), "draft_change", ["person_id"], unique=False)


def _make_parts() -> None:
    op.create_table(
        "draft_part",
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="of a file in assets/: JSON with type, size, digest, width, height",
        ),
        sa.Column("rev", sa.Integer(), nullable=False, comment="counts from 1, over removals too"),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_draft_part_changed_by")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_part_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_part")),
    )
    op.create_index(op.f("ix_draft_part_changed_by"), "draft_part", ["changed_by"], unique=False)


def _make_presence() -> None:
    op.create_table(
        "draft_presence",
        sa.Column("draft_id", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.String(length=120),
            nullable=False,
            comment="path of the part, or empty for the outline",
        ),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_presence_draft_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_presence_person_id")),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_draft_presence")),
    )
    op.create_index(op.f("ix_draft_presence_person_id"), "draft_presence", ["person_id"], unique=False)
    op.create_index("ix_draft_presence_seen", "draft_presence", ["draft_id", "seen_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_draft_presence_seen", table_name="draft_presence")
    op.drop_index(op.f("ix_draft_presence_person_id"), table_name="draft_presence")
    op.drop_table("draft_presence")
    op.drop_index(op.f("ix_draft_part_changed_by"), table_name="draft_part")
    op.drop_table("draft_part")
    op.drop_index(op.f("ix_draft_change_person_id"), table_name="draft_change")
    op.drop_table("draft_change")
    op.drop_index(op.f("ix_draft_state"), table_name="draft")
    op.drop_index(op.f("ix_draft_created_by"), table_name="draft")
    op.drop_index(op.f("ix_draft_course_id"), table_name="draft")
    op.drop_index(op.f("ix_draft_centre_id"), table_name="draft")
    op.drop_index(op.f("ix_draft_base_version_id"), table_name="draft")
    op.drop_table("draft")
