"""Invitations to the staff."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.policy import Role


class StaffInvitation(Base):
    """Whoever owns an address is asked to take a role; gone once it is answered or over."""

    __tablename__ = "staff_invitations"

    mark: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    role: Mapped[Role] = mapped_column(Word(Role))
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    invited_by: Mapped[Person] = relationship()

    __table_args__ = (
        check_word("role", Role),
        sa.UniqueConstraint("address", "role"),
        sa.CheckConstraint("address = lower(address)", name="address_folded"),
        sa.Index("ix_staff_invitations_by", "invited_by_id"),
    )
