"""One row, one number: the version of everything that visitors see."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base


class PageVersion(Base):
    """Raised by every change of public content; each process then forgets its finished pages."""

    __tablename__ = "page_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(default=0)
