"""The case file and cases side by side, through HTTP."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.actions import answer_officially, write_comment
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.crowds.actions import count_crowds
from ideas.review.estimates.actions import estimate
from ideas.review.estimates.rules import Figures
from ideas.review.models import Case
from ideas.review.scoring.actions import save_scorecard
from ideas.voting.ballots.actions import certify_due
from ideas.voting.daily.listeners import roll_up_votes
from ideas.voting.models import Ballot
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.rules import Said
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for
from tests.review.rounds_made import FULL, address_of, case_for, cut_off, open_for

FIGURES = Figures("EUR", 1_000, 3_000, 100_000, 0, 40, 90)
SECTIONS = ("idea", "demand", "integrity", "rights", "similar", "comments", "value", "files")
MOST_QUERIES = 68
Sent = Callable[[], AbstractContextManager[list[str]]]


def words(client: FlaskClient, address: str) -> str:
    return " ".join(client.get(address).text.split())


@pytest.fixture
def full(rita: Person, clock: Clock, session: Session) -> Case:
    """A case with everything in it."""
    idea = a_live_idea("Singing lamp", ladder=((12, 30),))
    for voter in votes_for(idea, 12):
        answer_survey(idea, Said(5_000, 2, tell_me=True), by=voter)
    first = write_comment(idea, "Where is the switch?", by=a_person("Vera"))
    write_comment(idea, "Behind it.", by=a_person("Ben"), parent=first)
    answer_officially(idea, "We look into it.", by=rita)
    a_live_idea("Singing lamps")
    session.commit()
    clock.go(days=4)
    certify_due()
    roll_up_votes()
    open_for(clock, rita)
    cut_off(clock)
    count_crowds()
    case = case_for(idea)
    estimate(case, FIGURES, note="", by=rita)
    session.commit()
    return case


def test_a_case_file_says_everything_on_one_page(
    client: FlaskClient, remi: Person, full: Case
) -> None:
    sign_in(client, remi)
    page = words(client, address_of(full))
    for section in SECTIONS:
        assert f'id="{section}"' in page
        assert f'href="#{section}"' in page
    for shown in ("Votes per day", "Copies wanted", "First vote here", "Where voters live"):
        assert shown in page
    for shown in ("Where is the switch?", "1 reply", "We look into it.", "Singing lamps"):
        assert shown in page
    for shown in ("Break-even", "€20.00", "none was asked for", "Suspicions"):
        assert shown in page


def test_a_case_file_counts_no_votes(
    client: FlaskClient, sent_statements: Sent, session: Session, remi: Person, full: Case
) -> None:
    session.get_one(Ballot, full.idea_id).votes = 100_000
    session.commit()
    sign_in(client, remi)
    address = address_of(full)
    client.get(address)
    with sent_statements() as sent:
        page = client.get(address)
    assert "100,000" in page.text
    assert len(sent) <= MOST_QUERIES
    of_votes = [each for each in sent if "FROM votes" in each and "count(" in each]
    assert [each for each in of_votes if "state <> 'counted'" not in each] == []


def test_cases_stand_side_by_side(
    client: FlaskClient, rita: Person, remi: Person, full: Case, clock: Clock, session: Session
) -> None:
    round_page = f"/desk/rounds/{full.round.slug}"
    other = an_idea("Quiet lamp", stage=Stage.QUALIFIED)
    open_for(clock, rita, "Autumn")
    cut_off(clock)
    save_scorecard(full, FULL, note="", by=rita)
    assert client.get(f"{round_page}/comparison").status_code == 303
    sign_in(client, remi)
    alone = words(client, f"{round_page}/comparison?idea={full.idea.slug}&idea={other.slug}")
    assert "Choose two, three or four ideas." in alone
    case = case_for(other)
    case.round_id = full.round_id
    session.commit()
    at = f"{round_page}/comparison?idea={full.idea.slug}&idea={other.slug}"
    page = words(client, at)
    assert "after your own score" in page
    assert "<b>4" not in page
    assert "€20.00" in page
    save_scorecard(full, FULL | {"demand": 1}, note="", by=remi)
    page = words(client, at)
    assert "<b>3.62</b>" in page or "<b>3.63</b>" in page
    assert "1 to 4" in page
    sign_in(client, a_person("Eve", Role.MODERATOR))
    assert client.get(at).status_code == 403


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("", ["B", "C", "A"]),
        ("title", ["A", "B", "C"]),
        ("votes", ["C", "B", "A"]),
        ("score", ["B", "C", "A"]),
        ("nonsense", ["B", "C", "A"]),
    ],
)
def test_a_round_is_ordered_as_one_asks(
    client: FlaskClient, rita: Person, clock: Clock, sort: str, titles: list[str]
) -> None:
    ideas: list[Idea] = [an_idea(title, stage=Stage.QUALIFIED) for title in ("B", "C", "A")]
    voted = a_live_idea("Voted", votes=3)
    open_for(clock, rita)
    cut_off(clock)
    case_for(ideas[1]).idea_id, voted.title = voted.id, "C"
    db.session.commit()
    save_scorecard(case_for(ideas[0]), FULL, note="", by=rita)
    sign_in(client, rita)
    page = client.get(f"/desk/rounds/{case_for(ideas[0]).round.slug}?sort={sort}").text
    found = sorted(titles, key=lambda title: page.index(f">{title}</a>"))
    assert found == titles
