"""The counts. On SQLite this table is used in a file of its own, ``limits.sqlite``."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class LimitCount(Base):
    """How often something was done under a key in the window that ends at ``ends_at``."""

    __tablename__ = "limit_counts"

    action: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = (sa.Index("ix_limit_counts_ends", "ends_at"),)
