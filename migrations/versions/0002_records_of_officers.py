"""Records officers: the role, probable duplicates, and the history of what they did.

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


ROLES = (
    "learner", "author", "reviewer", "facilitator", "centre_coordinator", "network_coordinator", "national_viewer",
)  # fmt: skip


def allow_roles(*roles: str) -> None:
    """State anew which roles a membership may have."""
    listed = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint(op.f("ck_membership_role"), type_="check")
        membership.create_check_constraint(op.f("ck_membership_role"), f"role IN ({listed})")


def upgrade() -> None:
    """Go forward."""
    allow_roles(*ROLES, "records_officer", "administrator")
    op.create_table(
        "duplicate_key",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False, comment="version of the account that was looked at"),
        sa.Column(
            "confirmed", sa.Boolean(), nullable=False, comment="whether its address was confirmed then"
        ),
        sa.Column("email_key", sa.String(length=32), nullable=True),
        sa.Column("name_key", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duplicate_key_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_duplicate_key")),
    )
    with op.batch_alter_table("duplicate_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_key_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_duplicate_key_name_key"), ["name_key"], unique=False)

    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column(
            "rules",
            sa.String(length=40),
            nullable=False,
            comment="by which rules they were found, with blanks between",
        ),
        sa.Column(
            "score", sa.Integer(), nullable=False, comment="0 to 100, what speaks for it; orders the queue"
        ),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("found_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'unsure', 'merged', 'refused')", name=op.f("ck_duplicate_pair_status")
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_duplicate_pair_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_duplicate_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("first_id", "second_id", name="uq_duplicate_pair_accounts"),
    )
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_pair_queue", ["status", "score", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duplicate_pair_second_id"), ["second_id"], unique=False)

    op.create_table(
        "record_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "person_id",
            sa.Integer(),
            nullable=True,
            comment="whose record it is; of a merge the account that gives way",
        ),
        sa.Column("other_id", sa.Integer(), nullable=True, comment="of a merge the account that is kept"),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column(
            "object_key",
            sa.String(length=60),
            nullable=False,
            comment="key of the enrolment, day of attendance or certificate",
        ),
        sa.Column("because", sa.String(length=20), nullable=False, comment="coded reason"),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True, comment="JSON: what undoing puts back"),
        sa.CheckConstraint(
            "kind in ('merge', 'refuse', 'unsure', 'correct', 'confirm', 'void_enrolment', 'void_attendance', 'withdraw_certificate')",
            name=op.f("ck_record_change_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_record_change_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_record_change_other_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["duplicate_pair.id"], name=op.f("fk_record_change_pair_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_record_change_person_id")),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_record_change_undone_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change")),
    )
    with op.batch_alter_table("record_change", schema=None) as batch_op:
        batch_op.create_index("ix_record_change_object", ["object_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_change_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_change_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index("ix_record_change_person", ["person_id"], unique=False)

    op.create_table(
        "record_change_centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column(
            "centre_id",
            sa.String(length=32),
            nullable=False,
            comment="no key: an event may be of a centre that the ledger alone knows",
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["record_change.id"], name=op.f("fk_record_change_centre_change_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_record_change_centre_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change_centre")),
        sa.UniqueConstraint("change_id", "centre_id", "person_id", name="uq_record_change_centre_who"),
    )
    with op.batch_alter_table("record_change_centre", schema=None) as batch_op:
        batch_op.create_index("ix_record_change_centre_list", ["centre_id", "change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_change_centre_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Go back. Whoever was a records officer is none any more."""
    with op.batch_alter_table("record_change_centre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_change_centre_person_id"))
        batch_op.drop_index("ix_record_change_centre_list")

    op.drop_table("record_change_centre")
    with op.batch_alter_table("record_change", schema=None) as batch_op:
        batch_op.drop_index("ix_record_change_person")
        batch_op.drop_index(batch_op.f("ix_record_change_pair_id"))
        batch_op.drop_index(batch_op.f("ix_record_change_other_id"))
        batch_op.drop_index("ix_record_change_object")

    op.drop_table("record_change")
    with op.batch_alter_table("duplicate_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_pair_second_id"))
        batch_op.drop_index("ix_duplicate_pair_queue")

    op.drop_table("duplicate_pair")
    with op.batch_alter_table("duplicate_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_key_name_key"))
        batch_op.drop_index(batch_op.f("ix_duplicate_key_email_key"))

    op.drop_table("duplicate_key")
    op.execute("DELETE FROM membership WHERE role = 'records_officer'")
    allow_roles(*ROLES, "administrator")
