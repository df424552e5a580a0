"""What a centre shares is confirmed by a second person, and can be retired.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from learnhub.db import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("resource") as batch:
        batch.add_column(sa.Column("state", sa.String(length=9), nullable=False, server_default="draft"))
        batch.add_column(
            sa.Column("asked_by", sa.Integer(), nullable=True, comment="who asked for a second person")
        )
        batch.add_column(
            sa.Column(
                "asked_of", sa.Integer(), nullable=True, comment="of another centre; empty: of the own one"
            )
        )
        batch.add_column(
            sa.Column(
                "note",
                sa.Text(),
                nullable=False,
                server_default="",
                comment="why it was sent back or retired",
            )
        )
        batch.add_column(sa.Column("retired_at", UTCDateTime(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_resource_state"), "state in ('draft', 'waiting', 'published', 'retired')"
        )
        batch.create_foreign_key(op.f("fk_resource_asked_by"), "person", ["asked_by"], ["id"])
        batch.create_foreign_key(op.f("fk_resource_asked_of"), "person", ["asked_of"], ["id"])
        batch.create_index(op.f("ix_resource_asked_by"), ["asked_by"], unique=False)
        batch.create_index(op.f("ix_resource_asked_of"), ["asked_of"], unique=False)
    op.execute("update resource set state = 'published' where version <> ''")
    with op.batch_alter_table("resource") as batch:
        batch.alter_column("state", server_default=None)
        batch.alter_column("note", server_default=None)
    with op.batch_alter_table("resource_version") as batch:
        batch.add_column(
            sa.Column(
                "confirmed_by", sa.Integer(), nullable=True, comment="none: before two people were asked for"
            )
        )
        batch.create_foreign_key(op.f("fk_resource_version_confirmed_by"), "person", ["confirmed_by"], ["id"])
        batch.create_index(op.f("ix_resource_version_confirmed_by"), ["confirmed_by"], unique=False)
    op.create_table(
        "resource_writer",
        sa.Column("resource_id", sa.String(length=13), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_writer_resource_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_resource_writer_person_id")),
        sa.PrimaryKeyConstraint("resource_id", "person_id", name=op.f("pk_resource_writer")),
    )
    op.create_index(op.f("ix_resource_writer_person_id"), "resource_writer", ["person_id"], unique=False)
    op.execute(
        "insert into resource_writer (resource_id, person_id, at) "
        "select id, created_by, changed_at from resource where created_by is not null"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_resource_writer_person_id"), table_name="resource_writer")
    op.drop_table("resource_writer")
    with op.batch_alter_table("resource_version") as batch:
        batch.drop_index(op.f("ix_resource_version_confirmed_by"))
        batch.drop_constraint(op.f("fk_resource_version_confirmed_by"), type_="foreignkey")
        batch.drop_column("confirmed_by")
    with op.batch_alter_table("resource") as batch:
        batch.drop_index(op.f("ix_resource_asked_of"))
        batch.drop_index(op.f("ix_resource_asked_by"))
        batch.drop_constraint(op.f("fk_resource_asked_of"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_resource_asked_by"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_resource_state"), type_="check")
        for column in ("retired_at", "note", "asked_of", "asked_by", "state"):
            batch.drop_column(column)
