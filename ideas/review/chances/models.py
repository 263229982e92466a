"""Invitations to try again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.journey.models import Idea


class SecondChance(Base):
    """That an idea's creator is invited to take it up again; ``words`` per language say why."""

    __tablename__ = "second_chances"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    words: Mapped[dict[str, str]]
    offered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    offered_at: Mapped[datetime]

    idea: Mapped[Idea] = relationship()
    offered_by: Mapped[Person] = relationship()


append_only(SecondChance.__table__)  # type: ignore[arg-type]
