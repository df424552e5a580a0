"""Where questions come from that were pulled from the bank."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.db import Base


class QuestionOrigin(Base):
    """A question of a draft that was copied from another course. It stays when the question is changed."""

    __tablename__ = "draft_question_origin"

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    quiz: Mapped[str] = mapped_column(
        String(60), primary_key=True, comment="id of the quiz it was copied into"
    )
    question: Mapped[str] = mapped_column(String(60), primary_key=True, comment="its id there")
    from_title: Mapped[str] = mapped_column(String(200), comment="title of the course it comes from")
    from_code: Mapped[str] = mapped_column(String(60))
    from_version: Mapped[int | None] = mapped_column(comment="NULL: from the draft of that course")
    from_quiz: Mapped[str] = mapped_column(String(60))
    from_question: Mapped[str] = mapped_column(String(80))
    pulled_at: Mapped[datetime]
