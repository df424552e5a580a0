"""Which files published versions have: others are for those who may see drafts.

Revision: 0016, after 0015
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward, and read the files of all versions that there are from their documents, one by one."""
    made = op.create_table(
        "version_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["course_version.id"], name=op.f("fk_version_file_version_id")
        ),
        sa.PrimaryKeyConstraint("sha256", "version_id", name=op.f("pk_version_file")),
    )
    connection = op.get_bind()
    versions = sa.table("course_version", sa.column("id"), sa.column("document"))
    for version in connection.execute(sa.select(versions.c.id)).scalars().all():
        document = connection.execute(
            sa.select(versions.c.document).where(versions.c.id == version)
        ).scalar_one()
        digests = sorted({asset["sha256"] for asset in json.loads(document).get("assets", [])})
        if digests:
            op.bulk_insert(made, [{"sha256": digest, "version_id": version} for digest in digests])


def downgrade() -> None:
    """Go back."""
    op.drop_table("version_file")
