"""Finding the ballots whose time has come."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas.campaigns.models import Terms
from ideas.campaigns.queries import current_terms
from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.models import Ballot

BATCH = 500


def certified_ideas(moment: datetime) -> Sequence[int]:
    """Ideas whose certification window has passed, in the order of their ids."""
    due = sa.select(Ballot.idea_id).where(Ballot.closed_at.is_(None), Ballot.certify_at <= moment)
    return sorted(session().scalars(due.order_by(Ballot.certify_at).limit(BATCH)))


def overdue_ideas(moment: datetime) -> Sequence[int]:
    """Ideas whose deadline has passed before their goal, in the order of their ids."""
    due = sa.select(Ballot.idea_id).where(
        *(Ballot.closed_at.is_(None), Ballot.reached_at.is_(None), Ballot.closes_at <= moment),
        Ballot.entry.is_(None),
    )
    return sorted(session().scalars(due.order_by(Ballot.closes_at).limit(BATCH)))


def terms_for(idea: Idea) -> Terms:
    """The terms the idea's ballot opened with, else its campaign's newest."""
    frozen = sa.select(Terms).join(Ballot, Ballot.terms_id == Terms.id)
    return session().scalar(frozen.where(Ballot.idea_id == idea.id)) or current_terms(
        idea.campaign_id
    )
