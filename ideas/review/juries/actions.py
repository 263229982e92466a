"""Calling a jury together."""

from collections.abc import Sequence
from datetime import date

from ideas import clock
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.events import RoundCutOff
from ideas.review.models import Case, Round
from ideas.review.scoring.actions import ask_the_usual
from ideas.text import short_id, slug_of


@writes
def convene(campaign_id: int, name: str, ideas: Sequence[Idea], *, due_on: date) -> Round:
    """A round that takes these ideas at once; its campaign's jury decides by the promised day."""
    moment = clock.now()
    round_ = Round(
        slug=f"{slug_of(name) or 'jury'}-{short_id()}",
        name=name,
        campaign_id=campaign_id,
        cutoff_at=moment,
        cut_off_at=moment,
        decision_due_on=max(due_on, moment.date()),
        capacity=len(ideas),
        opened_at=moment,
    )
    session().add(round_)
    session().flush()
    ask_the_usual(round_)
    for idea in ideas:
        session().add(Case(round_id=round_.id, idea_id=idea.id, entered_at=moment))
        advance(idea, Stage.IN_REVIEW, by=None, reason="cut_off")
    session().flush()
    record(RoundCutOff(round_.id))
    return round_
