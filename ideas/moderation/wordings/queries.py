"""Finding the brand's own words for reasons."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.moderation.rules import Reason
from ideas.moderation.wordings.models import Wording

MOST_SHOWN = 20


def wording_of(reason: Reason) -> Mapping[str, str]:
    """The brand's own sentence for a reason, per language; empty where it is as shipped."""
    found = sa.select(Wording.sentence).where(Wording.reason == reason)
    return session().scalar(found.order_by(Wording.id.desc()).limit(1)) or {}


def wordings() -> dict[Reason, Wording]:
    """The last wording of every reason that has one."""
    last = sa.select(sa.func.max(Wording.id)).group_by(Wording.reason)
    found = session().scalars(sa.select(Wording).where(Wording.id.in_(last)))
    return {each.reason: each for each in found}


def history_of(reason: Reason) -> Sequence[Wording]:
    """What a reason's sentence was, the newest first."""
    who = joinedload(Wording.by).lazyload(Person.grants)
    found = sa.select(Wording).where(Wording.reason == reason).options(who)
    return session().scalars(found.order_by(Wording.id.desc()).limit(MOST_SHOWN)).all()
