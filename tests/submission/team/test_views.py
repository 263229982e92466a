"""The team step and invitations over HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.submission.team.actions import answer_invitation, invite, propose_shares
from ideas.submission.team.queries import proposed_team_of
from tests.factories import a_person, an_idea, sign_in, the_campaign
from tests.submission.making import a_draft

pytestmark = pytest.mark.usefixtures("session", "clock")
PART = {"HX-Request": "true"}


@pytest.fixture
def ben(session: Session) -> Person:
    """Somebody to ask."""
    return a_person("Ben", email="ben@example.org")


@pytest.fixture
def draft(client: FlaskClient, session: Session) -> Idea:
    """A draft whose creator is signed in."""
    the_campaign()
    ada = a_person("Ada")
    sign_in(client, ada)
    return a_draft(ada)


def shares(idea: Idea) -> list[int]:
    """Basis points in the team's order."""
    return [part.share_bp for part in proposed_team_of(idea)]


def test_somebody_is_asked_with_and_without_htmx(
    client: FlaskClient, draft: Idea, ben: Person
) -> None:
    cleo = a_person("Cleo")
    address = f"/drafts/{draft.slug}/team"
    assert client.post(address, data={"who": ben.handle, "share": "12,5"}).status_code == 303
    part = client.post(address, data={"who": f"@{cleo.handle}", "share": "20"}, headers=PART)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="team"')
    assert "Ben" in part.text
    assert "67.5" in part.text
    assert shares(draft) == [6_750, 1_250, 2_000]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"who": "nobody-here", "share": "10"}, "Nobody here has this handle."),
        ({"who": "", "share": "10"}, "Please fill this in."),
        ({"who": "ben@example", "share": "10"}, "Write an e-mail address like"),
        ({"who": "ben@", "share": "10"}, "Write an e-mail address like"),
        ({"who": "ben@example.org", "share": "half"}, "Write a percentage from 0 to 100"),
        ({"who": "ben@example.org", "share": "9e999999"}, "Write a percentage from 0 to 100"),
        ({"who": "ben@example.org", "share": "100.5"}, "Write a percentage from 0 to 100"),
        ({"who": "ada@example.org", "share": "10"}, "You lead this team already."),
    ],
)
def test_a_bad_invitation_is_given_back_as_typed(
    client: FlaskClient, draft: Idea, ben: Person, sent: dict[str, str], said: str
) -> None:
    draft.creator.email = "ada@example.org"
    response = client.post(f"/drafts/{draft.slug}/team", data=sent)
    assert response.status_code == 422
    assert said in response.text
    assert f'value="{sent["share"]}"' in response.text
    assert shares(draft) == [10_000]


def test_shares_are_proposed_anew(client: FlaskClient, draft: Idea, ben: Person) -> None:
    invite(draft, ben, 1_000, by=draft.creator)
    address, field = f"/drafts/{draft.slug}/team", f"share_{ben.id}"
    sent = {"_method": "PUT", field: "33.33"}
    assert client.post(address, data=sent).status_code == 303
    assert shares(draft) == [6_667, 3_333]
    response = client.put(address, data={field: "a third"}, headers=PART)
    assert response.status_code == 422
    assert "a third" in response.text
    assert shares(draft) == [6_667, 3_333]


def test_nobody_gives_away_more_than_there_is(
    client: FlaskClient, draft: Idea, ben: Person
) -> None:
    cleo = a_person("Cleo")
    for person in (ben, cleo):
        invite(draft, person, 1_000, by=draft.creator)
    sent = {f"share_{ben.id}": "60", f"share_{cleo.id}": "60"}
    response = client.put(f"/drafts/{draft.slug}/team", data=sent)
    assert response.status_code == 422
    assert "more than the whole" in response.text
    assert shares(draft) == [8_000, 1_000, 1_000]


def test_somebody_is_taken_off(client: FlaskClient, draft: Idea, ben: Person) -> None:
    invite(draft, ben, 1_000, by=draft.creator)
    address = f"/drafts/{draft.slug}/team/{ben.handle}"
    assert client.post(address, data={"_method": "DELETE"}).status_code == 303
    assert client.delete(address, headers=PART).status_code == 200
    assert client.delete(f"/drafts/{draft.slug}/team/nobody").status_code == 404
    assert shares(draft) == [10_000]


@pytest.mark.parametrize(("answer", "team"), [("yes", [9_000, 1_000]), ("no", [10_000])])
def test_an_invitation_is_answered_by_who_was_asked(
    client: FlaskClient, draft: Idea, ben: Person, answer: str, team: list[int]
) -> None:
    invite(draft, ben, 1_000, by=draft.creator)
    address = f"/drafts/{draft.slug}/invitation"
    assert client.get(address).status_code == 404
    sign_in(client, ben)
    page = client.get(address)
    assert draft.title in page.text
    assert "10" in page.text
    for _ in range(2):
        assert client.post(address, data={"answer": answer}).status_code == 303
    assert shares(draft) == team


def test_a_share_that_changes_while_it_is_read_is_not_accepted(
    client: FlaskClient, draft: Idea, ben: Person
) -> None:
    invite(draft, ben, 3_000, by=draft.creator)
    address = f"/drafts/{draft.slug}/invitation"
    sign_in(client, ben)
    assert 'name="share" value="3000"' in client.get(address).text
    propose_shares(draft, {ben.id: 100}, by=draft.creator)
    refused = client.post(address, data={"answer": "yes", "share": "3000"})
    assert (refused.status_code, "has changed" in refused.text) == (409, True)
    assert draft.team_ids == {draft.creator_id}
    assert client.post(address, data={"answer": "yes", "share": "100"}).status_code == 303


def test_a_no_cannot_become_a_yes_by_itself(client: FlaskClient, draft: Idea, ben: Person) -> None:
    answer_invitation(invite(draft, ben, 1_000, by=draft.creator), accept=False, by=ben)
    sign_in(client, ben)
    response = client.post(f"/drafts/{draft.slug}/invitation", data={"answer": "yes"})
    assert response.status_code == 409
    assert "invite you again" in response.text


def test_it_is_too_late_once_handed_in(client: FlaskClient, ben: Person) -> None:
    ada = a_person("Ada")
    idea = an_idea(by=ada, stage=Stage.SUBMITTED, team=(ben,))
    sign_in(client, ben)
    response = client.post(f"/drafts/{idea.slug}/invitation", data={"answer": "no"})
    assert response.status_code == 409
    assert idea.team_ids == {ada.id, ben.id}


def test_eve_answers_nothing_and_asks_nobody(
    client: FlaskClient, draft: Idea, ben: Person, session: Session
) -> None:
    invite(draft, ben, 1_000, by=draft.creator)
    sign_in(client, a_person("Eve"))
    assert client.get(f"/drafts/{draft.slug}/invitation").status_code == 404
    assert client.post(f"/drafts/{draft.slug}/invitation").status_code == 404
    assert client.post(f"/drafts/{draft.slug}/team").status_code == 404
    assert client.put(f"/drafts/{draft.slug}/team").status_code == 404
    assert client.delete(f"/drafts/{draft.slug}/team/{ben.handle}").status_code == 404
    assert session.query(TeamMember).count() == 1


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    idea = a_draft()
    response = client.get(f"/drafts/{idea.slug}/invitation")
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_who_said_no_reads_the_draft_no_more(
    client: FlaskClient, session: Session, draft: Idea, ben: Person
) -> None:
    member = invite(draft, ben, 1_000, by=draft.creator)
    session.commit()
    sign_in(client, ben)
    address = f"/drafts/{draft.slug}/invitation"
    assert client.get(address).status_code == 200
    answer_invitation(member, accept=False, by=ben)
    session.commit()
    assert client.get(address).status_code == 404
    invite(draft, ben, 1_000, by=draft.creator)
    session.commit()
    assert client.get(address).status_code == 200
