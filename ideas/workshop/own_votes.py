"""The ideas one voted for, each with what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from ideas import clock
from ideas.journey.models import Idea, Move
from ideas.journey.queries import last_moves
from ideas.journey.stages import VOTABLE, Stage
from ideas.journey.wording import said_of
from ideas.submission.queries import PictureView, first_pictures
from ideas.voting.models import VoteState
from ideas.voting.queries import opening_of
from ideas.voting.rules import refusal_to_take_back, tiers_reached
from ideas.web.format import number
from ideas.workshop.queries import OpenRound, OwnVote, rounds_ahead

FREE = frozenset({VoteState.PENDING, VoteState.COUNTED})


@dataclass(frozen=True)
class Backed:
    """A vote of one's own, and what became of its idea.

    ``said`` is why it moved last, ``next_at`` when the next thing is due; what that is, its stage
    says.
    """

    vote: OwnVote
    picture: PictureView | None
    said: str
    next_at: datetime | date | None
    can_take_back: bool

    @property
    def idea(self) -> Idea:
        """What the vote is for."""
        return self.vote.idea


def what_became_of(votes: Sequence[OwnVote]) -> list[Backed]:
    """The votes of a page with everything it tells about them."""
    ids = [vote.idea.id for vote in votes]
    moves, pictures, moment = last_moves(ids), first_pictures(ids), clock.now()
    rounds = rounds_ahead(ids)
    return [
        Backed(
            vote=vote,
            picture=pictures.get(vote.idea.id),
            said=_said(vote, moves.get(vote.idea.id)),
            next_at=_next_at(vote, rounds),
            can_take_back=_can_take_back(vote, moment),
        )
        for vote in votes
    ]


def _said(vote: OwnVote, move: Move | None) -> str:
    """What the brand said last; while people vote, how far it is to the next milestone."""
    if vote.idea.stage not in VOTABLE:
        return said_of(move) if move else ""
    if vote.ballot.entry is not None:
        return str(_("The vote of its campaign goes on."))
    reached = tiers_reached(vote.ballot.tiers, vote.ballot.votes)
    if reached == len(vote.ballot.tiers):
        return str(_("It has reached its goal."))
    to_go = vote.ballot.tiers[reached].votes - vote.ballot.votes
    words = ngettext(
        "%(votes)s vote to the next milestone.",
        "%(votes)s votes to the next milestone.",
        to_go,
        votes=number(to_go),
    )
    return str(words)


def _can_take_back(vote: OwnVote, moment: datetime) -> bool:
    opening = opening_of(vote.idea, vote.ballot)
    return vote.state in FREE and refusal_to_take_back(opening, moment) is None


def _next_at(vote: OwnVote, rounds: Mapping[int | None, OpenRound]) -> datetime | date | None:
    """When the next thing is due: a deadline, the end of the check, a cut-off, an answer."""
    stage = vote.idea.stage
    if stage is Stage.LIVE:
        return vote.ballot.closes_at
    if stage is Stage.CERTIFYING:
        return vote.ballot.certify_at
    awaited = rounds.get(vote.idea.id)
    if stage is Stage.IN_REVIEW and awaited is not None:
        return awaited.decision_due_on
    following = rounds.get(None)
    if stage is Stage.QUALIFIED and following is not None:
        return following.cutoff_at
    return None
