"""The moderators' pages, through HTTP."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import Base, db, take_write_lock
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out_due
from ideas.moderation.models import StaffPick
from ideas.moderation.rules import Reason, Verdict
from ideas.policy import Role
from ideas.submission.models import Draft, Picture, Rights
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in

HTMX = {"HX-Request": "true"}
RETURN = {"verdict": "return", "reason": "unclear", "sentence_en": "Say more.", "sentence_fr": ""}


@pytest.fixture
def max_(session: Session, clock: Clock, client: FlaskClient) -> Person:
    """A moderator, signed in."""
    person = a_person("Max", Role.MODERATOR)
    sign_in(client, person)
    return person


def address_of(idea: Idea) -> str:
    """The item's page."""
    return f"/desk/moderation/{idea.slug}"


def test_only_moderators_come_in(client: FlaskClient, session: Session, clock: Clock) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    assert client.get("/desk/moderation").status_code == 303
    for roles in ((), (Role.REVIEWER,), (Role.FINANCE,), (Role.ADMIN,)):
        sign_in(client, a_person("Eve", *roles))
        assert client.get("/desk/moderation").status_code == 403
        assert client.get(address_of(idea)).status_code == 403
        assert client.post(f"{address_of(idea)}/decision", data=RETURN).status_code == 403
        assert client.post(f"{address_of(idea)}/pick").status_code == 403
        assert client.delete(f"{address_of(idea)}/pick").status_code == 403
    sign_in(client, a_person("Max", Role.MODERATOR), second_factor=False)
    assert client.get("/desk/moderation").status_code == 303


def test_the_queue_shows_ages_and_doubts(max_: Person, client: FlaskClient, clock: Clock) -> None:
    late = an_idea("Late one", stage=Stage.SUBMITTED)
    doubtful = Draft(
        idea_id=late.id,
        nonce="n",
        rights=Rights.THIRD_PARTY,
        property_named="Acme",
        answered_at=clock.moment,
    )
    keep(doubtful)
    clock.go(days=1)
    an_idea("Middle one", stage=Stage.SUBMITTED)
    clock.go(days=1.25)
    an_idea("Fresh one", stage=Stage.SUBMITTED)
    sign_in(client, max_)
    page = client.get("/desk/moderation").text
    rows = re.findall(r"(Late|Middle|Fresh) one</a>.*?badge-(good|warn|bad)\">.*?</tr>", page, re.S)
    assert [title for title, _ in rows] == ["Late", "Middle", "Fresh"]
    head = page.partition("<tbody>")[0]
    assert re.findall(r"(late|due soon|in time)</span>\s*(\d)", head) == [
        ("late", "1"),
        ("due soon", "1"),
    ]
    shown = page.partition("<tbody>")[2]
    assert re.findall(r"(late|due soon|in time)</span>", shown) == ["late", "due soon", "in time"]
    assert shown.count("Rights</span>") == 1
    assert "Acme" in client.get(address_of(late)).text


def keep(row: Base) -> None:
    """Add a row."""
    take_write_lock()
    db.session.add(row)
    db.session.commit()


def test_long_queues_have_pages(
    max_: Person, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.moderation.views.A_PAGE", 2)
    for number in range(3):
        an_idea(f"Number {number}", stage=Stage.SUBMITTED)
    first = client.get("/desk/moderation").text
    assert "Number 1" in first
    assert "Number 2" not in first
    (mark,) = re.findall(r"after=([\w-]+)", first)
    assert "Number 2" in client.get(f"/desk/moderation?after={mark}").text
    assert client.get("/desk/moderation?after=nonsense").status_code == 200


def test_an_empty_queue_says_so(max_: Person, client: FlaskClient) -> None:
    assert "Nothing waits" in client.get("/desk/moderation").text


def half_a_minute_later(clock: Clock) -> None:
    """What was decided has taken effect."""
    db.session.commit()
    clock.go(seconds=30)
    carry_out_due()
    db.session.expire_all()


def test_publishing_leads_to_the_next_item(max_: Person, client: FlaskClient, clock: Clock) -> None:
    idea, following = (an_idea(title, stage=Stage.SUBMITTED) for title in ("First", "Second"))
    page = client.get(address_of(idea)).text
    assert 'data-key="p"' in page
    publish = {"verdict": "publish", "reason": "fits_guidelines"}
    answer = client.post(f"{address_of(idea)}/decision", data=publish)
    assert (answer.status_code, answer.location) == (303, address_of(following))
    half_a_minute_later(clock)
    assert idea.stage is Stage.LIVE
    answer = client.post(f"{address_of(following)}/decision", data=publish)
    assert answer.location == "/desk/moderation"


def test_skipped_items_come_round_again(max_: Person, client: FlaskClient) -> None:
    skipped, last = (an_idea(title, stage=Stage.SUBMITTED) for title in ("Skipped", "Last"))
    answer = client.post(f"{address_of(last)}/decision", data=RETURN)
    assert answer.location == address_of(skipped)


def test_a_moderator_reads_the_facts(max_: Person, client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    idea.specs = "Made of: <oak>"
    db.session.commit()
    page = client.get(address_of(idea)).text
    assert ("<dt>Made of</dt>" in page, "<dd>&lt;oak&gt;</dd>" in page) == (True, True)


def test_a_reason_brings_its_sentence_in_every_language(max_: Person, client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    reasons = client.get(f"{address_of(idea)}?verdict=return", headers=HTMX).text
    assert reasons.lstrip().startswith('<section id="decision"')
    assert "reason=pictures" in reasons
    assert "reason=unlawful" not in reasons
    form = client.get(f"{address_of(idea)}?verdict=return&reason=pictures", headers=HTMX).text
    assert "add at least one clear picture" in form
    plain = client.get(f"{address_of(idea)}?verdict=return&reason=pictures").text
    assert "<html" in plain
    assert "add at least one clear picture" in plain
    for odd in ("verdict=archive", "verdict=return&reason=unlawful", "verdict=x&reason=y"):
        assert client.get(f"{address_of(idea)}?{odd}").status_code == 200


def test_returning_tells_why_and_shows_it_later(
    max_: Person, client: FlaskClient, clock: Clock
) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    data = RETURN | {"sentence_fr": "Dites-en plus.", "note": "Second time."}
    assert client.post(f"{address_of(idea)}/decision", data=data).status_code == 303
    half_a_minute_later(clock)
    sign_in(client, max_)
    move = moves_of(idea.id)[-1]
    assert move.public_text == {"en": "Say more.", "fr": "Dites-en plus."}
    page = client.get(address_of(idea)).text
    assert "Say more." in page
    assert "Second time." in page
    assert "Nothing is to be decided here" in page


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"sentence_en": " "}, "My note"),
        ({"sentence_en": "x" * 601}, "x" * 601),
        ({"reason": "unlawful"}, "Say more."),
        ({"reason": "nonsense"}, "Say more."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    max_: Person, client: FlaskClient, changed: dict[str, str], kept: str
) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    data = RETURN | {"note": "My note"} | changed
    answer = client.post(f"{address_of(idea)}/decision", data=data)
    assert answer.status_code == 422
    assert kept in answer.text
    assert not moves_of(idea.id)
    odd = client.post(f"{address_of(idea)}/decision", data=data | {"verdict": "x"})
    assert odd.status_code == 422


def test_of_two_moderators_the_second_reads_a_sentence(
    max_: Person, client: FlaskClient, clock: Clock
) -> None:
    idea = an_idea(stage=Stage.SUBMITTED)
    client.post(f"{address_of(idea)}/decision", data=RETURN)
    answer = client.post(f"{address_of(idea)}/decision", data=RETURN)
    assert (answer.status_code, "a moment ago" in answer.text) == (409, True)
    half_a_minute_later(clock)
    answer = client.post(f"{address_of(idea)}/decision", data=RETURN)
    assert answer.status_code == 409
    assert "Somebody else has decided in the meantime" in answer.text
    assert "Needs work" in answer.text
    part = client.post(f"{address_of(idea)}/decision", data=RETURN, headers=HTMX)
    assert (part.status_code, part.headers["HX-Retarget"]) == (409, "#flashes")


def test_ones_own_idea_offers_nothing_to_press(max_: Person, client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.SUBMITTED, by=max_)
    page = client.get(address_of(idea)).text
    assert "another moderator decides" in page
    assert 'data-key="p"' not in page
    answer = client.post(f"{address_of(idea)}/decision", data=RETURN)
    assert answer.status_code == 409
    assert "Your own team" in client.get("/desk/moderation").text


def test_drafts_are_their_creators_alone(max_: Person, client: FlaskClient) -> None:
    draft = an_idea(stage=Stage.DRAFT)
    assert client.get(address_of(draft)).status_code == 404
    assert client.post(f"{address_of(draft)}/decision", data=RETURN).status_code == 404
    assert client.get("/desk/moderation/no-such-idea").status_code == 404


def test_a_public_idea_is_found_archived_and_restored(
    max_: Person, client: FlaskClient, session: Session
) -> None:
    idea = a_live_idea("Tidepool puzzle")
    assert address_of(idea) in client.get("/desk/moderation?q=tidepool").text
    assert "No public idea" in client.get("/desk/moderation?q=nowhere").text
    data = {"verdict": Verdict.ARCHIVE, "reason": Reason.RIGHTS_CLAIM, "sentence_en": "A claim."}
    answer = client.post(f"{address_of(idea)}/decision", data=data)
    assert answer.location == address_of(idea)
    session.expire_all()
    assert idea.stage is Stage.ARCHIVED
    data = {"verdict": Verdict.RESTORE, "reason": Reason.CLAIM_SETTLED}
    assert client.post(f"{address_of(idea)}/decision", data=data).status_code == 303
    session.expire_all()
    assert idea.is_public


def test_a_pick_is_made_and_taken_back(max_: Person, client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    assert client.post(f"{address_of(idea)}/pick").status_code == 303
    assert "Take back the staff pick" in client.get(address_of(idea)).text
    back = client.post(f"{address_of(idea)}/pick", data={"_method": "DELETE"})
    assert back.status_code == 303
    assert session.query(StaffPick).count() == 0
    waiting = an_idea(stage=Stage.SUBMITTED)
    assert client.post(f"{address_of(waiting)}/pick").status_code == 409


def test_a_full_queue_asks_no_more_than_a_short_one(
    max_: Person,
    client: FlaskClient,
    sent_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    asked = []
    for _ in range(2):
        for number in range(6):
            an_idea(f"Number {number}", stage=Stage.SUBMITTED, team=(a_person("Noor"),))
        with sent_statements() as sent:
            client.get("/desk/moderation")
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 28


def test_the_moderators_see_how_they_share_the_work(max_: Person, client: FlaskClient) -> None:
    lamp, kettle = (an_idea(title, stage=Stage.SUBMITTED) for title in ("Lamp", "Kettle"))
    a_person("Maya", Role.MODERATOR)
    a_person("Rita", Role.REVIEWER)
    client.post(f"{address_of(lamp)}/decision", data=RETURN)
    page = (
        client.get("/desk/moderation").text.partition("Who does what")[2].partition("</section")[0]
    )
    rows = re.findall(r'row">(\w+)</th>(.*?)</tr>', page, re.S)
    assert [name for name, _ in rows] == ["Max", "Maya"]
    told = {name: re.findall(r">([^<>\s]+)</", row) for name, row in rows}
    assert told == {"Max": [kettle.title, "1", "1"], "Maya": ["–", "0", "0"]}


def test_an_item_says_its_place_and_loads_the_next_pictures(
    max_: Person, client: FlaskClient, clock: Clock
) -> None:
    ideas = []
    for number in range(3):
        ideas.append(an_idea(f"Number {number}", stage=Stage.SUBMITTED))
        clock.go(minutes=1)
    picture = {"name": "next", "widths": [400], "width": 400, "height": 300, "colour": "#d9481c"}
    row = Picture(idea_id=ideas[2].id, position=0, cells="", added_at=clock.moment, **picture)
    take_write_lock()
    db.session.add(row)
    db.session.commit()
    page = client.get(address_of(ideas[1])).text
    assert "2 of 3" in page
    assert page.count('fetchpriority="low"') == 1
    assert 'hx-trigger="scroll from:window throttle:120s' in page
    assert 'fetchpriority="low"' not in client.get(address_of(ideas[2])).text
    assert " of 3" not in client.get(address_of(an_idea(stage=Stage.LIVE))).text
