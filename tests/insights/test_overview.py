"""The page of figures, and that it reads nothing but what is rolled up."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.insights.actions import roll_up_insights
from ideas.insights.models import InsightFigure
from ideas.insights.queries import figures_of_whole
from ideas.insights.rules import Figure
from ideas.insights.sources import voters, votes_by_day
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.moderation.actions import decline
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.voting.actions import cast_vote
from ideas.voting.daily.listeners import roll_up_votes
from ideas.voting.referrals.actions import add_referrals
from ideas.voting.referrals.rules import Channel
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for
from tests.voting.joins.making import merge

HEAVY = {"votes", "vote_events", "moves", "referrals", "vote_days", "ballots", "tags", "pictures"}


@pytest.fixture(autouse=True)
def mia(client: FlaskClient, session: Session, clock: Clock) -> Person:
    """A moderator, signed in."""
    person = a_person("Mia", Role.MODERATOR)
    sign_in(client, person)
    return person


def roll_up(session: Session) -> None:
    roll_up_votes()
    roll_up_insights()
    session.commit()


def some_life(session: Session, clock: Clock, mia: Person) -> None:
    """An idea that is visited and voted for, one that waits, one that was declined."""
    idea = a_live_idea("Tidepool puzzle", votes=1)
    other = a_live_idea("Storm in a jar")
    (again,) = votes_for(idea, 1)
    cast_vote(other, by=again)
    session.commit()
    visits = {"seen_on": clock.moment.date(), "channel": Channel.QR}
    add_referrals([{"idea_id": idea.id, "visits": 40, "votes": 20, **visits}])
    add_referrals([{"idea_id": other.id, "visits": 25, "votes": 1, **visits}])
    refused = an_idea("Candle boat")
    advance(refused, Stage.SUBMITTED, by=None)
    session.commit()
    clock.go(hours=5)
    decline(refused, by=mia, reason=Reason.NOT_SAFE, sentence={"en": "It burns."})
    waiting = an_idea("Cactus that asks")
    advance(waiting, Stage.SUBMITTED, by=None)
    session.commit()
    roll_up(session)


def test_before_the_first_roll_up_there_is_nothing(client: FlaskClient) -> None:
    assert "No figures yet" in client.get("/desk/insights").text


def test_the_figures_are_those_of_what_happened(
    client: FlaskClient, session: Session, clock: Clock, mia: Person
) -> None:
    some_life(session, clock, mia)
    sign_in(client, mia)
    whole = figures_of_whole()
    assert (whole[Figure.VOTERS][""], whole[Figure.ONE_VOTE][""]) == (2, 1)
    assert whole[Figure.WAITING] == {"": 1}
    assert whole[Figure.REASON] == {"not_safe": 1}
    assert whole[Figure.MEDIAN]["submitted"] == 300
    assert (whole[Figure.DECIDED][""], whole[Figure.IN_TIME][""]) == (1, 1)
    assert whole[Figure.SHAPE_REFUSED]["title"] == len("Candle boat")
    page = client.get("/desk/insights").text
    funnel = page[page.index("funnel-title") : page.index("arrivals-title")]
    cell = r"<td[^>]*>(.*?)</td>\s*"
    rows = re.findall(rf'<th scope="row">(.*?)</th>\s*{cell}{cell}', funnel)
    assert [(name, number) for name, number, _ in rows][:3] == [
        ("Visits to ideas", "65"),
        ("Votes", "3"),
        ("Ideas submitted", "2"),
    ]
    assert rows[1][2] == "4.6%"
    often, rarely = page.index("Visitors vote most often"), page.index("Visitors vote most rarely")
    assert often < page.index("Tidepool puzzle") < rarely < page.rindex("Storm in a jar")
    assert "5 hours" in page


def test_rolling_up_again_changes_nothing_and_adds_nothing(
    session: Session, clock: Clock, mia: Person
) -> None:
    some_life(session, clock, mia)

    def kept() -> set[tuple[object, ...]]:
        rows = session.execute(sa.select(*InsightFigure.__table__.columns)).all()
        return {tuple(row) for row in rows}

    before = kept()
    roll_up(session)
    assert kept() == before


def test_the_page_reads_what_is_rolled_up_and_no_more_for_more(
    client: FlaskClient,
    session: Session,
    clock: Clock,
    mia: Person,
    sent_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    some_life(session, clock, mia)
    sign_in(client, mia)
    asked = []
    for _ in range(2):
        with sent_statements() as sent:
            assert client.get("/desk/insights?days=365").status_code == 200
        read = {name for each in sent for name in re.findall(r"(?:FROM|JOIN) (\w+)", each)}
        ours = [each for each in sent if "insight_figures" in each]
        assert len(ours) == 2
        assert "insight_figures" in read
        asked.append(len([each for each in sent if set(re.findall(r"\w+", each)) & HEAVY]))
        for number in range(3):
            votes_for(a_live_idea(f"Number {number}"), 1)
        roll_up(session)
    assert asked[0] == asked[1] == 0


def test_one_who_may_not_sees_nothing(client: FlaskClient) -> None:
    for person in (a_person("Fay", Role.FINANCE), a_person("Vera")):
        sign_in(client, person)
        assert client.get("/desk/insights").status_code == 403
    assert client.get("/desk/insights?days=nonsense").status_code == 403


def test_votes_of_a_merged_idea_are_counted_once(session: Session, clock: Clock) -> None:
    parent, child = a_live_idea("Lamp"), a_live_idea("A lamp")
    votes_for(child, 2)
    votes_for(parent, 1)
    merge(child, parent)
    roll_up_votes()
    session.commit()
    assert voters() == (3, 3)
    assert sum(row[1] for row in votes_by_day(date(2000, 1, 1))) == 3
