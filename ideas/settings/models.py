"""Where the dials stand, and every turn of them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class DialPosition(Base):
    """A dial that an admin has moved from its default; ``value`` is ``{"value": …}``."""

    __tablename__ = "dial_positions"

    package: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class DialTurn(Base):
    """One turn of a dial: from what to what, by whom."""

    __tablename__ = "dial_turns"

    id: Mapped[int] = mapped_column(primary_key=True)
    package: Mapped[str]
    name: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    by_id: Mapped[int | None]
    at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_dial_turns_package", "package", "id"),)


append_only(DialTurn.__table__)  # type: ignore[arg-type]
