"""The columns of what is proposed and approved."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ideas.accounts.models import Person


class Proposed:
    """Who proposed a row and who approved it, and when; beside ``*four_eyes()`` in its checks."""

    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def proposed_by(cls) -> Mapped[Person]:
        """Who proposed it."""
        return relationship(foreign_keys=[cls.proposed_by_id])

    @declared_attr
    @classmethod
    def approved_by(cls) -> Mapped[Person | None]:
        """Who approved it."""
        return relationship(foreign_keys=[cls.approved_by_id])


def four_eyes() -> tuple[sa.CheckConstraint, ...]:
    """The checks that hold it: another person approves, and the moment is known."""
    return (
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name="four_eyes"),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)", name="approved_by_somebody"
        ),
    )
