"""Progress in courses of more steps than a number of a database has bits.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WIDEST = 62
COLUMNS = ("done", "excused")


def upgrade() -> None:
    """Go forward: the same numbers, as decimal digits."""
    with op.batch_alter_table("enrolment") as enrolment:
        for name in COLUMNS:
            enrolment.alter_column(name, server_default=None)
            enrolment.alter_column(
                name,
                existing_type=sa.BigInteger(),
                existing_nullable=False,
                type_=sa.Text(),
                postgresql_using=f"{name}::text",
            )
        enrolment.alter_column("excused", server_default="0")


def downgrade() -> None:
    """Go back. Refused where a course has, or had, steps that would have no bit then."""
    most = op.get_bind().execute(sa.text("SELECT max(bit) FROM course_step")).scalar()
    if most is not None and most >= WIDEST:
        raise RuntimeError(f"a course has had {most + 1} steps, and the tables before 0013 hold {WIDEST}")
    with op.batch_alter_table("enrolment") as enrolment:
        for name in COLUMNS:
            enrolment.alter_column(name, server_default=None)
            enrolment.alter_column(
                name,
                existing_type=sa.Text(),
                existing_nullable=False,
                type_=sa.BigInteger(),
                postgresql_using=f"{name}::bigint",
            )
        enrolment.alter_column("excused", server_default="0")
