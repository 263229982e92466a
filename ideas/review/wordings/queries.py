"""Finding the brand's words for reasons."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.review.models import DecisionReason
from ideas.review.wordings.models import DecisionWording

MOST_SHOWN = 20


def wording_of(reason: DecisionReason) -> Mapping[str, str]:
    """The brand's own sentence for a reason, per language; empty where it is as shipped."""
    found = sa.select(DecisionWording.sentence).where(DecisionWording.reason == reason)
    return session().scalar(found.order_by(DecisionWording.id.desc()).limit(1)) or {}


def history_of(reason: DecisionReason) -> Sequence[DecisionWording]:
    """What a reason's sentence was, the newest first."""
    who = joinedload(DecisionWording.by).lazyload(Person.grants)
    found = sa.select(DecisionWording).where(DecisionWording.reason == reason).options(who)
    return session().scalars(found.order_by(DecisionWording.id.desc()).limit(MOST_SHOWN)).all()
