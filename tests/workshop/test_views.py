"""The workshop: one's own ideas with the next thing to do, invitations, one's votes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.actions import advance
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.actions import open_round
from ideas.review.models import Case
from ideas.submission.team.actions import answer_invitation, invite
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.rules import Said
from ideas.workshop.queries import PAGE, votes_by_day
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign, votes_for
from tests.submission.making import a_draft, a_finished_draft

AROUND = ("FROM auth_sessions", "FROM people", "FROM role_grants", "FROM notices", "BEGIN")
pytestmark = pytest.mark.usefixtures("session", "clock")


@pytest.fixture
def ada(client: FlaskClient, session: Session) -> Person:
    """Ada, signed in."""
    the_campaign()
    ada = a_person("Ada")
    sign_in(client, ada)
    return ada


def test_an_empty_workshop_says_how_to_begin(client: FlaskClient, ada: Person) -> None:
    page = client.get("/workshop")
    assert page.status_code == 200
    assert "No ideas yet" in page.text
    assert "/drafts/new" in page.text


def test_a_draft_says_what_is_missing_and_a_finished_one_what_is_next(
    client: FlaskClient, ada: Person
) -> None:
    draft = a_draft(ada)
    page = client.get("/workshop").text
    assert "One thing is missing: Add at least one picture." in page
    assert f"/drafts/{draft.slug}/pictures" in page
    a_finished_draft(ada, title="A second idea")
    assert "Check and submit" in client.get("/workshop").text


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_next_step(client: FlaskClient, ada: Person, stage: Stage) -> None:
    idea = an_idea(by=ada, stage=stage)
    page = client.get("/workshop")
    assert page.status_code == 200
    can_withdraw = stage.value in {
        *("submitted", "needs_work", "live", "certifying", "qualified", "in_review", "parked"),
    }
    assert (f"/ideas/{idea.slug}/withdrawal" in page.text) is can_withdraw
    can_resubmit = stage in {Stage.EXPIRED, Stage.NOT_SELECTED, Stage.DECLINED}
    assert (f"/ideas/{idea.slug}/resubmission" in page.text) is can_resubmit


@pytest.mark.parametrize(
    ("stage", "address"),
    [
        (Stage.SELECTED, "/workshop/agreements"),
        (Stage.IN_DEVELOPMENT, "/workshop/agreements"),
        (Stage.ON_SALE, "/workshop/statements"),
        (Stage.RETIRED, "/workshop/statements"),
    ],
)
def test_a_share_leads_to_its_papers(
    client: FlaskClient, ada: Person, stage: Stage, address: str
) -> None:
    an_idea(by=a_person("Ben"), team=(ada,), stage=stage)
    page = client.get("/workshop").text
    assert f'<a class="button" href="{address}"' in page


def test_what_the_moderators_said_is_shown(client: FlaskClient, ada: Person) -> None:
    idea = an_idea(by=ada, stage=Stage.SUBMITTED)
    advance(idea, Stage.NEEDS_WORK, by=None, public_text={"en": "The second picture is dark."})
    assert "The second picture is dark." in client.get("/workshop").text


def test_a_live_idea_shows_its_climb(client: FlaskClient, ada: Person, clock: Clock) -> None:
    idea = a_live_idea(by=ada, ladder=((5, 30), (9, 60)))
    votes_for(idea, 2)
    clock.go(days=2)
    votes_for(idea, 1)
    page = client.get("/workshop").text
    assert "2 votes to the next milestone, 28 days left." in page
    assert "3 votes in the last 30 days" in page


def test_votes_are_counted_by_day(clock: Clock) -> None:
    idea = a_live_idea(ladder=((50, 90), (90, 60)))
    votes_for(idea, 2)
    clock.go(days=28)
    votes_for(idea, 3)
    clock.go(days=1, hours=11, minutes=59)
    (taken_back,) = votes_for(idea, 1)
    assert votes_by_day([idea.id]) == {idea.id: [2, *[0] * 27, 3, 1]}
    take_back_vote(idea, by=taken_back)
    clock.go(minutes=1)
    assert votes_by_day([idea.id]) == {idea.id: [*[0] * 27, 3, 0, 0]}


def test_a_day_begins_at_the_zones_midnight(clock: Clock) -> None:
    clock.stand_at(datetime(2026, 10, 24, 21, 30, tzinfo=UTC))
    idea = a_live_idea(ladder=((50, 90), (90, 60)))
    votes_for(idea, 1)
    clock.go(hours=1)
    votes_for(idea, 2)
    clock.stand_at(datetime(2026, 10, 25, 22, 59, tzinfo=UTC))
    votes_for(idea, 4)
    clock.go(minutes=1)
    votes_for(idea, 8)
    assert votes_by_day([idea.id], 3, ZoneInfo("Europe/Paris")) == {idea.id: [1, 6, 8]}
    assert votes_by_day([idea.id], 3) == {idea.id: [0, 3, 12]}


def test_votes_by_day_are_found_by_their_index(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the plan of a small table says nothing on PostgreSQL")
    idea = a_live_idea(ladder=((50, 90),))
    plans: list[str] = []

    def explain(conn: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "days" in statement:
            rows = conn.connection.driver_connection.execute(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
            plans.extend(row[3] for row in rows)

    sa.event.listen(db.engine, "before_cursor_execute", explain)
    try:
        votes_by_day([idea.id])
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", explain)
    assert any("COVERING INDEX ix_votes_by_day" in plan for plan in plans), plans


def test_an_idea_has_its_numbers(client: FlaskClient, session: Session, ada: Person) -> None:
    idea = a_live_idea(by=ada, ladder=((50, 30), (90, 60)))
    voters = votes_for(idea, 10)
    for voter in voters[:9]:
        answer_survey(idea, Said(3_500, 1, "gift"), by=voter)
    session.commit()
    address = f"/workshop/ideas/{idea.slug}"
    assert address in client.get("/workshop").text
    page = client.get(address).text
    assert "40 votes to the next milestone" in page
    assert "10 votes in the last 30 days." in page
    assert "1 more answer is needed before anything is shown" in page
    assert "Who would buy at which price" not in page
    answer_survey(idea, Said(0), by=voters[9])
    session.commit()
    page = " ".join(client.get(address).text.split())
    assert "10 voters answered." in page
    assert '<th scope="row">€35</th> <td class="num">90%</td>' in page
    assert '<th scope="row">€50</th> <td class="num">0%</td>' in page
    assert "9 answers" not in page
    assert voters[0].name not in page


@pytest.mark.parametrize("days", ["7", "90", "1000000", "x", "-1"])
def test_one_looks_farther_back(client: FlaskClient, ada: Person, days: str) -> None:
    idea = a_live_idea(by=ada)
    page = client.get(f"/workshop/ideas/{idea.slug}?days={days}")
    assert page.status_code == 200
    assert "No votes in these days." in page.text


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_own_page(client: FlaskClient, ada: Person, stage: Stage) -> None:
    idea = an_idea(by=ada, stage=stage)
    page = client.get(f"/workshop/ideas/{idea.slug}")
    assert (page.status_code, "What to do next" in page.text) == (200, True)


def test_the_team_sees_the_numbers_and_nobody_else(client: FlaskClient, ada: Person) -> None:
    idea = a_live_idea(by=a_person("Cleo"), team=(ada,))
    address = f"/workshop/ideas/{idea.slug}"
    assert client.get(address).status_code == 200
    sign_in(client, a_person("Eve"))
    assert client.get(address).status_code == 404
    sign_in(client, a_person("Rita", Role.REVIEWER))
    assert client.get(address).status_code == 404


def test_an_invitation_waits_and_a_team_is_listed(client: FlaskClient, ada: Person) -> None:
    idea = a_draft(a_person("Ben"))
    member = invite(idea, ada, 1_000, by=idea.creator)
    page = client.get("/workshop").text
    assert "Ben asks you to join" in page
    assert f"/drafts/{idea.slug}/invitation" in page
    answer_invitation(member, accept=True, by=ada)
    page = client.get("/workshop").text
    assert "asks you to join" not in page
    assert "You are on the team." in page
    assert f"/drafts/{idea.slug}/deletion" not in page


def test_my_votes_are_those_i_stand_by(client: FlaskClient, session: Session) -> None:
    vera = a_person("Vera")
    kept, gone = a_live_idea("A kept lighthouse"), a_live_idea("A lost lighthouse")
    for idea in (kept, gone):
        cast_vote(idea, by=vera)
    take_back_vote(gone, by=vera)
    session.commit()
    sign_in(client, vera)
    page = client.get("/workshop/votes").text
    assert "A kept lighthouse" in page
    assert "you voted on" in page
    assert "A lost lighthouse" not in page
    sign_in(client, a_person("Eve"))
    assert "A kept lighthouse" not in client.get("/workshop/votes").text


def test_my_votes_come_in_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PAGE > 1
    monkeypatch.setattr("ideas.workshop.queries.PAGE", 2)
    monkeypatch.setattr("ideas.workshop.views.PAGE", 2)
    vera = a_person("Vera")
    titles = [f"Lighthouse {name}" for name in ("north", "south", "west")]
    for title in titles:
        cast_vote(a_live_idea(title), by=vera)
    sign_in(client, vera)
    first = client.get("/workshop/votes").text
    assert [title in first for title in titles] == [False, True, True]
    address = first.split('rel="next"')[0] if 'rel="next"' in first else first
    mark = address.rpartition("/workshop/votes?after=")[2].partition('"')[0]
    second = client.get(f"/workshop/votes?after={mark}").text
    assert [title in second for title in titles] == [True, False, False]


def test_my_votes_say_what_became_of_each(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    vera = a_person("Vera")
    stages = {
        Stage.LIVE: "Open until",
        Stage.QUALIFIED: "Taken into review on <time",
        Stage.IN_REVIEW: "The answer is due by <time",
        Stage.NOT_SELECTED: "It would break too soon.",
        Stage.ON_SALE: "You can buy it.",
    }
    cutoff = clock.moment + timedelta(days=5)
    due = (cutoff + timedelta(days=99)).date()
    rita = a_person("Rita", Role.REVIEWER)
    open_round("Spring", cutoff_at=cutoff, decision_due_on=due, capacity=9, by=rita)
    earlier = cutoff - timedelta(days=1)
    taken = open_round("Winter", cutoff_at=earlier, decision_due_on=due, capacity=9, by=rita)
    taken.cut_off_at = clock.moment
    session.commit()
    for stage, words in stages.items():
        idea = a_live_idea(f"Lamp {stage}")
        cast_vote(idea, by=vera)
        session.execute(sa.update(Idea).where(Idea.id == idea.id).values(stage=stage))
        said = {"en": words} if stage in {Stage.NOT_SELECTED, Stage.ON_SALE} else {}
        session.add(
            Move(
                idea_id=idea.id,
                from_stage=Stage.LIVE,
                to_stage=stage,
                public_text=said,
                moved_at=clock.moment,
            )
        )
        if stage is Stage.IN_REVIEW:
            session.add(Case(idea_id=idea.id, round_id=taken.id, entered_at=clock.moment))
        session.commit()
    sign_in(client, vera)
    page = " ".join(client.get("/workshop/votes").text.split())
    for stage, words in stages.items():
        assert f"Lamp {stage}" in page
        assert words in page
    assert page.count("Yes, take it back") == 1
    for fate, shown in {
        "open": {Stage.LIVE},
        "review": {Stage.QUALIFIED, Stage.IN_REVIEW},
        "made": {Stage.ON_SALE},
        "over": {Stage.NOT_SELECTED},
        "odd": set(stages),
    }.items():
        page = client.get(f"/workshop/votes?fate={fate}").text
        assert {stage for stage in stages if f"Lamp {stage}" in page} == shown
    assert "None of them" not in page


def test_a_vote_is_taken_back_from_the_list(client: FlaskClient, session: Session) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    cast_vote(idea, by=vera)
    session.commit()
    sign_in(client, vera)
    sent = {"_method": "DELETE", "next": "/workshop/votes?fate=open"}
    back = client.post(f"/ideas/{idea.slug}/vote", data=sent)
    assert (back.status_code, back.location) == (303, "/workshop/votes?fate=open")
    page = client.get(back.location).text
    assert "You took your vote back." in page
    assert "None of them" in page
    away = client.post(f"/ideas/{idea.slug}/vote", data=sent | {"next": "https://evil.example/"})
    assert away.location == f"/ideas/{idea.slug}"


def test_my_votes_ask_five_questions_however_many_they_are(
    client: FlaskClient, session: Session, sent_statements: Any
) -> None:
    vera = a_person("Vera")
    for number in range(4):
        cast_vote(a_live_idea(f"Lamp {number}"), by=vera)
    session.commit()
    sign_in(client, vera)
    client.get("/workshop/votes")
    with sent_statements() as sent:
        client.get("/workshop/votes")
    own = [each for each in sent if not any(table in each for table in AROUND)]
    assert len(own) <= 5, own


@pytest.mark.parametrize("mark", ["x", "WyJ4Il0", "W251bGxd"])
def test_an_odd_address_is_the_first_page(client: FlaskClient, ada: Person, mark: str) -> None:
    assert client.get(f"/workshop/votes?after={mark}").status_code == 200


@pytest.mark.parametrize("page", ["", "/votes"])
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, page: str) -> None:
    response = client.get(f"/workshop{page}")
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_the_number_of_questions_does_not_grow_with_the_ideas(
    client: FlaskClient, ada: Person, sent_statements: object
) -> None:
    def asked() -> int:
        with sent_statements() as sent:  # type: ignore[operator]
            client.get("/workshop")
        return len(sent)

    a_live_idea(by=ada)
    few = asked()
    for _ in range(3):
        a_live_idea(by=ada)
    assert asked() <= few
