"""Ideas, their teams and their moves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.campaigns.models import Campaign
from ideas.db import Base, Word, append_only, check_word
from ideas.journey.stages import HIDDEN, Stage


class TeamMember(Base):
    """Somebody invited to an idea's team; counts only once ``accepted_at`` is set.

    ``share_bp`` is the proposed share of the royalty in basis points.
    """

    __tablename__ = "team_members"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    share_bp: Mapped[int]
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share_bounds"),
        sa.Index("ix_team_members_person", "person_id"),
    )


class Idea(Base):
    """A product idea. ``creator_id`` leads the team and is its first member.

    ``specs`` holds its facts, one a line: ``Height: 42 cm``.
    """

    __tablename__ = "ideas"

    id: Mapped[int] = mapped_column(primary_key=True)
    short_id: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"))
    creator_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    body_html: Mapped[str] = mapped_column(default="")
    specs: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(default="en")
    stage: Mapped[Stage] = mapped_column(Word(Stage), default=Stage.DRAFT)
    stage_at: Mapped[datetime]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    resubmits_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    imported_from: Mapped[str | None]
    imported_id: Mapped[str | None]

    creator: Mapped[Person] = relationship()
    campaign: Mapped[Campaign] = relationship()
    team: Mapped[list[TeamMember]] = relationship(
        order_by=(TeamMember.invited_at, TeamMember.person_id)
    )

    __table_args__ = (
        check_word("stage", Stage),
        sa.UniqueConstraint("imported_from", "imported_id"),
        sa.Index("ix_ideas_stage", "stage", "stage_at", "id"),
        sa.Index("ix_ideas_creator", "creator_id", "id"),
        sa.Index("ix_ideas_campaign", "campaign_id", "stage", "id"),
        sa.Index("ix_ideas_resubmits", "resubmits_id"),
        sa.CheckConstraint("merged_into_id <> id", name="not_into_itself"),
    )

    @property
    def is_public(self) -> bool:
        """True when everybody may see it: it was published, and nobody has hidden it."""
        is_published = self.stage not in HIDDEN and self.published_at is not None
        return is_published and self.hidden_at is None

    @property
    def is_handed_in(self) -> bool:
        """False for a draft, which is its team's alone."""
        return self.stage is not Stage.DRAFT

    @property
    def team_ids(self) -> frozenset[int]:
        """The creator and the members who accepted: those who may not vote for it."""
        accepted = {member.person_id for member in self.team if member.accepted_at}
        return frozenset(accepted | {self.creator_id})


class Move(Base):
    """One step on the map. ``public_text`` is the sentence shown, per language."""

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    from_stage: Mapped[Stage] = mapped_column(Word(Stage))
    to_stage: Mapped[Stage] = mapped_column(Word(Stage))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str | None]
    public_text: Mapped[dict[str, Any]]
    private_note: Mapped[str | None]
    terms_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    moved_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_moves_idea", "idea_id", "id"),)


append_only(Move.__table__)  # type: ignore[arg-type]
