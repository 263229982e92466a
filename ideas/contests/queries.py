"""Finding the entries of a campaign, what its jury says of them, and how the vote stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import Phase, phase_at
from ideas.campaigns.calendar.queries import juries_of
from ideas.contests.models import Choice, ClosedVote
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import public_ideas
from ideas.journey.stages import Stage
from ideas.review.models import Round
from ideas.voting.models import Ballot, Entry

WAITING = (Stage.SUBMITTED,)
MOST_SHOWN = 500


@dataclass(frozen=True)
class Standing:
    """An entry with its ballot, and what the jury says of it."""

    idea: Idea
    ballot: Ballot
    choice: Choice | None = None


@dataclass(frozen=True)
class Numbers:
    """How many entries were published, are on the shortlist, and wait for moderators."""

    published: int
    standing: int
    waiting: int


def vote_of_campaign(campaign_id: int) -> ClosedVote | None:
    """The closed vote of a campaign; None before it is announced."""
    return session().get(ClosedVote, campaign_id)


def entries_of_nobody() -> Sequence[int]:
    """“None of these” of every campaign, which no search finds."""
    return session().scalars(sa.select(ClosedVote.none_id)).all()


def has_entry(campaign_id: int, person_id: int) -> bool:
    """Is this person of the team of an entry, or of the draft of one?"""
    is_member = sa.exists().where(
        TeamMember.idea_id == Idea.id,
        TeamMember.person_id == person_id,
        TeamMember.accepted_at.is_not(None),
    )
    found = sa.select(Idea.id).where(Idea.campaign_id == campaign_id)
    own = found.where(sa.or_(Idea.creator_id == person_id, is_member)).limit(1)
    return session().scalar(own) is not None


def none_of_these(campaign_id: int) -> Standing | None:
    """The entry that says no to all others, with its ballot."""
    found = sa.select(Idea, Ballot).join(Ballot, Ballot.idea_id == Idea.id)
    row = session().execute(found.where(*_of(campaign_id), Ballot.entry == Entry.NONE)).first()
    return Standing(row.Idea, row.Ballot) if row else None


def entries_of(campaign_id: int, entry: Entry | None = None) -> Sequence[Standing]:
    """Public entries, only those whose ballot says so, in an order that favours nobody."""
    found = _entries(campaign_id).order_by(Idea.short_id).limit(MOST_SHOWN)
    return _standings(found if entry is None else found.where(Ballot.entry == entry))


def judged_entries(campaign_id: int) -> Sequence[Standing]:
    """What a jury chooses from; where that is too much, first what it has said nothing of."""
    is_judged = sa.or_(Idea.stage == Stage.LIVE, Choice.idea_id.is_not(None))
    first = (Choice.idea_id.is_not(None), Idea.short_id)
    found = _entries(campaign_id).where(is_judged).order_by(*first).limit(MOST_SHOWN)
    return sorted(_standings(found), key=lambda each: each.idea.short_id)


def live_entries(campaign_id: int) -> Sequence[Standing]:
    """The entries that can still win, all of them: they are decided about and counted."""
    live = _entries(campaign_id).where(Idea.stage == Stage.LIVE)
    return _standings(live.order_by(Idea.id))


def _entries(campaign_id: int) -> sa.Select[Any]:
    found = public_ideas().join(Ballot, Ballot.idea_id == Idea.id)
    found = found.outerjoin(Choice, Choice.idea_id == Idea.id)
    found = found.where(*_of(campaign_id), Ballot.entry != Entry.NONE)
    return found.add_columns(Ballot, Choice)


def _standings(found: sa.Select[Any]) -> Sequence[Standing]:
    return [Standing(row.Idea, row.Ballot, row.Choice) for row in session().execute(found)]


def ballot_ids(campaign_id: int) -> Sequence[int]:
    """Every idea of a campaign that has a ballot, none of these too."""
    found = sa.select(Ballot.idea_id).join(Idea, Idea.id == Ballot.idea_id)
    return session().scalars(found.where(*_of(campaign_id), Ballot.entry.is_not(None))).all()


def waiting_entries(campaign_id: int) -> int:
    """How many entries no moderator has decided."""
    return _count(Idea.campaign_id == campaign_id, Idea.stage.in_(WAITING))


def numbers_of(campaign_id: int) -> Numbers:
    """The numbers a campaign's page shows."""
    entries = _entries(campaign_id).with_only_columns(
        sa.func.count(), sa.func.count().filter(Ballot.entry == Entry.STANDING)
    )
    published, standing = session().execute(entries).one()
    return Numbers(published, standing, waiting_entries(campaign_id))


def in_the_final(campaign_id: int) -> Mapping[Stage, Sequence[Idea]]:
    """The entries past the vote, by their stage."""
    stages = (Stage.CERTIFYING, Stage.QUALIFIED)
    found = sa.select(Idea).where(Idea.campaign_id == campaign_id, Idea.stage.in_(stages))
    ideas = session().scalars(found.order_by(Idea.id)).all()
    return {stage: [each for each in ideas if each.stage is stage] for stage in stages}


def shortlists_of(person_id: int) -> Sequence[tuple[Calendar, int]]:
    """The shortlists somebody's juries have to make now, with how many entries are undecided."""
    now = clock.now()
    calendars = session().scalars(
        sa.select(Calendar).where(
            Calendar.campaign_id.in_(juries_of(person_id)), Calendar.announced_at.is_not(None)
        )
    )
    return [
        (each, sum(entry.choice is None for entry in live_entries(each.campaign_id)))
        for each in calendars
        if phase_at(each.course, now) is Phase.SHORTLIST and each.shortlisted_at is None
    ]


def round_of(vote: ClosedVote) -> Round | None:
    """The review round of a campaign's final."""
    return session().get(Round, vote.round_id) if vote.round_id else None


def campaign_round(campaign_id: int) -> Round | None:
    """The same, by the campaign."""
    vote = vote_of_campaign(campaign_id)
    return round_of(vote) if vote else None


def _of(campaign_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (Idea.campaign_id == campaign_id, Idea.stage.in_(_VOTED))


def _count(*conditions: sa.ColumnElement[bool]) -> int:
    return session().scalar(sa.select(sa.func.count(Idea.id)).where(*conditions)) or 0


_VOTED = [stage for stage in Stage if stage not in (Stage.DRAFT, Stage.SUBMITTED)]
