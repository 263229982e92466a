"""Everything the vote panel shows its reader, and what its survey says to those who decide."""

from datetime import datetime
from typing import Any

from ideas.journey.models import Idea
from ideas.voting.entries.queries import contest_of
from ideas.voting.queries import ballot_of, ladder_of, vote_of
from ideas.voting.survey.queries import demand_for, prices_of, survey_for


def panel_of(idea: Idea, actor: Any, *, review_due: datetime | None = None) -> dict[str, Any]:
    """What ``voting/_ballot.html`` needs: the ballot, its ladder, the reader's vote and survey."""
    ballot = ballot_of(idea.id)
    return {
        "ballot": ballot,
        "contest": contest_of(idea, ballot),
        "ladder": ladder_of(idea, review_due=review_due),
        "vote": vote_of(idea, actor),
        "survey": survey_for(idea, ballot, actor),
    }


def demand_values(idea: Idea) -> dict[str, Any]:
    """What ``voting/demand.html`` needs; no demand before the idea was ever live."""
    ballot = ballot_of(idea.id)
    if ballot is None:
        return {"demand": None, "currency": ""}
    prices = prices_of(ballot)
    return {"demand": demand_for(ballot), "currency": prices[0].currency if prices else ""}
