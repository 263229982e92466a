"""Ballots, votes and what happened to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.campaigns.ladder import Tier, ladder_from
from ideas.db import Base, Word, append_only, check_word, refuse_when


class VoteState(StrEnum):
    """Where a vote stands; only ``counted`` votes are in the count."""

    PENDING = "pending"
    COUNTED = "counted"
    HELD = "held"
    VOID = "void"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


IS_ASIDE = sa.text("state <> 'counted'")
"""The few votes that do not count, word for word as their index says it, so that it is used."""


class VoteReason(StrEnum):
    """Why a vote came to be where it is."""

    CAST = "cast"
    CAST_AGAIN = "cast_again"
    CONFIRMED = "confirmed"
    TAKEN_BACK = "taken_back"
    JOINED_TEAM = "joined_team"
    NOT_CONFIRMED = "not_confirmed"
    IMPORTED = "imported"
    HELD = "held"
    RELEASED = "released"
    VOIDED = "voided"
    UNDONE = "undone"
    APPEAL_UPHELD = "appeal_upheld"
    MERGED = "merged"
    UNMERGED = "unmerged"


class Entry(StrEnum):
    """How a campaign's entry stands in its closed vote; ``none`` is “none of these”."""

    AWAITED = "awaited"
    STANDING = "standing"
    NONE = "none"


class Ballot(Base):
    """An idea's vote, with the terms it opened with. ``tier`` tiers are reached so far.

    Open while ``closed_at`` is empty; live votes also need ``closes_at`` ahead. ``held`` and
    ``void`` votes are outside ``votes``. ``heat`` is the base-2 logarithm of the votes in
    millionths, each vote worth twice as much as one two days older; it orders what is rising.
    Whoever changes a ballot holds the lock on its idea.

    In a closed vote ``entry`` is set: the ballot opens at ``opened_at``, unless the jury is still
    awaited, its ladder is empty, and its goal, 1, means nothing.
    """

    __tablename__ = "ballots"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    terms_id: Mapped[int] = mapped_column(sa.ForeignKey("terms.id"))
    ladder: Mapped[list[Any]]
    goal: Mapped[int]
    certification_hours: Mapped[int]
    vote_again_hours: Mapped[int]
    votes: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    void: Mapped[int] = mapped_column(default=0)
    tier: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=1)
    heat: Mapped[int]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    certify_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    entry: Mapped[Entry | None] = mapped_column(
        Word(Entry),
        sa.CheckConstraint("entry IN ('awaited', 'standing', 'none')", name="entry_known"),
    )

    __table_args__ = (
        sa.CheckConstraint("votes >= 0 AND held >= 0 AND void >= 0", name="counts_counted"),
        sa.CheckConstraint("goal > 0", name="goal_counts"),
        sa.CheckConstraint("tier >= 0", name="tier_counts"),
        sa.CheckConstraint("attempt > 0", name="attempt_counts"),
        sa.CheckConstraint("closes_at > opened_at", name="has_time"),
        sa.CheckConstraint("(reached_at IS NULL) = (certify_at IS NULL)", name="goal_certifies"),
        sa.Index(
            "ix_ballots_due",
            "closes_at",
            "idea_id",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The ladder, read."""
        return ladder_from(self.ladder)


class Vote(Base):
    """One person's vote for one idea: the key is the promise. ``cast_at`` is unknown if imported.

    The key begins with the idea, so that votes can be spread over partitions by idea.
    """

    __tablename__ = "votes"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    state: Mapped[VoteState] = mapped_column(Word(VoteState))
    cast_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    __table_args__ = (
        check_word("state", VoteState),
        sa.CheckConstraint(
            "state <> 'counted' OR counted_at IS NOT NULL", name="counted_says_when"
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawn_at IS NOT NULL", name="withdrawn_says_when"
        ),
        sa.Index("ix_votes_person", "person_id", "idea_id"),
        sa.Index("ix_votes_by_day", "idea_id", "cast_at", "state"),
        sa.Index(
            "ix_votes_aside",
            *("idea_id", "state", "person_id"),
            sqlite_where=IS_ASIDE,
            postgresql_where=IS_ASIDE,
        ),
    )


class VoteEvent(Base):
    """A vote's change of state, with its reason; ``actor_id`` is None when the clock did it."""

    __tablename__ = "vote_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    from_state: Mapped[VoteState | None] = mapped_column(Word(VoteState))
    to_state: Mapped[VoteState] = mapped_column(Word(VoteState))
    reason: Mapped[VoteReason] = mapped_column(Word(VoteReason))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (
        check_word("from_state", VoteState),
        check_word("to_state", VoteState),
        check_word("reason", VoteReason),
        sa.Index("ix_vote_events_vote", "idea_id", "person_id", "id"),
    )


class TierCrossing(Base):
    """A tier reached, once per attempt: with how many votes, and the deadline it earned."""

    __tablename__ = "tier_crossings"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    tier: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    votes: Mapped[int]
    closes_at: Mapped[datetime]
    crossed_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("tier > 0", name="tier_counts"),)


_VOTES = cast(sa.Table, Vote.__table__)
refuse_when(_VOTES, "stay", "DELETE", when="true", say="votes are never deleted")
refuse_when(
    _VOTES,
    "keep_their_key",
    "UPDATE OF idea_id, person_id",
    when="OLD.idea_id <> NEW.idea_id OR OLD.person_id <> NEW.person_id",
    say="a vote stays with its idea and its person",
)
refuse_when(
    _VOTES,
    "keep_their_moment",
    "UPDATE OF cast_at",
    when="OLD.cast_at IS DISTINCT FROM NEW.cast_at AND OLD.state NOT IN ('withdrawn', 'lapsed')",
    say="only a vote taken back or lapsed is cast again",
)
refuse_when(
    cast(sa.Table, Ballot.__table__),
    "keep_what_they_reached",
    "UPDATE OF tier, attempt",
    when="NEW.attempt < OLD.attempt OR (NEW.attempt = OLD.attempt AND NEW.tier < OLD.tier)",
    say="a tier once reached stays reached until another attempt",
)
append_only(VoteEvent.__table__)  # type: ignore[arg-type]
append_only(TierCrossing.__table__)  # type: ignore[arg-type]
