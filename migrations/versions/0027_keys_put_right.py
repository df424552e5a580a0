"""Answers to a quiz can be marked anew by the key of a newer version; what they were worth before is kept.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "key_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("quiz", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("ended", sa.String(length=5), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("ended in ('', 'done', 'newer', 'right')", name=op.f("ck_key_change_ended")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_key_change_course_id")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_key_change_version_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_key_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_change")),
    )
    op.create_index("ix_key_change_quiz", "key_change", ["course_id", "quiz", "id"], unique=False)
    op.create_index(
        "uq_key_change_running",
        "key_change",
        ["course_id", "quiz"],
        unique=True,
        sqlite_where=sa.text("ended = ''"),
        postgresql_where=sa.text("ended = ''"),
    )
    op.create_table(
        "marked_anew",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.String(length=40), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_marked_anew_attempt_id")),
        sa.ForeignKeyConstraint(["change_id"], ["key_change.id"], name=op.f("fk_marked_anew_change_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_marked_anew_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_marked_anew_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marked_anew")),
        sa.UniqueConstraint("attempt_id", "change_id", name="uq_marked_anew_attempt_change"),
    )
    op.create_index(op.f("ix_marked_anew_enrolment_id"), "marked_anew", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_marked_anew_person_id"), "marked_anew", ["person_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("marked_anew")
    op.drop_index("uq_key_change_running", table_name="key_change")
    op.drop_index("ix_key_change_quiz", table_name="key_change")
    op.drop_table("key_change")
