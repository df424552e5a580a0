"""A message to learners keeps who was chosen, instead of how they were.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Of messages to all, to a cohort and to one learner it is known who they were for; where learners
    were chosen by where they stood, it is not.
    """
    op.create_table(
        "course_message_reader",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_course_message_reader_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["course_message.id"], name=op.f("fk_course_message_reader_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_course_message_reader_person_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "enrolment_id", name=op.f("pk_course_message_reader")),
    )
    op.create_index(op.f("ix_course_message_reader_person_id"), "course_message_reader", ["person_id"])
    readers = sa.text(
        "insert into course_message_reader (message_id, enrolment_id, person_id)"
        " select m.id, e.id, e.person_id from course_message m join enrolment e on e.course_id = m.course_id"
        " where e.withdrawn_at is null and e.enrolled_at <= m.asked_at and m.wanted in ("
        """ '{"at": "", "behind": false, "cohort": 0, "learner": 0, "quiet_since": "", "state": ""}',"""
        """ '{"at": "", "behind": false, "cohort": ' || coalesce(e.cohort_id, -1)"""
        """ || ', "learner": 0, "quiet_since": "", "state": ""}',"""
        """ '{"at": "", "behind": false, "cohort": 0, "learner": ' || e.id"""
        """ || ', "quiet_since": "", "state": ""}')"""
    )
    op.execute(readers)
    op.drop_column("course_message", "wanted")


def downgrade() -> None:
    """Go back: to messages of which nobody knows for whom they were."""
    with op.batch_alter_table("course_message") as table:
        table.add_column(sa.Column("wanted", sa.Text(), server_default='{"learner": -1}', nullable=False))
    op.drop_index(op.f("ix_course_message_reader_person_id"), table_name="course_message_reader")
    op.drop_table("course_message_reader")
