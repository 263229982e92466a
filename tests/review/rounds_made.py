"""Rounds under review, for tests."""

from datetime import timedelta

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.review.actions import cut_off_due, open_round
from ideas.review.models import Case, Round
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from tests.conftest import Clock

FULL = dict.fromkeys(DEFAULT_WEIGHTS, 4)


def open_for(clock: Clock, by: Person, name: str = "Spring") -> Round:
    """A round that is cut off in a day."""
    cutoff = clock.moment + timedelta(days=1)
    due = (cutoff + timedelta(days=120)).date()
    return open_round(name, cutoff_at=cutoff, decision_due_on=due, capacity=20, by=by)


def cut_off(clock: Clock) -> None:
    """A day later."""
    clock.go(days=1)
    cut_off_due()
    db.session.commit()


def case_for(idea: Idea) -> Case:
    """The newest case of an idea."""
    found = sa.select(Case).where(Case.idea_id == idea.id).order_by(Case.id.desc())
    return db.session.scalars(found.limit(1)).one()


def address_of(case: Case) -> str:
    """Where it is read."""
    return f"/desk/rounds/{case.round.slug}/cases/{case.idea.slug}"
