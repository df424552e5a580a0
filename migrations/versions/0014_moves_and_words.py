"""Moves of many learners as work of the job process; what learners say of a lesson.

Revision: 0014, after 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "course_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("ended", sa.String(length=5), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("ended in ('', 'done', 'newer', 'right')", name=op.f("ck_course_move_ended")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_move_course_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_course_move_version_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_course_move_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_move")),
    )
    op.create_index(op.f("ix_course_move_course_id"), "course_move", ["course_id"], unique=False)
    op.create_index(
        "uq_course_move_running",
        "course_move",
        ["course_id"],
        unique=True,
        sqlite_where=sa.text("ended = ''"),
        postgresql_where=sa.text("ended = ''"),
    )
    op.create_table(
        "lesson_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("unclear", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_word_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_lesson_word_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_word")),
        sa.UniqueConstraint("person_id", "version_id", "step", name="uq_lesson_word_person_step"),
    )
    op.create_index("ix_lesson_word_version", "lesson_word", ["version_id", "step", "id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_lesson_word_version", table_name="lesson_word")
    op.drop_table("lesson_word")
    op.drop_index("uq_course_move_running", table_name="course_move")
    op.drop_index(op.f("ix_course_move_course_id"), table_name="course_move")
    op.drop_table("course_move")
