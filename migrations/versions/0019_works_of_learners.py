"""What learners hand in for assignments, its marks, and appeals.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _works()
    _marks()
    _appeals()


def _works() -> None:
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False, comment="random, part of the address"),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column(
            "version_id",
            sa.Integer(),
            nullable=False,
            comment="whose task it answers, whose criteria it is marked by",
        ),
        sa.Column("assignment", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="which try at the assignment, from 1"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "file_key",
            sa.String(length=40),
            nullable=False,
            comment="its name in the folder handed/; none: no file",
        ),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False, comment="by its content"),
        sa.Column("file_bytes", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False, comment="how often it was saved"),
        sa.Column("writer", sa.String(length=40), nullable=False, comment="the open page that saved last"),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("handed_in_at", UTCDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True, comment="the deadline that held when it was handed in"),
        sa.Column("late", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "second_asked_at", UTCDateTime(), nullable=True, comment="since when a second look is wanted"
        ),
        sa.Column("second_asked_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('draft', 'handed_in', 'passed', 'revise')", name=op.f("ck_work_state")),
        sa.CheckConstraint("(state = 'draft') = (handed_in_at IS NULL)", name=op.f("ck_work_handed_in")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_work_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_person_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_work_course_id")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_work_version_id")),
        sa.ForeignKeyConstraint(["second_asked_by"], ["person.id"], name=op.f("fk_work_second_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint("key", name=op.f("uq_work_key")),
        sa.UniqueConstraint("enrolment_id", "assignment", "number", name=op.f("uq_work_number")),
    )
    op.create_index(op.f("ix_work_person_id"), "work", ["person_id"])
    op.create_index(op.f("ix_work_waiting"), "work", ["course_id", "state", "handed_in_at"])


def _marks() -> None:
    op.create_table(
        "work_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="which mark of this work, from 1: two at once collide",
        ),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whose work it is"),
        sa.Column("marker_id", sa.Integer(), nullable=False, comment="who gave the marks"),
        sa.Column("act", sa.String(length=11), nullable=False),
        sa.Column("points", sa.Text(), nullable=False, comment="JSON: criterion -> points"),
        sa.Column("remarks", sa.Text(), nullable=False, comment="JSON: criterion -> remark"),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=6), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("act in ('mark', 'second', 'appeal_mark')", name=op.f("ck_work_mark_act")),
        sa.CheckConstraint("outcome in ('passed', 'revise')", name=op.f("ck_work_mark_outcome")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_mark_work_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_work_mark_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_mark_person_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_work_mark_marker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_mark")),
        sa.UniqueConstraint("work_id", "number", name=op.f("uq_work_mark_number")),
    )
    op.create_index(op.f("ix_work_mark_enrolment_id"), "work_mark", ["enrolment_id"])
    op.create_index(op.f("ix_work_mark_person_id"), "work_mark", ["person_id"])


def _appeals() -> None:
    op.create_table(
        "work_appeal",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_appeal_work_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_work_appeal_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_appeal_person_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_work_appeal")),
    )
    op.create_index(op.f("ix_work_appeal_enrolment_id"), "work_appeal", ["enrolment_id"])
    op.create_index(op.f("ix_work_appeal_person_id"), "work_appeal", ["person_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("work_appeal")
    op.drop_table("work_mark")
    op.drop_table("work")
