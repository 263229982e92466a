"""Reading how people behaved, from what they contributed and what was decided against them."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.models import Person
from ideas.comments.models import Comment, Update
from ideas.db import session
from ideas.journey.models import Idea
from ideas.limits.rules import Level
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind
from ideas.moderation.rules import Reason
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.trust.rules import Conduct, level_after

PORTION = 500
MOST_SHOWN = 20
AGAINST = (MeasureKind.TAKEN_DOWN, MeasureKind.HIDDEN, MeasureKind.SLOWED, MeasureKind.SUSPENDED)


def conducts_of(person_ids: Collection[int]) -> dict[int, tuple[Level, Conduct]]:
    """The level and the conduct of each of these people."""
    accepted, violated = _accepted(person_ids), _violated(person_ids)
    found = sa.select(Person.id, Person.level, Person.created_at)
    rows = session().execute(found.where(Person.id.in_(person_ids), Person.erased_at.is_(None)))
    return {
        person_id: (level, Conduct(joined_at, accepted[person_id], violated.get(person_id)))
        for person_id, level, joined_at in rows
    }


def _accepted(person_ids: Collection[int]) -> Counter[int]:
    """How many comments, pieces of news and published ideas of each person stand."""
    stands: tuple[tuple[Any, Any], ...] = (
        (Comment.author_id, Comment.removed_at.is_(None)),
        (Update.author_id, Update.removed_at.is_(None)),
        (Idea.creator_id, sa.and_(Idea.published_at.is_not(None), Idea.hidden_at.is_(None))),
    )
    counts: Counter[int] = Counter()
    for whose, is_there in stands:
        found = sa.select(whose, sa.func.count()).where(whose.in_(person_ids), is_there)
        for person_id, number in session().execute(found.group_by(whose)):
            counts[person_id] += number
    return counts


def _violated(person_ids: Collection[int]) -> dict[int, Any]:
    """When something was last decided against each person that no appeal has undone."""
    found = sa.select(Measure.person_id, sa.func.max(Measure.made_at)).where(
        Measure.person_id.in_(person_ids), _is_against()
    )
    rows = session().execute(found.group_by(Measure.person_id))
    return {person_id: made_at for person_id, made_at in rows}


def _is_against() -> sa.ColumnElement[bool]:
    undone = sa.exists().where(
        MeasureAppeal.measure_id == Measure.id, MeasureAppeal.outcome == Outcome.UPHELD
    )
    closed = sa.and_(
        Measure.kind == MeasureKind.ARCHIVED, Measure.ground == Reason.BROKEN_GUIDELINES.value
    )
    return sa.and_(sa.or_(Measure.kind.in_(AGAINST), closed), ~undone)


def last_against(person_id: int) -> Measure | None:
    """What was decided last against somebody and stands."""
    found = sa.select(Measure).where(Measure.person_id == person_id, _is_against())
    return session().scalar(found.order_by(Measure.made_at.desc(), Measure.id.desc()).limit(1))


def people_to_move() -> Iterator[int]:
    """Everybody whose level is not what it ought to be, read a portion at a time."""
    moment, last_id = clock.now(), 0
    while True:
        found = sa.select(Person.id).where(Person.id > last_id, Person.erased_at.is_(None))
        ids = session().scalars(found.order_by(Person.id).limit(PORTION)).all()
        if not ids:
            return
        for person_id, (level, conduct) in conducts_of(ids).items():
            if level_after(level, conduct, moment) is not level:
                yield person_id
        last_id = ids[-1]


def moves_of(person_id: int) -> Sequence[TrustMove]:
    """How somebody's level changed, the newest first."""
    found = sa.select(TrustMove).where(TrustMove.person_id == person_id)
    found = found.options(joinedload(TrustMove.measure))
    return session().scalars(found.order_by(TrustMove.id.desc()).limit(MOST_SHOWN)).all()
