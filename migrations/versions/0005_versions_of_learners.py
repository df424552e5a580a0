"""Learners keep the version that they began with; cohorts, decisions about learners, messages of course teams.

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("course_version") as version:
        version.add_column(sa.Column("kind", sa.String(length=5), server_default="minor", nullable=False))
        version.add_column(sa.Column("notes", sa.Text(), server_default="", nullable=False))
        version.add_column(sa.Column("published_by", sa.Integer(), nullable=True))
        version.create_check_constraint(op.f("ck_course_version_kind"), "kind in ('major', 'minor')")
    _make_cohorts()
    _widen_enrolments()
    _make_changes()
    _make_messages()
    op.execute(
        "UPDATE enrolment SET pinned_id = (SELECT course.version_id FROM course WHERE course.id = enrolment.course_id)"
    )


def _make_cohorts() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_cohort_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("course_id", "name", name="uq_cohort_course_name"),
    )


def _widen_enrolments() -> None:
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.add_column(sa.Column("pinned_id", sa.Integer(), nullable=True))
        enrolment.add_column(sa.Column("moved_at", UTCDateTime(), nullable=True))
        enrolment.add_column(
            sa.Column("renewing", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        enrolment.add_column(sa.Column("cohort_id", sa.Integer(), nullable=True))
        enrolment.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        enrolment.add_column(sa.Column("excused", sa.BigInteger(), server_default="0", nullable=False))
        enrolment.add_column(sa.Column("extra_tries", sa.Text(), server_default="{}", nullable=False))
        enrolment.add_column(sa.Column("active_at", UTCDateTime(), nullable=True))
        enrolment.add_column(sa.Column("times", sa.Text(), server_default="{}", nullable=False))
        enrolment.create_foreign_key(op.f("fk_enrolment_pinned_id"), "course_version", ["pinned_id"], ["id"])
        enrolment.create_foreign_key(op.f("fk_enrolment_cohort_id"), "cohort", ["cohort_id"], ["id"])


def _make_changes() -> None:
    op.create_table(
        "learner_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind in ('try', 'due', 'excused', 'cohort', 'moved')", name=op.f("ck_learner_change_kind")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_learner_change_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_learner_change_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_learner_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_change")),
    )
    op.create_index("ix_learner_change_enrolment", "learner_change", ["enrolment_id", "id"], unique=False)


def _make_messages() -> None:
    op.create_table(
        "course_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_message_course_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_course_message_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_message")),
    )
    op.create_index(op.f("ix_course_message_course_id"), "course_message", ["course_id"], unique=False)
    op.create_table(
        "message_refusal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_message_refusal_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_refusal_person_id")),
        sa.PrimaryKeyConstraint("person_id", "course_id", name=op.f("pk_message_refusal")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("message_refusal")
    op.drop_index(op.f("ix_course_message_course_id"), table_name="course_message")
    op.drop_table("course_message")
    op.drop_index("ix_learner_change_enrolment", table_name="learner_change")
    op.drop_table("learner_change")
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.drop_constraint(op.f("fk_enrolment_cohort_id"), type_="foreignkey")
        enrolment.drop_constraint(op.f("fk_enrolment_pinned_id"), type_="foreignkey")
        for name in ("times", "active_at", "extra_tries", "excused", "due_on", "cohort_id", "renewing", "moved_at",
                     "pinned_id"):  # fmt: skip
            enrolment.drop_column(name)
    op.drop_table("cohort")
    with op.batch_alter_table("course_version") as version:
        version.drop_constraint(op.f("ck_course_version_kind"), type_="check")
        for name in ("published_by", "notes", "kind"):
            version.drop_column(name)
