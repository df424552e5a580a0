"""The text of a course is as long as what is sent of it: packed.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_VERSION = sa.table(
    "course_version", sa.column("id"), sa.column("compiled"), sa.column("text_bytes", sa.Integer())
)


def upgrade() -> None:
    """Go forward, version by version. Drawings of earlier versions keep their size: their files are elsewhere."""
    _comments("of lessons and tasks on the line", "of all assets on the line")
    _measure(lambda html: len(zlib.compress(html, 9)))


def downgrade() -> None:
    """Go back."""
    _comments("size of all lessons as HTML", "size of all assets")
    _measure(len)


def _comments(text: str, media: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("course_version", "text_bytes", comment=text)
        op.alter_column("course_version", "media_bytes", comment=media)


def _measure(size: Callable[[bytes], int]) -> None:
    connection = op.get_bind()
    for version in connection.execute(sa.select(_VERSION.c.id)).scalars().all():
        one = _VERSION.c.id == version
        compiled = json.loads(connection.execute(sa.select(_VERSION.c.compiled).where(one)).scalar_one())
        pages = [page for kind in ("lessons", "tasks") for page in compiled.get(kind, {}).values()]
        total = sum(size(page["html"].encode()) for page in pages)
        connection.execute(sa.update(_VERSION).where(one).values(text_bytes=total))
