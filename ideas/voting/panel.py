"""Everything the vote panel shows its reader."""

from datetime import datetime
from typing import Any

from ideas.journey.models import Idea
from ideas.voting.queries import ballot_of, ladder_of, vote_of
from ideas.voting.survey.queries import survey_for


def panel_of(idea: Idea, actor: Any, *, review_due: datetime | None = None) -> dict[str, Any]:
    """What ``voting/_ballot.html`` needs: the ballot, its ladder, the reader's vote and survey."""
    ballot = ballot_of(idea.id)
    return {
        "ballot": ballot,
        "ladder": ladder_of(idea, review_due=review_due),
        "vote": vote_of(idea, actor),
        "survey": survey_for(idea, ballot, actor),
    }
