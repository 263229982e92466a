"""Rights checks: asked for at a milestone, decided, and what a conflict does."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation.actions import restore
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.rights.actions import ask_for_check, decide
from ideas.rights.listeners import ask_when_reached
from ideas.rights.models import RightsCheck
from ideas.rights.rules import RightsOutcome, is_asked_at
from ideas.voting.events import TierReached
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for

SAID = {"en": "It rests on a film.", "fr": ""}
LADDER = ((1, 30), (2, 30), (90, 60))


@pytest.fixture
def rita(session: Session, clock: Clock) -> Person:
    """A reviewer."""
    return a_person("Rita", Role.REVIEWER)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def reach(idea: Idea, tier: int) -> None:
    ask_when_reached(TierReached(idea.id, tier))


@pytest.mark.parametrize(
    ("reached", "asked", "tiers", "is_asked"),
    [(1, 2, 4, False), (2, 2, 4, True), (3, 2, 4, False), (1, 2, 1, True), (3, 9, 3, True)],
)
def test_which_milestone_asks(reached: int, asked: int, tiers: int, is_asked: bool) -> None:
    assert is_asked_at(reached, asked, tiers) is is_asked


def test_the_second_milestone_asks_once_and_voting_goes_on(session: Session, rita: Person) -> None:
    idea = a_live_idea(ladder=LADDER, votes=2)
    for tier in (1, 2, 2, 3):
        reach(idea, tier)
    (check,) = session.scalars(sa.select(RightsCheck))
    assert (check.idea_id, check.tier, check.asked_by_id) == (idea.id, 2, None)
    votes_for(idea, 1)
    assert idea.stage is Stage.LIVE
    decide(check, RightsOutcome.CLEAR, by=rita, note=" Looked. ")
    session.commit()
    assert (check.outcome, check.note, check.decided_by_id) == ("clear", "Looked.", rita.id)
    reach(idea, 2)
    assert session.scalar(sa.select(sa.func.count()).select_from(RightsCheck)) == 1
    with refused("rights.decided"):
        decide(check, RightsOutcome.LICENSED, by=rita)


def test_a_conflict_archives_with_a_reason_and_can_be_restored(
    session: Session, rita: Person
) -> None:
    idea = a_live_idea(ladder=LADDER)
    check = ask_for_check(idea, by=rita)
    with refused("rights.asked"):
        ask_for_check(idea, by=rita)
    with refused("moderation.no_sentence"):
        decide(check, RightsOutcome.CONFLICT, by=rita)
    decide(check, RightsOutcome.CONFLICT, by=rita, sentence=SAID, note="Studio wrote.")
    session.commit()
    move = moves_of(idea.id)[-1]
    assert (idea.stage, move.reason, move.public_text, move.private_note) == (
        Stage.ARCHIVED,
        "rights_of_others",
        {"en": "It rests on a film."},
        "Studio wrote.",
    )
    restore(idea, by=a_person("Max", Role.MODERATOR), reason=Reason.CLAIM_SETTLED)
    assert idea.stage.value == "live"
    ask_for_check(idea, by=rita)


def test_at_a_later_stage_a_conflict_is_left_to_the_review(session: Session, rita: Person) -> None:
    idea = an_idea(stage=Stage.IN_REVIEW)
    decide(ask_for_check(idea, by=rita), RightsOutcome.CONFLICT, by=rita, sentence=SAID)
    assert idea.stage is Stage.IN_REVIEW


def test_who_and_what_is_refused(session: Session, rita: Person) -> None:
    own = an_idea(stage=Stage.LIVE, team=(rita,))
    check = ask_for_check(own, by=a_person("Max", Role.MODERATOR))
    with refused("rights.own_idea"):
        decide(check, RightsOutcome.CLEAR, by=rita)
    for stage in (Stage.SUBMITTED, Stage.EXPIRED, Stage.MERGED):
        with refused("rights.wrong_stage"):
            ask_for_check(an_idea(stage=stage), by=rita)


def test_the_staff_work_through_the_list(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=LADDER, votes=2)
    reach(idea, 2)
    session.commit()
    clock.go(days=8)
    sign_in(client, a_person("Max", Role.MODERATOR))
    page = client.get("/desk/rights").text
    assert "at milestone 2" in page
    assert ">late</span>" in page
    assert "Rights to check" in client.get("/desk").text
    item = client.get("/desk/rights/1").text
    assert "nothing on the list" in item
    address = "/desk/rights/1/outcome"
    assert client.post(address, data={}).status_code == 422
    empty = client.post(address, data={"outcome": "conflict", "sentence_en": "", "note": "Kept"})
    assert (empty.status_code, "Kept" in empty.text) == (422, True)
    sent = client.post(address, data={"outcome": "conflict", "sentence_en": "A film."})
    assert sent.status_code == 303
    assert client.post(address, data={"outcome": "clear"}).status_code == 409
    done = client.get("/desk/rights/1").text
    assert "Restore it" in done
    assert "A film." in client.get(f"/ideas/{idea.slug}").text
    assert "Conflict" in client.get("/desk/rights").text
    asked = client.post(f"/desk/moderation/{idea.slug}/rights-check")
    assert asked.location == "/desk/rights/2"


@pytest.mark.parametrize("who", [(), (Role.FINANCE,)])
def test_others_do_not(client: FlaskClient, session: Session, who: tuple[Role, ...]) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Eve", *who))
    assert client.get("/desk/rights").status_code == 403
    assert client.post(f"/desk/moderation/{idea.slug}/rights-check").status_code == 403
