"""Bench data keeps what the site promises."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.ladder import Tier
from ideas.exchange.bench.filling import portions, prime_from
from ideas.exchange.bench.lives import Life
from ideas.exchange.bench.making import VOTES, make
from ideas.exchange.bench.spread import share_of_top, votes_of_ideas
from ideas.exchange.bench.titles import title_of
from ideas.journey.models import Idea, Move
from ideas.journey.stages import MOVES, PUBLIC, Stage
from ideas.search.queries import search_ideas
from ideas.voting.models import Ballot, TierCrossing, Vote
from ideas.voting.rules import tiers_reached
from ideas.voting.standing.models import Standing
from ideas.voting.standing.queries import stale_standings
from tests.factories import a_live_idea, a_person, the_campaign

LADDER = (Tier(10, 60), Tier(100, 60))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("ideas", "votes"), [(1, 0), (1, 7), (100, 1_000), (5_000, 60_000)])
def test_votes_are_spread_as_asked(ideas: int, votes: int) -> None:
    counts = votes_of_ideas(ideas, votes)
    assert (len(counts), sum(counts)) == (ideas, votes)
    assert min(counts) >= 0


def test_the_first_hundredth_holds_six_tenths() -> None:
    counts = votes_of_ideas(5_000, 500_000)
    assert share_of_top(counts) == pytest.approx(0.60, abs=0.01)
    assert sorted(counts)[2_500] < 10


@pytest.mark.parametrize(
    ("votes", "days", "stage", "tier"),
    [
        (0, 1, Stage.LIVE, 0),
        (9, 59, Stage.LIVE, 0),
        (9, 61, Stage.EXPIRED, 0),
        (10, 61, Stage.LIVE, 1),
        (99, 121, Stage.EXPIRED, 1),
        (100, 1, Stage.CERTIFYING, 2),
        (500, 200, Stage.QUALIFIED, 2),
    ],
)
def test_a_life_fits_its_votes(votes: int, days: int, stage: Stage, tier: int) -> None:
    life = Life(votes, LADDER, NOW - timedelta(days=days), timedelta(hours=72), NOW)
    assert (life.stage, len(list(life.crossings))) == (stage, tier)
    offsets = life.offsets()
    assert (len(offsets), offsets) == (votes, sorted(offsets))
    end = life.closed_at or NOW
    assert all(life.published_at + timedelta(seconds=each) <= end for each in offsets)
    moves = life.moves
    assert all(to in MOVES[start] for start, to, _, _ in moves)
    assert [when for _, _, when, _ in moves] == sorted(when for _, _, when, _ in moves)
    assert all(crossing.crossed_at < life.closes_at for crossing in life.crossings)


def test_titles_differ() -> None:
    assert len({title_of(number) for number in range(50_000)}) == 50_000
    assert list(portions(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert [prime_from(number) for number in (0, 8, 14)] == [2, 11, 17]


@pytest.fixture
def made(session: Session) -> Session:
    the_campaign()
    kept = set(VOTES.indexes)
    made = make(60, 3_000, lambda number: None, lambda step: None)
    assert (made.ideas, made.votes, made.found, made.miscounted) == (60, 3_000, 60, 0)
    there = sa.inspect(session.get_bind()).get_indexes("votes")
    assert {index.name for index in kept} <= {each["name"] for each in there}
    return session


def test_what_is_made_keeps_every_promise(made: Session, client: FlaskClient) -> None:
    count = sa.func.count()
    assert made.scalar(sa.select(count).select_from(Vote)) == 3_000
    assert made.scalar(sa.select(count).select_from(Standing)) == 60
    assert stale_standings(10) == []
    for idea, ballot in made.execute(sa.select(Idea, Ballot).join(Ballot)):
        assert idea.stage in PUBLIC
        assert ballot.tier == tiers_reached(ballot.tiers, ballot.votes)
        moves = made.scalars(sa.select(Move).where(Move.idea_id == idea.id).order_by(Move.id)).all()
        assert [move.to_stage for move in moves][-1] is idea.stage
        crossed = sa.select(count).where(TierCrossing.idea_id == idea.id)
        assert made.scalar(crossed.select_from(TierCrossing)) == ballot.tier
    own = sa.select(count).select_from(Vote).join(Idea, Idea.id == Vote.idea_id)
    assert made.scalar(own.where(Vote.person_id == Idea.creator_id)) == 0
    best = made.scalars(sa.select(Idea).join(Standing).order_by(Standing.votes.desc())).first()
    assert best is not None
    assert best.id in search_ideas(best.title, 5)
    assert client.get(f"/ideas/{best.slug}").status_code == 200
    assert client.get("/ideas").status_code == 200


def test_who_comes_after_is_somebody_else(made: Session) -> None:
    last = made.scalar(sa.select(sa.func.max(Person.id))) or 0
    assert a_person("Vera").id > last
    assert a_live_idea("A lamp").id > 60
