"""Yearly reports, as they were published."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class YearlyReport(Base):
    """A year's figures as they were counted at a moment; the last of a year is shown."""

    __tablename__ = "yearly_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    figures: Mapped[list[Any]]
    made_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_yearly_reports_year", "year", "id"),)


append_only(YearlyReport.__table__)  # type: ignore[arg-type]
