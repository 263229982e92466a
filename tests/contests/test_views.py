"""The pages of campaigns through HTTP: for Adam, a jury, fans, visitors, and who must not."""

import re
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.campaigns.calendar.queries import calendar_at, planned, rulebook_of
from ideas.contests.actions import publish_shortlist
from ideas.contests.queries import none_of_these
from ideas.contests.rulebook import rules_in_words
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.submission.models import Draft
from ideas.voting.models import Ballot
from ideas.voting.settings import Voting
from tests.conftest import Clock
from tests.contests.plans import a_campaign, a_jury, a_plan, an_entry, chosen
from tests.contests.test_actions import in_vote
from tests.factories import a_person, sign_in, the_campaign

TYPED = {
    "kind": "naming",
    "name_en": "Name the lighthouse",
    "brief_en": "It shines over the bay and needs a name.",
    "zone": "Europe/Paris",
    "entries_open_at": "2026-03-03T09:00",
    "entries_close_at": "2026-03-20T18:00",
    "shortlist_from_at": "2026-03-24T18:00",
    "vote_opens_at": "2026-03-28T09:00",
    "vote_closes_at": "2026-04-11T18:00",
    "results_at": "2026-04-30T12:00",
    "has_jury": "y",
    "places": "2",
    "live_ideas_per_creator": "2",
    "certification_hours": "72",
    "royalty_bp": "1.5",
    "copies": "5",
    "community_prize_en": "A night in it",
}
"""A plan as it is typed: Paris changes its clocks on 29 March at two."""


@pytest.fixture
def adam(client: FlaskClient, session: Session, clock: Clock) -> None:
    the_campaign()
    sign_in(client, a_person("Adam", Role.ADMIN))


@pytest.mark.usefixtures("adam")
def test_adam_plans_names_a_jury_and_announces(client: FlaskClient, session: Session) -> None:
    jo, juno = a_jury()
    there = client.post("/desk/campaigns/new", data=TYPED).headers["Location"]
    slug = there.rpartition("/")[2]
    assert client.get(f"/campaigns/{slug}").status_code == 404
    assert "1.5" in client.get(f"{there}/plan").text
    assert client.post(f"{there}/plan", data=TYPED | {"copies": "7"}).status_code == 303
    assert client.post(f"{there}/announcement").status_code == 409
    for juror in (jo, juno):
        assert client.post(f"{there}/jury", data={"handle": f"@{juror.handle}"}).status_code == 303
    assert client.post(f"{there}/jury", data={"handle": "nobody"}).status_code == 422
    assert client.post(f"{there}/jury", data={"handle": jo.handle}).status_code == 422
    assert "stand word for word" in client.get(f"{there}/announcement").text
    announced = client.post(f"{there}/announcement")
    assert announced.status_code == 303
    page = client.get(f"/campaigns/{slug}").text
    assert "A night in it" in page
    assert "It is advice" in page
    assert client.post(f"{there}/plan", data=TYPED).status_code == 409
    for form in ("plan", "announcement"):
        assert client.get(f"{there}/{form}").headers["Location"] == there
    assert client.post(f"{there}/announcement").status_code == 409
    assert client.get(there).status_code == 200


@pytest.mark.usefixtures("adam")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"vote_opens_at": "2026-03-29T02:30"}, "The clocks change then"),
        ({"results_at": "2026-10-25T02:30"}, "The clocks change then"),
        ({"vote_closes_at": "2026-03-27T18:00"}, "This must be later than"),
        ({"results_at": "soon"}, "Write a day and a time"),
        ({"results_at": "9999-12-31T23:59"}, "Write a day from"),
        ({"zone": "Paris"}, "Write a zone like"),
        ({"has_jury": ""}, "Names need a jury"),
        ({"name_en": ""}, "Please fill this in"),
        ({"places": "0"}, "Write a number from"),
        ({"kind": "raffle"}, "Choose one of the list"),
    ],
)
def test_a_plan_that_cannot_be_comes_back(
    changed: dict[str, str], said: str, client: FlaskClient, session: Session
) -> None:
    answer = client.post("/desk/campaigns/new", data=TYPED | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not planned()


@pytest.mark.usefixtures("adam")
def test_a_plan_whose_time_for_entries_is_over_is_not_announced(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    there = client.post("/desk/campaigns/new", data=TYPED).headers["Location"]
    for juror in a_jury():
        client.post(f"{there}/jury", data={"handle": juror.handle})
    clock.go(days=30)
    sign_in(client, a_person("Adele", Role.ADMIN))
    answer = client.post(f"{there}/announcement")
    assert answer.status_code == 409
    assert "The time for entries would be over already" in answer.text
    (calendar,) = planned()
    assert calendar.announced_at is None


def test_a_fan_enters_a_naming_without_a_picture(client: FlaskClient, session: Session) -> None:
    calendar = a_campaign(None, *a_jury())
    slug, fan = calendar.campaign.slug, a_person("Fanny")
    sign_in(client, fan)
    asking = _flat(client.get(f"/drafts/new?campaign={slug}").text)
    assert f'value="{calendar.campaign_id}" checked' in asking
    asked = {"rights": "own", "campaign": str(calendar.campaign_id)}
    draft = client.post("/drafts/new", data=asked).headers["Location"]
    words = {
        "title": "Bright Betty",
        "summary": "It is short and it is bright.",
        "body": "Betty was the keeper for forty years, and everybody here knew her lamp.",
        "language": "en",
    }
    client.post(draft, data=words)
    key = draft.split("/")[2]
    assert client.post(f"/drafts/{key}/submission").status_code == 303
    idea = session.query(Idea).filter_by(creator_id=fan.id).one()
    assert (idea.stage, idea.campaign_id) == (Stage.SUBMITTED, calendar.campaign_id)
    assert "its page says when" in client.get(f"/workshop/handed-in/{idea.slug}").text


def _flat(text: str) -> str:
    """A page with each input's value beside its being checked."""
    return re.sub(r"<input checked ([^>]*)value=\"(\d+)\"", r'<input \1value="\2" checked', text)


def test_after_the_deadline_an_entry_is_refused(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    calendar, fan = a_campaign(None, *a_jury()), a_person("Fanny")
    sign_in(client, fan)
    asked = {"rights": "own", "campaign": str(calendar.campaign_id)}
    key = client.post("/drafts/new", data=asked).headers["Location"].split("/")[2]
    clock.go(days=8)
    assert "takes no more entries" in client.get(f"/drafts/{key}/team").text
    assert client.post(f"/drafts/{key}/submission").status_code in {409, 422}
    assert session.query(Idea).filter_by(creator_id=fan.id).one().stage is Stage.DRAFT
    client.post(f"/drafts/{key}/rights", data={"rights": "own", "campaign": "0"})
    assert "takes no more entries" not in client.get(f"/drafts/{key}/team").text
    assert session.query(Draft).count() == 1


def test_the_rules_are_the_bytes_of_their_checksum(client: FlaskClient, session: Session) -> None:
    the_campaign()
    calendar = a_campaign(None, *a_jury())
    rules = rulebook_of(calendar.campaign_id)["en"]
    place = f"/campaigns/{calendar.campaign.slug}/rules/1"
    assert rules.sha256 in client.get(place).text
    assert sha256(client.get(f"{place}/en.txt").data).hexdigest() == rules.sha256
    assert client.get(f"{place[:-1]}2").status_code == 404
    assert client.get(f"{place}/de.txt").status_code == 404


def test_rules_in_words_say_what_was_planned(client: FlaskClient, session: Session) -> None:
    calendar = a_campaign(None, *a_jury())
    with client.application.test_request_context():
        written = rules_in_words(calendar)
    assert "None of these" in written["en"]
    assert "Europe/Paris" in written["fr"]
    assert written["en"] != written["fr"]


def test_the_vote_is_one_page_with_none_of_these(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(None, jo, juno)
    entries = [an_entry(calendar, each) for each in ("Bright Betty", "Bella of the Bay")]
    slug, none = calendar.campaign.slug, none_of_these(calendar.campaign_id)
    assert none is not None
    assert "Vote for this idea" not in client.get(f"/ideas/{entries[0].slug}").text
    assert "The jury has yet to choose" in client.get(f"/ideas/{entries[0].slug}").text
    clock.go(days=11)
    chosen(calendar, *entries, by=jo)
    publish_shortlist(calendar, lambda _: {"en": "x"}, by=juno)
    db.session.commit()
    assert "The vote opens" in client.get(f"/ideas/{entries[0].slug}").text
    clock.go(days=3, seconds=1)
    page = client.get(f"/campaigns/{slug}").text
    assert f"vote%3A{none.idea.slug}" in page or f"vote:{none.idea.slug}" in page
    sign_in(client, a_person("Fanny"))
    back = f"/campaigns/{slug}#entry-x"
    for idea in (entries[0], none.idea):
        answer = client.post(f"/ideas/{idea.slug}/vote", data={"next": back})
        assert answer.headers["Location"] == back
        assert session.get_one(Ballot, idea.id, populate_existing=True).votes == 1
    assert client.get(f"/campaigns/{slug}").text.count("You voted") == 2
    back_again = {"next": back, "_method": "DELETE"}
    answer = client.post(f"/ideas/{none.idea.slug}/vote", data=back_again)
    assert answer.headers["Location"] == back
    assert session.get_one(Ballot, none.idea.id, populate_existing=True).votes == 0
    assert (
        client.get(f"/ideas/{none.idea.slug}").headers["Location"].startswith(f"/campaigns/{slug}")
    )
    assert client.get(f"/campaigns/{slug}/results").status_code == 404


def test_only_its_jury_sees_a_shortlist(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    jo, juno = a_jury()
    calendar, other = a_campaign(None, jo, juno), a_campaign(None, *a_jury())
    entry = an_entry(calendar)
    clock.go(days=11)
    place = f"/desk/campaigns/{calendar.campaign.slug}/shortlist"
    for person in (a_person("Max", Role.MODERATOR), a_person("Rita", Role.REVIEWER)):
        sign_in(client, person)
        assert client.get(place).status_code == 403
    sign_in(client, jo)
    assert f'href="{place}"' in client.get("/desk").text
    assert client.get(f"/desk/campaigns/{other.campaign.slug}/shortlist").status_code == 403
    page = client.get(place)
    anchor = f"entry-{entry.short_id}"
    assert (page.status_code, f'href="#{anchor}"' in page.text, f'id="{anchor}"' in page.text) == (
        200,
        True,
        True,
    )
    left_out = {"reason": "off_brief", "sentence_en": ""}
    answer = client.post(f"{place}/{entry.slug}", data=left_out)
    assert (answer.status_code, "Say why in a sentence" in answer.text) == (422, True)
    said = left_out | {"sentence_en": "It is no name."}
    assert client.post(f"{place}/{entry.slug}", data=said).status_code == 303
    assert "It is no name." in client.get(place).text
    assert client.post(f"{place}/publication").status_code == 409


def test_a_draft_is_nobodys_but_the_desks(client: FlaskClient, session: Session) -> None:
    the_campaign()
    assert calendar_at("nothing") is None
    assert client.get("/campaigns").status_code == 200
    for person, status in ((a_person("Fanny"), 403), (a_person("Max", Role.MODERATOR), 200)):
        sign_in(client, person)
        assert client.get("/desk/campaigns").status_code == status
        assert client.get("/desk/campaigns/new").status_code == 403
    assert a_plan().has_jury


def test_a_paused_vote_says_so_and_offers_nothing(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    calendar, _ = in_vote(clock, "Bright Betty", "Bella of the bay")
    turn(Voting, "is_open", False, by=a_person("Adam", Role.ADMIN).id)
    sign_in(client, a_person("Vera"))
    page = client.get(f"/campaigns/{calendar.campaign.slug}").text
    assert "Votes are paused for now." in page
    assert "Vote for it" not in page
    turn(Voting, "is_open", True, by=a_person("Adam", Role.ADMIN).id)
    assert "Vote for it" in client.get(f"/campaigns/{calendar.campaign.slug}").text
