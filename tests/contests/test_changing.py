"""A campaign is put off, cancelled, or deleted before anybody saw it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.calendar.actions import name_juror, plan_campaign
from ideas.campaigns.calendar.models import Calendar, Rulebook
from ideas.campaigns.calendar.phases import NAMES, Dates, Kind, Phase, phase_at
from ideas.campaigns.calendar.queries import (
    calendar_at,
    open_for_entries,
    rule_versions,
    rulebook_of,
)
from ideas.campaigns.models import Campaign
from ideas.contests.actions import publish_shortlist
from ideas.contests.cancelling import actions as cancelling
from ideas.contests.changing import actions, rules
from ideas.contests.changing.models import CalendarChange
from ideas.contests.changing.queries import changes_of
from ideas.contests.closing.actions import count_due
from ideas.contests.pauses.listeners import follow_pauses
from ideas.contests.pauses.queries import moment_of
from ideas.contests.queries import none_of_these
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.journey.queries import last_move
from ideas.journey.stages import Stage
from ideas.moderation.actions import Words, decide
from ideas.moderation.rules import Reason, Verdict
from ideas.notifications.actions import words_of
from ideas.notifications.models import Notice
from ideas.notifications.wording import notice_address, notice_sentence
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.settings.actions import turn
from ideas.submission.queries import readiness_of
from ideas.voting.actions import cast_vote
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.settings import Voting
from tests.conftest import NOON, Clock
from tests.contests.plans import a_campaign, a_jury, a_plan, an_entry, chosen
from tests.factories import a_person, an_idea, sign_in, the_campaign

WHY = {"en": "The lighthouse is being repaired.", "fr": "Le phare est en travaux."}
BEFORE = Dates(*(NOON + timedelta(days=day) for day in (-1, 7, 10, 14, 21, 30)))


def anew(calendar: Calendar) -> dict[str, str]:
    return {"en": f"The vote closes at {calendar.vote_closes_at}."}


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=rf"^campaign\.{code}$")


def later(dates: Dates, **days: float) -> Dates:
    """The same with these moments so many days later."""
    moved = {name: getattr(dates, name) + timedelta(days=more) for name, more in days.items()}
    return replace(dates, **moved)


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (later(BEFORE, vote_closes_at=2, results_at=2), None),
        (later(BEFORE, **dict.fromkeys(NAMES[1:], 9)), None),
        (BEFORE, "campaign.nothing_moved"),
        (later(BEFORE, entries_open_at=1), "campaign.begun"),
        (later(BEFORE, vote_opens_at=-1), "campaign.earlier"),
        (later(BEFORE, vote_opens_at=7), "campaign.order"),
    ],
)
def test_which_moments_can_be_put_off(after: Dates, code: str | None) -> None:
    said = rules.refusal_to_put_off(BEFORE, after, NOON)
    assert (said.code if said else None) == code


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    the_campaign()
    return a_person("Adam", Role.ADMIN)


@pytest.fixture
def anna(adam: Person) -> Person:
    return a_person("Anna", Role.ADMIN)


def in_vote(clock: Clock) -> tuple[Calendar, Idea, Idea]:
    """A campaign whose vote is open: an entry that stands, and one with its creator."""
    jo, juno = a_jury()
    calendar = a_campaign(a_plan(), jo, juno)
    first, second = an_entry(calendar, "Betty"), an_entry(calendar, "Bella")
    clock.go(days=11)
    chosen(calendar, first, second, by=jo)
    publish_shortlist(calendar, anew, by=juno)
    clock.go(days=3, seconds=1)
    db.session.commit()
    return calendar, first, second


def told_of(idea: Idea, variant: str) -> int:
    found = sa.select(sa.func.count()).where(Notice.idea_id == idea.id, Notice.variant == variant)
    return db.session.scalar(found) or 0


def test_putting_off_moves_the_vote_and_publishes_the_rules_anew(
    app: Flask, session: Session, clock: Clock, adam: Person
) -> None:
    calendar, entry, _ = in_vote(clock)
    before, after = calendar.dates, later(calendar.dates, vote_closes_at=3, results_at=3)
    with refused("no_reason"):
        actions.put_off(calendar, after, {"en": " "}, write=anew, by=adam)
    version = actions.put_off(calendar, after, WHY, write=anew, by=adam)
    session.commit()
    assert version == 2
    assert session.get_one(Ballot, entry.id).closes_at == before.vote_closes_at + timedelta(days=3)
    assert str(after.vote_closes_at) in rulebook_of(calendar.campaign_id)["en"].text
    (change,) = changes_of(calendar.campaign_id)
    assert set(change.was) == {"vote_closes_at", "results_at"}
    drain(app)
    session.rollback()
    assert told_of(entry, "put_off") == 1
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(sa.update(CalendarChange).values(sentence={}))
    session.rollback()
    clock.go(days=8)
    count_due()
    session.expire_all()
    assert entry.stage is Stage.LIVE


def test_two_admins_cancel_and_votes_stay(
    app: Flask, session: Session, clock: Clock, adam: Person, anna: Person
) -> None:
    calendar, entry, second = in_vote(clock)
    waiting, fan = an_idea("Late", stage=Stage.SUBMITTED), a_person("Fanny")
    nora = a_person("Nora", language="fr")
    waiting.campaign_id = calendar.campaign_id
    session.commit()
    none = none_of_these(calendar.campaign_id)
    assert none is not None
    for idea, voter in ((entry, fan), (none.idea, fan), (none.idea, nora)):
        cast_vote(idea, by=voter)
    decide(second, Verdict.ARCHIVE, Words(Reason.RIGHTS_CLAIM, WHY), by=a_person("Mo", MODERATOR))
    with refused("not_proposed"):
        cancelling.cancel(calendar, by=anna)
    cancelling.propose_cancelling(calendar, WHY, by=adam)
    with pytest.raises(Refused) as alone:
        cancelling.cancel(calendar, by=adam)
    assert "Anna" in str(alone.value.refusal.values["names"])
    cancelling.cancel(calendar, by=anna)
    session.commit()
    move = last_move(entry.id)
    assert move is not None
    assert (entry.stage, move.reason, move.public_text) == (
        *(Stage.NOT_SELECTED, "campaign_cancelled"),
        WHY,
    )
    assert waiting.stage is Stage.NEEDS_WORK
    assert readiness_of(waiting).closed is not None
    vote = session.get_one(Vote, (entry.id, fan.id))
    assert (vote.state, session.get_one(Ballot, entry.id).votes) == (VoteState.COUNTED, 1)
    assert phase_at(calendar.course, clock.moment) is Phase.CANCELLED
    assert calendar.campaign_id not in {each.campaign_id for each in open_for_entries()}
    for idea in (entry, none.idea):
        with pytest.raises(Refused):
            cast_vote(idea, by=a_person())
    decide(second, Verdict.RESTORE, Words(Reason.OUR_MISTAKE, WHY), by=a_person("Ma", MODERATOR))
    assert second.stage is Stage.NOT_SELECTED
    session.commit()
    drain(app)
    session.rollback()
    told = session.scalars(sa.select(Notice).where(Notice.person_id == fan.id)).all()
    assert [each.words["sentence"] for each in told if each.idea_id == entry.id] == [WHY]
    (heard,) = session.scalars(sa.select(Notice).where(Notice.variant == "none_left"))
    assert (heard.person_id, heard.words["sentence"]) == (nora.id, WHY)
    with app.test_request_context():
        said = notice_sentence(heard.kind, heard.variant, words_of(heard))
        assert "Nommez le phare" in said
        assert none.idea.slug in notice_address(heard.kind, heard.variant, none.idea.slug)
    clock.go(days=30)
    count_due()
    session.expire_all()
    assert calendar.closed_at is None


MODERATOR = Role.MODERATOR


def test_a_cancelled_campaign_has_no_jury_and_no_more_changes(
    session: Session, clock: Clock, adam: Person, anna: Person
) -> None:
    jo, juno = a_jury()
    calendar = a_campaign(None, jo, juno)
    cancelling.propose_cancelling(calendar, WHY, by=adam)
    cancelling.take_back_cancelling(calendar, by=anna)
    with refused("not_proposed"):
        cancelling.cancel(calendar, by=anna)
    cancelling.propose_cancelling(calendar, WHY, by=adam)
    cancelling.cancel(calendar, by=anna)
    assert not jo.roles | juno.roles
    with refused("over"):
        cancelling.cancel(calendar, by=anna)
    with refused("over"):
        cancelling.propose_cancelling(calendar, WHY, by=adam)
    with refused("over"):
        actions.put_off(calendar, later(calendar.dates, results_at=1), WHY, write=anew, by=adam)


def test_a_lone_admin_cancels_nothing(session: Session, clock: Clock) -> None:
    calendar = a_campaign(None, *a_jury())
    (adam,) = session.scalars(sa.select(Person).where(Person.name == "Adam")).all()
    cancelling.propose_cancelling(calendar, WHY, by=adam)
    with refused("lone_admin"):
        cancelling.cancel(calendar, by=adam)


def test_a_plan_is_deleted_with_its_jury_and_an_announced_one_is_not(
    session: Session, adam: Person
) -> None:
    jo, juno = a_jury()
    planned = plan_campaign(a_plan(), by=adam)
    name_juror(planned, jo, has_entry=False, by=adam)
    number = planned.campaign_id
    with refused("only_planned"):
        cancelling.propose_cancelling(planned, WHY, by=adam)
    cancelling.delete_plan(planned, by=adam)
    session.commit()
    assert (session.get(Campaign, number), session.get(Calendar, number)) == (None, None)
    assert jo.roles == set()
    with refused("announced"):
        cancelling.delete_plan(a_campaign(None, jo, juno), by=adam)


def test_the_pages_of_a_changed_campaign(
    client: FlaskClient, session: Session, clock: Clock, adam: Person, anna: Person
) -> None:
    calendar = a_campaign(None, *a_jury())
    entry, slug = an_entry(calendar), calendar.campaign.slug
    desk, page = f"/desk/campaigns/{slug}", f"/campaigns/{slug}"
    for person, status in ((None, 303), (a_person("Eve"), 403), (a_person("Max", MODERATOR), 403)):
        if person is not None:
            sign_in(client, person)
        for place in ("calendar", "cancellation"):
            assert client.get(f"{desk}/{place}").status_code == status
        assert client.post(f"{desk}/cancellation/confirmation").status_code == status
        assert client.delete(f"{desk}/plan").status_code == status
    sign_in(client, adam)
    form = client.get(f"{desk}/calendar").text
    assert 'name="results_at"' in form
    assert 'name="entries_open_at"' not in form
    typed = {
        name: getattr(calendar, name).strftime("%Y-%m-%dT%H:%M") for name in NAMES[1:]
    }  # as if the clocks showed UTC: an hour before
    early = client.post(f"{desk}/calendar", data=typed | {"sentence_en": WHY["en"]})
    assert early.status_code == 422
    assert f'id="{NAMES[1]}-error"' in early.text
    assert 'id="sentence_en-error"' not in early.text
    assert "(one language is enough)" in early.text
    local = later(calendar.dates, **dict.fromkeys(NAMES[1:], 2 + 1 / 24))
    typed = {name: getattr(local, name).strftime("%Y-%m-%dT%H:%M") for name in NAMES[1:]}
    assert client.post(f"{desk}/calendar", data=typed).status_code == 422
    assert client.post(f"{desk}/calendar", data=typed | {"results_at": "soon"}).status_code == 422
    for odd in ("2027-03-28T02:30", "2027-10-31T02:30"):  # never shown in Paris, and shown twice
        moved = client.post(f"{desk}/calendar", data=typed | {"results_at": odd})
        assert moved.status_code == 422
        assert "The clocks change then" in moved.text
    said = {"sentence_en": WHY["en"], "sentence_fr": WHY["fr"]}
    assert client.post(f"{desk}/calendar", data=typed | said).status_code == 303
    assert WHY["en"] in client.get(page).text
    assert WHY["en"] in client.get(f"{page}/rules/2").text
    assert WHY["en"] not in client.get(f"{page}/rules/1").text
    assert client.post(f"{desk}/cancellation", data={"sentence_en": ""}).status_code == 422
    assert client.post(f"{desk}/cancellation", data=said).status_code == 303
    assert "proposes to cancel" in client.get(desk).text
    assert client.post(f"{desk}/cancellation/confirmation").status_code == 409
    assert "was cancelled" not in client.get(page).text
    assert "Campaigns to cancel" not in client.get("/desk").text
    sign_in(client, anna)
    assert f"{desk}/cancellation" in client.get("/desk").text
    assert WHY["fr"] in client.get(f"{desk}/cancellation").text
    assert client.post(f"{desk}/cancellation/confirmation").status_code == 303
    assert client.post(f"{desk}/cancellation/confirmation").status_code == 409
    assert "Campaigns to cancel" not in client.get("/desk").text
    assert "Name them" not in client.get(desk).text
    told = client.get(page).text
    assert "The jury decides it" not in told
    assert "This campaign was cancelled" in told
    assert "Submit an entry" not in told
    assert "Cancelled on" in client.get("/campaigns").text
    assert "was cancelled" in client.get(f"{desk}/cancellation").text
    assert WHY["en"] in client.get(f"/ideas/{entry.slug}?tab=journey").text
    assert client.delete(f"{desk}/plan").status_code == 409


def test_rules_in_two_languages_are_one_version(session: Session, clock: Clock) -> None:
    calendar = a_campaign(None, *a_jury())
    for moment, language in ((NOON, "en"), (NOON + timedelta(seconds=1), "fr")):
        written = {"published_at": moment, "reason": "calendar"}
        row = rulebook_of(calendar.campaign_id, 1)["en"]
        copied = {each.key: getattr(row, each.key) for each in sa.inspect(Rulebook).column_attrs}
        session.add(Rulebook(**copied | written | {"version": 2, "language": language}))
    session.commit()
    versions = rule_versions(calendar.campaign_id)
    assert [each.version for each in versions] == [2, 1]
    assert versions[0].published_at == NOON


def test_a_plan_is_deleted_on_its_page(client: FlaskClient, session: Session, adam: Person) -> None:
    planned = plan_campaign(a_plan(days=(1, 7, 10, 14, 21, 30)), by=adam)
    session.commit()
    slug = planned.campaign.slug
    sign_in(client, adam)
    assert "Delete this plan" in client.get(f"/desk/campaigns/{slug}/plan").text
    gone = client.post(f"/desk/campaigns/{slug}/plan", data={"_method": "DELETE"})
    assert gone.headers["Location"] == "/desk/campaigns"
    assert calendar_at(slug) is None
    assert client.get(f"/desk/campaigns/{slug}").status_code == 404


def test_a_pause_of_votes_holds_the_campaign_up_and_puts_its_calendar_off(
    app: Flask, session: Session, clock: Clock, adam: Person
) -> None:
    calendar, entry, _ = in_vote(clock)
    before, client = calendar.dates, app.test_client()
    page = f"/campaigns/{calendar.campaign.slug}"
    clock.go(days=6)
    turn(Voting, "is_open", False, by=adam.id)
    session.commit()
    clock.go(days=5)
    for _ in range(2):
        follow_pauses()
        count_due()
    assert (calendar.closed_at, phase_at(calendar.course, clock.moment)) == (None, Phase.JURY)
    assert "The clock stands still" in client.get(page).text
    assert 'id="vote"' in client.get(page).text
    turn(Voting, "is_open", True, by=adam.id)
    session.commit()
    assert phase_at(calendar.course, moment_of(calendar)) == Phase.VOTE
    count_due()
    session.expire_all()
    assert phase_at(calendar.course, moment_of(calendar)) == Phase.VOTE
    for _ in range(2):
        follow_pauses()
    session.expire_all()
    late = calendar.vote_closes_at - before.vote_closes_at
    assert timedelta(days=5) <= late < timedelta(days=5, seconds=1)
    assert calendar.results_at - before.results_at == late
    assert session.get_one(Ballot, entry.id).closes_at == calendar.vote_closes_at
    (change,) = changes_of(calendar.campaign_id)
    assert (change.changed_by_id, set(change.sentence)) == (None, {"en", "fr"})
    text = client.get(page).text
    assert "Nobody could vote for some time" in text
    assert "The clock stands still" not in text
    assert set(rulebook_of(calendar.campaign_id)) == {"en", "fr"}
    cast_vote(entry, by=a_person("Vera"))
    session.commit()
    drain(app)
    session.rollback()
    assert told_of(entry, "put_off") == 1
    clock.go(days=2)
    count_due()
    session.expire_all()
    assert calendar.closed_at is not None


@pytest.mark.parametrize(("begins", "ends"), [(5, 10), (22, 23)])
def test_a_pause_before_or_after_the_vote_changes_no_calendar(
    session: Session, clock: Clock, adam: Person, begins: int, ends: int
) -> None:
    calendar = a_campaign(a_plan(Kind.CONTEST, has_jury=False), *a_jury())
    an_entry(calendar)
    before = calendar.dates
    for days, is_open in ((begins, False), (ends - begins, True)):
        clock.go(days=days)
        count_due()
        turn(Voting, "is_open", is_open, by=adam.id)
        session.commit()
    follow_pauses()
    session.expire_all()
    assert calendar.dates == before
