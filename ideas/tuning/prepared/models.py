"""The ideas of a campaign as the worker read them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class PreparedSample(Base):
    """The last sample read of a campaign; each draws a new ``mark``.

    Who keeps in memory what they took of ``ideas`` (``rules.packed``) keeps it while the mark is
    the same. ``number`` is how many ideas there are.
    """

    __tablename__ = "prepared_samples"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    mark: Mapped[str]
    read_at: Mapped[datetime]
    number: Mapped[int]
    ideas: Mapped[list[Any]]
