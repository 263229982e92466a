"""One-time links."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word


class Purpose(StrEnum):
    """What a link is for; no link serves another purpose."""

    CONFIRM = "confirm"
    RESET = "reset"
    CLAIM = "claim"
    ADMIN = "admin"
    SIGN_IN = "sign_in"
    MOVE = "move"
    RETURN = "return"


class Link(Base):
    """A link that works once. ``bound_to`` is the state of the account it was made for.

    ``values`` holds where to go afterwards. A link without a person opens nothing of anybody's.
    """

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    bound_to: Mapped[str]
    values: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        check_word("purpose", Purpose),
        sa.Index("ix_links_person", "person_id"),
        sa.Index("ix_links_expires", "expires_at"),
    )
