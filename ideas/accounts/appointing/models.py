"""Changes of roles that one admin proposed and another approves."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.approvals.models import Proposed, four_eyes
from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.policy import Role

WAITING = sa.text("approved_at IS NULL")


class Appointment(Base, Proposed):
    """Somebody is to get a role, or to lose it; gone when it is taken back."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    gives: Mapped[bool]

    person: Mapped[Person] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("role", Role),
        *four_eyes(),
        sa.Index(
            *("ix_appointments_once", "person_id", "role"),
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        sa.Index("ix_appointments_by", "proposed_by_id"),
    )
