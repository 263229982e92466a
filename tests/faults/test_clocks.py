"""Two nodes whose clocks are wrong agree on every deadline, which is the database's to tell."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.models import Ballot, Vote
from tests.databases import SERVER
from tests.factories import a_live_idea, a_person

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(SERVER is None, reason="SQLite's nodes share one machine and its clock"),
]
LADDER = ((9, 30), (19, 30))
WRONG_BY = (timedelta(hours=-1), timedelta(hours=1), timedelta(days=400))


@pytest.mark.parametrize("wrong_by", WRONG_BY)
@pytest.mark.parametrize(("minutes_left", "answer"), [(30, None), (-30, "vote.too_late")])
def test_a_node_with_a_wrong_clock_closes_at_the_same_moment(
    session: Session, wrong_by: timedelta, minutes_left: int, answer: str | None
) -> None:
    idea, vera = a_live_idea(ladder=LADDER), a_person("Vera")
    moment = sa.func.clock_timestamp()
    closes_at = moment + timedelta(minutes=minutes_left)
    opened_at = moment - timedelta(days=1)
    session.execute(sa.update(Ballot).values(opened_at=opened_at, closes_at=closes_at))
    session.commit()
    with time_machine.travel(datetime.now(UTC) + wrong_by):
        (outcome,) = cast_votes([Cast(idea.slug, vera.id)])
        session.commit()
    assert (outcome.refusal.code if outcome.refusal else None) == answer
    for cast_at in session.scalars(sa.select(Vote.cast_at)):
        assert cast_at is not None
        assert abs(datetime.now(UTC) - cast_at) < timedelta(minutes=5)
