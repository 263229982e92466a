"""Measures: written once, with their reasons."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only, check_word
from ideas.journey.models import Idea
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind


class Measure(Base):
    """What was done to ``subject`` (as ``comment:12``), with its statement of reasons.

    ``person_id`` is whom it concerns. ``by_id`` is None when a program decided, ``seconded_by_id``
    is who agreed where that took two. ``appeal_ends_at`` is None when there is nothing to appeal
    against.
    """

    __tablename__ = "measures"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MeasureKind] = mapped_column(Word(MeasureKind))
    thing: Mapped[ThingKind] = mapped_column(Word(ThingKind))
    subject: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    ground: Mapped[str]
    source: Mapped[Source] = mapped_column(Word(Source))
    sentence: Mapped[dict[str, str]]
    terms_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    seconded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]
    appeal_ends_at: Mapped[datetime | None]

    idea: Mapped[Idea | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("kind", MeasureKind),
        check_word("thing", ThingKind),
        check_word("source", Source),
        sa.CheckConstraint("(source = 'program') = (by_id IS NULL)", name="decided_by_somebody"),
        sa.UniqueConstraint("subject", "kind", "made_at"),
        sa.Index("ix_measures_person", "person_id", "id"),
        sa.Index("ix_measures_idea", "idea_id", "id"),
        sa.Index("ix_measures_made", "made_at", "id"),
    )

    @property
    def is_automatic(self) -> bool:
        """Did a program decide, and nobody?"""
        return self.by_id is None

    @property
    def decider_ids(self) -> frozenset[int]:
        """Who took part in it."""
        return frozenset(each for each in (self.by_id, self.seconded_by_id) if each is not None)

    @property
    def number(self) -> str:
        """What the subject is called after its kind: an id, or a mark."""
        return self.subject.partition(":")[2]


append_only(Measure.__table__)  # type: ignore[arg-type]
