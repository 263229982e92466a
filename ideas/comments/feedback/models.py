"""What fans told a team in private."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.comments.feedback.rules import LEAST, MOST, SCALES
from ideas.db import Base
from ideas.text import short_id


class Feedback(Base):
    """One person's marks for an idea, from 1 to 5; changing them replaces them.

    ``mark`` is how the team names the words without knowing whose they are; ``taken_words`` are
    those a moderator took away, for an appeal.
    """

    __tablename__ = "feedback"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    clear: Mapped[int]
    original: Mapped[int]
    would_buy: Mapped[int]
    words: Mapped[str]
    taken_words: Mapped[str] = mapped_column(default="", server_default="")
    mark: Mapped[str] = mapped_column(unique=True, default=short_id)
    language: Mapped[str]
    given_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]

    __table_args__ = (
        *(
            sa.CheckConstraint(f"{scale} BETWEEN {LEAST} AND {MOST}", name=f"{scale}_on_scale")
            for scale in SCALES
        ),
        sa.Index("ix_feedback_person", "person_id"),
    )
