"""The calendar of a campaign with an end, and its rulebook."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from ideas.campaigns.calendar.phases import NAMES, Course, Dates, Kind
from ideas.campaigns.models import Campaign
from ideas.db import Base, Word, append_only, check_word


class Calendar(Base):
    """When a campaign's phases begin and end, and what it promises; private until announced.

    ``own_terms`` are the terms it will be announced with, where they differ from the standing
    campaign's. Prizes and ``rules`` are Markdown per language.
    """

    __tablename__ = "calendars"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    zone: Mapped[str]
    entries_open_at: Mapped[datetime]
    entries_close_at: Mapped[datetime]
    shortlist_from_at: Mapped[datetime]
    vote_opens_at: Mapped[datetime]
    vote_closes_at: Mapped[datetime]
    results_at: Mapped[datetime]
    has_jury: Mapped[bool]
    places: Mapped[int]
    jury_prize: Mapped[dict[str, str]]
    community_prize: Mapped[dict[str, str]]
    rules: Mapped[dict[str, str]]
    own_terms: Mapped[dict[str, Any]]
    announced_at: Mapped[datetime | None]
    shortlisted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship()
    jurors: Mapped[list["Juror"]] = relationship(
        primaryjoin=lambda: foreign(Juror.campaign_id) == Calendar.campaign_id, viewonly=True
    )

    __table_args__ = (
        check_word("kind", Kind),
        *(
            sa.CheckConstraint(f"{early} < {late}", name=f"{late[:-3]}_in_order")
            for early, late in pairwise(NAMES)
        ),
        sa.CheckConstraint("places > 0", name="places_count"),
        sa.CheckConstraint("kind <> 'naming' OR has_jury", name="names_are_chosen"),
        sa.Index("ix_calendars_entries", "entries_close_at", "campaign_id"),
    )

    @property
    def dates(self) -> Dates:
        """The six instants."""
        return Dates(*(getattr(self, name) for name in NAMES))

    @property
    def course(self) -> Course:
        """What the phases are told from."""
        return Course(
            dates=self.dates,
            has_jury=self.has_jury,
            is_shortlisted=self.shortlisted_at is not None,
            is_finished=self.finished_at is not None,
            cancelled_at=self.cancelled_at,
        )

    @property
    def juror_ids(self) -> frozenset[int]:
        """Who sits on its jury."""
        return frozenset(juror.person_id for juror in self.jurors)

    @property
    def needs_pictures(self) -> bool:
        """A name needs no picture; everything else is shown."""
        return self.kind is not Kind.NAMING


class Rulebook(Base):
    """The rules of a campaign as they were published: a version in a language, never changed.

    ``text`` is Markdown, ``sha256`` that of its UTF-8 bytes; ``reason`` is a word or a sentence.
    """

    __tablename__ = "rulebooks"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    sha256: Mapped[str]
    reason: Mapped[str]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    published_at: Mapped[datetime]

    __table_args__ = (
        sa.CheckConstraint("version > 0", name="version_counts"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    )


class Juror(Base):
    """A person on the jury of one campaign."""

    __tablename__ = "jurors"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    named_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    named_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_jurors_person", "person_id"),)


append_only(Rulebook.__table__)  # type: ignore[arg-type]
