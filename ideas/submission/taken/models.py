"""Pictures kept aside."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class TakenPicture(Base):
    """A picture that was an idea's, as in ``Picture``; gone once it is put back."""

    __tablename__ = "taken_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    name: Mapped[str]
    widths: Mapped[list[Any]]
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str]
    cells: Mapped[str]
    alt: Mapped[str]
    taken_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_taken_pictures_idea", "idea_id", "id"),)
