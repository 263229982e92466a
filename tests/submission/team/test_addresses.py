"""Asking by e-mail address: nobody learns from it whether an address has an account."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.events.models import RecordedEvent
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.limits.rules import LIMITS
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.notifications.listeners import write_mail
from ideas.notifications.models import Notice
from ideas.refusals import Refused
from ideas.submission.actions import delete_draft, submit
from ideas.submission.queries import untouched_draft_of
from ideas.submission.team import actions
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import invitations_to_join, offer_to, offers_to, proposed_team_of
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign
from tests.submission.making import a_draft, a_finished_draft

pytestmark = pytest.mark.usefixtures("session", "clock")
PART = {"HX-Request": "true"}
KNOWN, UNKNOWN = "known@example.org", "nobody@example.org"
Sent = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def ben(session: Session) -> Person:
    """Somebody whose address is known here."""
    return a_person("Ben Secret", email=KNOWN)


@pytest.fixture
def draft(session: Session) -> Idea:
    """A finished draft of Ada's."""
    the_campaign()
    return a_finished_draft(a_person("Ada", email="ada@example.org"))


def ask(idea: Idea, address: str = KNOWN, share_bp: int = 4_000) -> Invitation:
    """Ada asks an address."""
    return actions.invite_address(idea, address, share_bp, by=idea.creator)


def answer(idea: Idea, by: Person, *, accept: bool, seen_bp: int | None = None) -> None:
    """What the invitation's page does."""
    actions.answer_offer(idea, accept=accept, by=by, seen_bp=seen_bp)


def left_to(idea: Idea) -> int:
    """What is left to the leader."""
    return proposed_team_of(idea)[0].share_bp


def mail(session: Session) -> list[tuple[str, str]]:
    """To whom something was written, and what."""
    found = session.execute(sa.select(Message.address, Message.template).order_by(Message.id))
    return [(address, template) for address, template in found]


def work(app: Flask, session: Session) -> None:
    """Let the worker do what waits."""
    session.commit()
    drain(app)
    write_mail()
    session.commit()


def told(session: Session, person: Person) -> list[str]:
    """The notices of a person."""
    theirs = sa.select(Notice).where(Notice.person_id == person.id)
    found = session.scalars(theirs.order_by(Notice.id))
    return [f"{notice.kind}.{notice.variant}" for notice in found]


def without_what_differs(text: str, address: str, mark: str) -> str:
    """A page without the address that was typed, its mark, tokens and moments."""
    text = text.replace(address, "ADDRESS").replace(mark, "MARK")
    return re.sub(r'(name="csrf[_-]token" (?:value|content)=)"[^"]*"', r"\1", text)


def asked_of_two(
    client: FlaskClient, draft: Idea, headers: dict[str, str], sent_statements: Sent
) -> list[tuple[int, str, str, list[str]]]:
    """The answer, the page after it and the statements, for a known and an unknown address."""
    seen = []
    sign_in(client, draft.creator)
    team = f"/drafts/{draft.slug}/team"
    for address in (KNOWN, UNKNOWN):
        client.get(team)
        with sent_statements() as sent:
            answered = client.post(team, data={"who": address, "share": "40"}, headers=headers)
        page = client.get(team).text
        (mark,) = (each.mark for each in invitations_to_join(draft.id))
        first = without_what_differs(answered.text, address, mark)
        then = without_what_differs(page, address, mark)
        seen.append((answered.status_code, first, then, sent))
        actions.take_back(draft, mark, by=draft.creator)
    return seen


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_known_and_an_unknown_address_get_one_answer(
    client: FlaskClient, draft: Idea, ben: Person, headers: dict[str, str], sent_statements: Any
) -> None:
    known, unknown = asked_of_two(client, draft, headers, sent_statements)
    assert known[0] == unknown[0] == (200 if headers else 303)
    assert known[1:3] == unknown[1:3]
    assert "We have written to this address." in known[2]
    assert "Ben" not in known[2]
    assert ben.handle not in known[2]


def test_the_same_work_is_done_for_both(
    client: FlaskClient, draft: Idea, ben: Person, sent_statements: Any
) -> None:
    known, unknown = asked_of_two(client, draft, {}, sent_statements)
    assert known[3] == unknown[3]
    assert not any("people.email =" in statement for statement in known[3])


@pytest.mark.parametrize("place", ["", "asked", "joined", "declined"])
def test_a_member_s_own_address_gets_the_same_answer(draft: Idea, ben: Person, place: str) -> None:
    if place:
        member = actions.invite(draft, ben, 1_000, by=draft.creator)
    if place in {"joined", "declined"}:
        actions.answer_invitation(member, accept=place == "joined", by=ben)
    ask(draft)
    ask(draft, UNKNOWN)
    assert {each.address for each in invitations_to_join(draft.id)} == {KNOWN, UNKNOWN}


def test_a_person_asked_by_address_may_still_be_asked_by_handle(draft: Idea, ben: Person) -> None:
    ask(draft)
    actions.invite(draft, ben, 1_000, by=draft.creator)
    assert [offer.share_bp for offer in offers_to(ben)] == [4_000]
    answer(draft, ben, accept=True, seen_bp=4_000)
    assert offers_to(ben) == []
    assert [part.share_bp for part in proposed_team_of(draft)] == [6_000, 4_000]


def test_who_has_the_address_is_told_and_joins(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft)
    work(app, session)
    assert told(session, ben) == ["team_invited."]
    assert mail(session) == [(KNOWN, "notifications/notice")]
    assert draft.team_ids == {draft.creator_id}
    answer(draft, ben, accept=True, seen_bp=4_000)
    answer(draft, ben, accept=True, seen_bp=4_000)
    work(app, session)
    assert draft.team_ids == {draft.creator_id, ben.id}
    assert invitations_to_join(draft.id) == []
    assert told(session, draft.creator) == ["team_answered.accepted"]


def test_who_has_no_account_is_written_to_in_the_inviters_language(
    app: Flask, session: Session, draft: Idea
) -> None:
    draft.creator.language = "fr"
    session.commit()
    ask(draft, UNKNOWN)
    work(app, session)
    (message,) = session.scalars(sa.select(Message))
    assert (message.address, message.template) == (UNKNOWN, "notifications/asked")
    assert (message.person_id, message.language) == (None, "fr")
    message.language = "en"
    letter = letter_of(message)
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert letter["Subject"] == "Ada asks you to join a team"
    assert f"/sign-up?next=/drafts/{draft.short_id}/invitation" in text
    assert "30 days" in text
    assert draft.title not in letter.as_string()


def test_a_stranger_is_sent_no_link_in_a_name(app: Flask, session: Session, draft: Idea) -> None:
    draft.creator.name = "You won, see win.example/now"
    session.commit()
    ask(draft, UNKNOWN)
    work(app, session)
    letter = letter_of(session.scalars(sa.select(Message)).one())
    assert letter["Subject"] == f"{draft.creator.handle} asks you to join a team"
    assert "win.example" not in letter.as_string()


@pytest.mark.parametrize("confirmed", [True, False])
def test_only_a_confirmed_address_is_told_here(
    app: Flask, session: Session, draft: Idea, confirmed: bool
) -> None:
    cleo = a_person("Cleo", email="cleo@example.org", confirmed=confirmed)
    ask(draft, "cleo@example.org")
    work(app, session)
    templates = [template for _, template in mail(session)]
    assert templates == ["notifications/notice" if confirmed else "notifications/asked"]
    assert bool(told(session, cleo)) is bool(offers_to(cleo)) is confirmed
    assert (offer_to(cleo, draft.slug) is not None) is confirmed
    assert bool(personal.export(cleo.id).get("invitations")) is confirmed


def test_a_no_tells_no_name(app: Flask, session: Session, draft: Idea, ben: Person) -> None:
    invitation = ask(draft)
    answer(draft, ben, accept=False)
    answer(draft, ben, accept=False)
    assert left_to(draft) == 10_000
    with pytest.raises(Refused) as refused:
        answer(draft, ben, accept=True)
    assert refused.value.refusal.code == "team.taken_back"
    mark = invitation.mark
    work(app, session)
    (notice,) = session.scalars(sa.select(Notice).where(Notice.person_id == draft.creator_id))
    assert (notice.variant, notice.actor_id, notice.words) == ("address", None, {})
    assert notice.key == f"asked:{mark}:declined"
    assert session.query(TeamMember).count() == 0
    ask(draft)
    answer(draft, ben, accept=True)
    assert left_to(draft) == 6_000


def test_a_no_leaves_the_place_one_has(draft: Idea, ben: Person) -> None:
    member = actions.invite(draft, ben, 1_000, by=draft.creator)
    actions.answer_invitation(member, accept=True, by=ben)
    ask(draft)
    answer(draft, ben, accept=False)
    assert draft.team_ids == {draft.creator_id, ben.id}
    ask(draft)
    answer(draft, ben, accept=True)
    assert [part.share_bp for part in proposed_team_of(draft)] == [6_000, 4_000]


def test_what_can_be_asked_of_an_address(draft: Idea) -> None:
    ask(draft)
    for address, share_bp, code in (
        (KNOWN, 100, "team.address_asked"),
        ("ada@example.org", 100, "team.leads"),
        (UNKNOWN, 6_001, "team.too_much"),
    ):
        with pytest.raises(Refused) as refused:
            ask(draft, address, share_bp)
        assert refused.value.refusal.code == code
    with pytest.raises(Refused):
        actions.invite(draft, a_person("Cleo"), 6_001, by=draft.creator)
    for number in range(8):
        ask(draft, f"{number}@example.org", 0)
    for one_more in (
        lambda: ask(draft, UNKNOWN, 0),
        lambda: actions.invite(draft, a_person("Dan"), 0, by=draft.creator),
    ):
        with pytest.raises(Refused) as refused:
            one_more()
        assert refused.value.refusal.code == "team.full"


def test_a_share_that_changes_is_seen_before_a_yes(
    app: Flask, session: Session, draft: Idea, ben: Person
) -> None:
    mark = ask(draft).mark
    work(app, session)
    with pytest.raises(Refused):
        actions.propose_shares(draft, {}, {mark: 10_001}, by=draft.creator)
    actions.propose_shares(draft, {}, {mark: 100, "another": 5_000}, by=draft.creator)
    assert left_to(draft) == 9_900
    with pytest.raises(Refused) as refused:
        answer(draft, ben, accept=True, seen_bp=4_000)
    assert refused.value.refusal.code == "team.share_changed"
    work(app, session)
    assert len(mail(session)) == 1
    answer(draft, ben, accept=True, seen_bp=100)


def test_taking_back_twice_is_once(app: Flask, session: Session, draft: Idea, ben: Person) -> None:
    mark = ask(draft).mark
    actions.take_back(draft, mark, by=draft.creator)
    actions.take_back(draft, mark, by=draft.creator)
    assert left_to(draft) == 10_000
    with pytest.raises(Refused) as refused:
        answer(draft, ben, accept=True)
    assert refused.value.refusal.code == "team.taken_back"
    work(app, session)
    assert mail(session) == []


def test_the_leader_never_joins_themself(app: Flask, session: Session, draft: Idea) -> None:
    ask(draft, "later@example.org")
    draft.creator.email = "later@example.org"
    work(app, session)
    assert told(session, draft.creator) == []
    assert offers_to(draft.creator) == []
    assert offer_to(draft.creator, draft.slug) is None


def test_who_changes_the_address_leaves_the_invitation_behind(
    session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft)
    session.commit()
    ben.email = "else@example.org"
    session.commit()
    assert offers_to(ben) == []
    ben.email = KNOWN
    session.commit()
    assert [offer.share_bp for offer in offers_to(ben)] == [4_000]


def test_an_idea_waits_for_the_answer_and_is_then_fixed(draft: Idea, ben: Person) -> None:
    mark = ask(draft).mark
    with pytest.raises(Refused) as refused:
        submit(draft, by=draft.creator)
    assert refused.value.refusal.code == "draft.shares"
    actions.propose_shares(draft, {}, {mark: 0}, by=draft.creator)
    submit(draft, by=draft.creator)
    assert offers_to(ben) == []
    for change in (
        lambda: answer(draft, ben, accept=True),
        lambda: actions.take_back(draft, mark, by=draft.creator),
        lambda: ask(draft, UNKNOWN, 0),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.refusal.code == "draft.fixed"


def test_addresses_are_forgotten_in_time(session: Session, draft: Idea, clock: Clock) -> None:
    ask(draft)
    clock.go(days=29, hours=23)
    ask(draft, UNKNOWN)
    actions.forget_invitations()
    assert len(invitations_to_join(draft.id)) == 2
    clock.go(hours=1)
    actions.forget_invitations()
    assert [each.address for each in invitations_to_join(draft.id)] == [UNKNOWN]
    advance(draft, Stage.SUBMITTED, by=draft.creator)
    actions.forget_invitations()
    assert session.query(Invitation).count() == 0


def test_a_deleted_draft_takes_its_invitations_along(
    app: Flask, session: Session, draft: Idea
) -> None:
    ask(draft)
    delete_draft(draft, by=draft.creator)
    work(app, session)
    assert session.query(Invitation).count() == 0
    assert mail(session) == []


def test_a_draft_with_an_invitation_is_not_taken_again(session: Session) -> None:
    empty = a_draft(title="", summary="", body="")
    session.execute(sa.text("DELETE FROM tags"))
    assert untouched_draft_of(empty.creator_id) is not None
    ask(empty)
    assert untouched_draft_of(empty.creator_id) is None


def test_who_leaves_is_invited_nowhere_and_was_given_it_before(
    app: Flask, session: Session, draft: Idea
) -> None:
    ask(draft, "cleo@example.org")
    work(app, session)
    assert len(mail(session)) == 1
    cleo = a_person("Cleo", email="cleo@example.org")
    (given,) = personal.export(cleo.id)["invitations"]
    assert (given["address"], given["share_bp"]) == ("cleo@example.org", 4_000)
    personal.erase(cleo)
    session.commit()
    assert (session.query(Invitation).count(), mail(session)) == (0, [])


def test_an_address_nobody_confirmed_erases_nothing(session: Session, draft: Idea) -> None:
    ask(draft)
    personal.erase(a_person("Eve", email=KNOWN, confirmed=False))
    session.commit()
    assert session.query(Invitation).count() == 1


def test_no_record_holds_an_address(app: Flask, session: Session, draft: Idea, ben: Person) -> None:
    ask(draft)
    ask(draft, UNKNOWN)
    work(app, session)
    answer(draft, ben, accept=False)
    work(app, session)
    for table in (RecordedEvent.__table__, AuditEntry.__table__, Notice.__table__):
        rows = session.execute(sa.select(table)).all()
        assert "example.org" not in repr(rows), table


def test_an_address_is_written_to_only_so_often(client: FlaskClient, session: Session) -> None:
    most = LIMITS["invite_address"].most
    statuses = []
    for number in range(most + 1):
        idea = a_draft(a_person("Ada", email=f"ada{number}@example.org"))
        sign_in(client, idea.creator)
        sent = {"who": UNKNOWN, "share": "1"}
        statuses.append(client.post(f"/drafts/{idea.slug}/team", data=sent).status_code)
    assert statuses == [*[303] * most, 429]


def test_a_person_writes_to_only_so_many_addresses(client: FlaskClient, draft: Idea) -> None:
    most = LIMITS["invite_addresses"].most
    sign_in(client, draft.creator)
    statuses = []
    for number in range(most + 1):
        sent = {"who": f"una+{number}@example.org", "share": "1"}
        statuses.append(client.post(f"/drafts/{draft.slug}/team", data=sent).status_code)
        for each in invitations_to_join(draft.id):
            actions.take_back(draft, each.mark, by=draft.creator)
    assert statuses == [*[303] * most, 429]


def test_shares_of_addresses_are_typed_and_taken_back(
    client: FlaskClient, session: Session, draft: Idea
) -> None:
    sign_in(client, draft.creator)
    invitation = ask(draft, "NOBODY@example.org".lower())
    mark, team = invitation.mark, f"/drafts/{draft.slug}/team"
    sent = {"_method": "PUT", f"asked_{mark}": "33.33"}
    assert client.post(team, data=sent).status_code == 303
    assert left_to(draft) == 6_667
    bad = client.put(team, data={f"asked_{mark}": "100.1"}, headers=PART)
    assert (bad.status_code, "100.1" in bad.text) == (422, True)
    gone = f"/drafts/{draft.slug}/invitations/{mark}"
    part = client.delete(gone, headers=PART)
    assert (part.status_code, UNKNOWN in part.text) == (200, False)
    assert client.post(gone, data={"_method": "DELETE"}).status_code == 303
    assert left_to(draft) == 10_000


def test_nobody_else_sees_or_takes_back_an_invitation(
    client: FlaskClient, session: Session, draft: Idea
) -> None:
    mark = ask(draft).mark
    other = a_draft(a_person("Eve"))
    sign_in(client, other.creator)
    assert client.get(f"/drafts/{draft.slug}/invitation").status_code == 404
    assert client.delete(f"/drafts/{draft.slug}/invitations/{mark}").status_code == 404
    assert client.delete(f"/drafts/{other.slug}/invitations/{mark}").status_code == 303
    assert session.query(Invitation).count() == 1


def test_whoever_was_asked_reads_and_answers(
    client: FlaskClient, session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft)
    sign_in(client, draft.creator)
    warned = "Whoever you ask reads the idea before they answer."
    assert warned in client.get(f"/drafts/{draft.slug}/team").text
    sign_in(client, ben)
    assert "Ada asks you to join" in client.get("/workshop").text
    page = f"/drafts/{draft.slug}/invitation"
    assert draft.body_html in client.get(page).text
    assert 'name="share" value="4000"' in client.get(page).text
    refused = client.post(page, data={"answer": "yes", "share": "5000"})
    assert (refused.status_code, "has changed" in refused.text) == (409, True)
    assert client.post(page, data={"answer": "yes", "share": "4000"}).status_code == 303
    assert "asks you to join" not in client.get("/workshop").text
    assert "You are on the team." in client.get(page).text


def test_a_no_pressed_twice_gets_one_answer_and_tells_a_stranger_nothing(
    client: FlaskClient, session: Session, draft: Idea, ben: Person
) -> None:
    ask(draft)
    page = f"/drafts/{draft.slug}/invitation"
    for person in (ben, ben, a_person("Eve")):
        sign_in(client, person)
        said = client.post(page, data={"answer": "no", "share": "4000"})
        assert (said.status_code, said.location) == (303, "/workshop")
    nowhere = client.post("/drafts/nowhere/invitation", data={"answer": "no"})
    assert (nowhere.status_code, nowhere.location) == (303, "/workshop")
    assert client.post(page, data={"answer": "yes"}).status_code == 404
    assert session.query(TeamMember).count() == 0
