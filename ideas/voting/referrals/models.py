"""The numbers of a channel."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.voting.referrals.rules import Channel


class Referral(Base):
    """How often an idea was visited and voted for by one channel on one day (UTC)."""

    __tablename__ = "referrals"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    seen_on: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(Word(Channel), primary_key=True)
    visits: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        check_word("channel", Channel),
        sa.CheckConstraint("visits >= 0 AND votes >= 0", name="numbers_count"),
    )
