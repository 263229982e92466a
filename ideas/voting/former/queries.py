"""Finding who voted for the earlier idea."""

from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.refusals import Refusal
from ideas.voting.former.models import VoterCall
from ideas.voting.former.rules import refusal_to_call
from ideas.voting.models import Vote
from ideas.voting.queries import CAST, voters_of


def call_of(idea_id: int) -> VoterCall | None:
    """When and by whom the former voters of an idea were invited."""
    return session().get(VoterCall, idea_id)


def earlier_of(idea: Idea) -> Idea | None:
    """The idea this one takes up."""
    return session().get(Idea, idea.resubmits_id) if idea.resubmits_id is not None else None


def refusal_for(idea: Idea) -> Refusal | None:
    """Why the former voters of an idea cannot be invited now, whether they were or not."""
    earlier = earlier_of(idea)
    return refusal_to_call(
        idea.stage,
        is_hidden=idea.hidden_at is not None,
        earlier=earlier.stage if earlier else None,
        is_earlier_hidden=earlier is not None and earlier.hidden_at is not None,
        voters=number_to_call(earlier.id) if earlier else 0,
    )


def may_call(idea: Idea) -> bool:
    """True while its former voters wait to be invited."""
    is_again = idea.resubmits_id is not None
    return is_again and call_of(idea.id) is None and refusal_for(idea) is None


def number_to_call(earlier_id: int) -> int:
    """How many people's votes stood for the earlier idea."""
    found = voters_of(earlier_id).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(found)) or 0


def former_voters(idea_id: int, earlier_id: int) -> sa.Select[Any]:
    """Ids of those whose vote stood for the earlier idea, and who have none for this one.

    A vote that was taken back or excluded is no such vote.
    """
    voted = sa.select(Vote.person_id).where(Vote.idea_id == idea_id, Vote.state.in_(CAST))
    return voters_of(earlier_id).where(Vote.person_id.not_in(voted))
