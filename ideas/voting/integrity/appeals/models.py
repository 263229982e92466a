"""Appeals."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.db import Base, Word, check_word
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.models import Sweep

OPEN = sa.text("decided_at IS NULL")


class Appeal(Base):
    """Somebody says that a decision about their vote was wrong, once for each decision.

    ``answer`` is said by who decided, in the language they wrote it in.
    """

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sweep_id: Mapped[int] = mapped_column(sa.ForeignKey("sweeps.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    words: Mapped[str]
    made_at: Mapped[datetime]
    outcome: Mapped[AppealOutcome | None] = mapped_column(Word(AppealOutcome))
    answer: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    sweep: Mapped[Sweep] = relationship()

    __table_args__ = (
        check_word("outcome", AppealOutcome),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_somehow"),
        sa.UniqueConstraint("sweep_id", "person_id"),
        sa.Index("ix_appeals_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_appeals_person", "person_id", "id"),
        sa.Index("ix_appeals_decided", "decided_at", "id"),
    )
