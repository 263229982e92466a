"""Conflicts of interest."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only


class Conflict(Base):
    """That a reviewer stands too near to an idea to judge it, and why. It is never taken back."""

    __tablename__ = "conflicts"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    reason: Mapped[str]
    declared_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    __table_args__ = (sa.Index("ix_conflicts_person", "person_id", "idea_id"),)


append_only(cast(sa.Table, Conflict.__table__))
