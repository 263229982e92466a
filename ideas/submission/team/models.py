"""Invitations that were sent to an address."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class Invitation(Base):
    """Whoever owns an address is asked to join an idea's team; gone once it is answered.

    It names nobody: it is theirs whose confirmed address it is. ``address`` is folded,
    ``share_bp`` in basis points; ``mark`` names it on pages and in events.
    """

    __tablename__ = "invitations"

    mark: Mapped[str] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id", ondelete="CASCADE"))
    address: Mapped[str]
    share_bp: Mapped[int]
    asked_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("idea_id", "address"),
        sa.CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share_bounds"),
        sa.CheckConstraint("address = lower(address)", name="address_folded"),
        sa.Index("ix_invitations_address", "address"),
    )
