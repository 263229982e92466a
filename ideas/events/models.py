"""The table of events: the outbox that commits with the change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


@dataclass(frozen=True)
class Event:
    """Base of everything that happened; fields are ids and plain values only."""

    @classmethod
    def name(cls) -> str:
        """``voting.TierReached``: the package and the class."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


def known_events() -> Iterator[type[Event]]:
    """Every kind of event that this release can write."""
    waiting = [*Event.__subclasses__()]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


class RecordedEvent(Base):
    """An event as written; ``dispatched_at`` is set once its listeners have their jobs."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    values: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime]
    dispatched_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index(
            "ix_events_waiting",
            "id",
            sqlite_where=sa.text("dispatched_at IS NULL"),
            postgresql_where=sa.text("dispatched_at IS NULL"),
        ),
    )
