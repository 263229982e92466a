"""The brand's call: what it asks for, and how ideas have fared."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ideas.campaigns.models import Campaign, Terms
from ideas.db import session
from ideas.journey.queries import odds_columns
from ideas.journey.rules import Odds
from ideas.review.models import Round


@dataclass(frozen=True)
class Call:
    """What the brand asks for, on which terms, how ideas have fared, and the round to come."""

    terms: Terms
    odds: Odds
    round: Round | None

    @property
    def goal(self) -> int:
        """The votes an idea needs in the end."""
        return self.terms.tiers[-1].votes


def the_call() -> Call:
    """The standing campaign's call."""
    rounds = sa.select(Round.id).where(Round.cut_off_at.is_(None))
    first = rounds.order_by(Round.cutoff_at, Round.id).limit(1).scalar_subquery()
    found: sa.Select[Any] = (
        sa.select(Terms, Round).add_columns(*odds_columns()).join(Terms.campaign)
    )
    found = found.outerjoin(Round, Round.id == first).where(Campaign.is_standing)
    row = session().execute(found.order_by(Terms.version.desc()).limit(1)).one()
    odds = Odds(row.reached, row.expired, row.selected, row.not_selected)
    return Call(row.Terms, odds, row.Round)
