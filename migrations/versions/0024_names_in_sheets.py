"""An enrolment from a sheet says by what the sheet named the person.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Until now it stood in who recorded the first entry; entries stay as they are."""
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("named_by", sa.String(length=10), server_default="", nullable=False))
    from_sheet = sa.text(
        "update enrolment set named_by = :named_by where key in"
        " (select key from ledger_entry where kind = 'enrolments' and rev = 1 and actor = :actor)"
    )
    op.execute(from_sheet.bindparams(named_by="email", actor="centre-import"))
    op.execute(from_sheet.bindparams(named_by="login", actor="centre-import-by-name"))


def downgrade() -> None:
    """Go back."""
    op.drop_column("enrolment", "named_by")  # without making the table anew, which other tables refer to
