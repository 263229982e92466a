"""The sort keys of every public idea, each an indexed column."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.journey.stages import Stage

KEYS = ("votes", "rising", "published_at", "closes_at", "under_seen")


class Standing(Base):
    """One public idea in every order: page by ``(key, idea_id)``, or by stage before both.

    ``rising`` is the ballot's heat; ``under_seen`` is small for what has waited long with few
    votes; ``closes_at`` is empty when no clock runs.
    """

    __tablename__ = "standings"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    votes: Mapped[int]
    rising: Mapped[int]
    under_seen: Mapped[int]
    published_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]

    __table_args__ = (
        check_word("stage", Stage),
        *(sa.Index(f"ix_standings_{key}", key, "idea_id") for key in KEYS),
        *(sa.Index(f"ix_standings_stage_{key}", "stage", key, "idea_id") for key in KEYS),
    )
