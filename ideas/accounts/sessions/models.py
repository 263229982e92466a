"""Open sessions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base


class AuthSession(Base):
    """A signed-in browser. ``device`` is a few words a person can recognise it by.

    ``last_seen_at`` is when it last sent a form; reading pages writes nothing.
    """

    __tablename__ = "auth_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.Index("ix_auth_sessions_person", "person_id", "id"),
        sa.Index("ix_auth_sessions_opened", "opened_at"),
    )
