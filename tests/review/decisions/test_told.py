"""A round's answers as everybody hears them: voters, creators, and nobody else."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.notifications.models import Notice
from ideas.review.decisions.actions import Answer, confirm, propose, publish_round
from ideas.review.models import DecisionReason, Outcome
from ideas.review.scoring.actions import save_scorecard
from ideas.voting.ballots.actions import certify_due
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for
from tests.journeys.times import Later
from tests.review.rounds_made import FULL, case_for, cut_off, open_for

SECRET = "I would not buy it."


def answer_with(outcome: Outcome) -> Answer:
    reason = DecisionReason.CHOSEN if outcome is Outcome.SELECTED else DecisionReason.COST
    return Answer(outcome, reason, {"en": f"So it is {outcome}."}, feedback="Try brass.")


@pytest.fixture
def judges(rita: Person, remi: Person, cara: Person) -> tuple[Person, ...]:
    return rita, remi, cara


def test_every_voter_hears_each_answer_and_the_creator_reads_what_is_theirs(
    client: FlaskClient, session: Session, judges: tuple[Person, ...], clock: Clock, later: Later
) -> None:
    ideas = {outcome: a_live_idea(f"Idea {outcome}", ladder=((1, 30),)) for outcome in Outcome}
    voters = {outcome: votes_for(idea, 1)[0] for outcome, idea in ideas.items()}
    session.commit()
    clock.go(days=4)
    certify_due()
    round_ = open_for(clock, judges[0])
    cut_off(clock)
    for outcome, idea in ideas.items():
        case = case_for(idea)
        for judge in judges:
            save_scorecard(case, FULL, note=SECRET, by=judge)
        confirm(propose(case, answer_with(outcome), by=judges[0]), by=judges[1])
    publish_round(round_, by=judges[0])
    session.commit()
    for _ in range(2):
        later(seconds=30)
    for outcome, idea in ideas.items():
        for person in (voters[outcome], idea.creator):
            told = sa.select(Notice).where(
                Notice.person_id == person.id, Notice.variant == outcome.value
            )
            (notice,) = session.scalars(told)
            assert notice.idea_id == idea.id
            assert notice.words["sentence"] == {"en": f"So it is {outcome}."}
        sign_in(client, idea.creator)
        page = client.get(f"/ideas/{idea.slug}/answer").text
        assert "Try brass." in page
        for hidden in (SECRET, "Rita", "Remi", "Cara"):
            assert hidden not in page
    sign_in(client, a_person("Eve"))
    assert client.get(f"/ideas/{ideas[Outcome.PARKED].slug}/answer").status_code == 403
