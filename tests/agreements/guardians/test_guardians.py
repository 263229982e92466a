"""A minor's guardian: asked by mail, signs once by the link, and counts."""

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import AgeBand, Person
from ideas.agreements import actions
from ideas.agreements.guardians.actions import forget_guardians_addresses
from ideas.agreements.guardians.models import GuardianAcceptance, GuardianLink, GuardianRefusal
from ideas.agreements.guardians.rules import (
    MOST_LINKS,
    Guardian,
    refusal_to_ask,
    refusal_to_ask_again,
    refusal_to_sign,
)
from ideas.agreements.models import Agreement
from ideas.agreements.rules import Part
from ideas.agreements.signing import accept, ask_again, sign_as_guardian
from ideas.db import take_write_lock
from ideas.jobs.worker import drain
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import an_agreement, figures
from tests.races import at_once

TOM = Guardian("Tom Wood", "tom@example.org")
TYPED = {"guardian": "Tom Wood", "relation": "parent", "address": "Tom@Example.org"}
YES = {"name": "Tom Wood", "agree": "y"}


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


def token_sent(session: Session) -> str:
    newest = sa.select(Message).where(Message.template == "agreements/guardian")
    message = session.scalars(newest.order_by(Message.id.desc()).limit(1)).one()
    return str(message.values["token"])


@pytest.fixture
def fay(session: Session, clock: Clock) -> Person:
    return a_person("Fay", Role.FINANCE)


@pytest.fixture
def tim(session: Session, clock: Clock) -> Person:
    return a_person("Tim", age_band=AgeBand.MINOR)


@pytest.fixture
def agreement(fay: Person, tim: Person) -> Agreement:
    return an_agreement(fay, [(tim, 10_000, 0)])


@pytest.mark.parametrize(
    ("guardian", "asked", "said"),
    [
        (TOM, 0, None),
        (TOM, MOST_LINKS - 1, None),
        (TOM, MOST_LINKS, "guardian.too_often"),
        (None, 0, "agreement.no_guardian"),
        (Guardian(" ", "tom@example.org"), 0, "agreement.no_guardian"),
        (Guardian("Tom", " "), 0, "guardian.no_address"),
        (Guardian("Tom", "TIM@example.org "), 0, "guardian.own_address"),
    ],
)
def test_whom_one_can_ask(guardian: Guardian | None, asked: int, said: str | None) -> None:
    assert code(refusal_to_ask(guardian, own_address="tim@example.org", asked=asked)) == said


def test_when_one_can_ask_again_and_sign() -> None:
    assert refusal_to_ask_again(is_waiting=True, is_offered=True) is None
    assert code(refusal_to_ask_again(is_waiting=True, is_offered=False)) == "guardian.over"
    assert code(refusal_to_ask_again(is_waiting=False, is_offered=True)) == "guardian.not_needed"
    assert refusal_to_sign("offered", "Tom") is None
    assert code(refusal_to_sign("ended", "Tom")) == "guardian.over"
    assert code(refusal_to_sign("offered", " ")) == "guardian.no_name"


def test_it_is_in_force_once_the_guardian_signed(
    session: Session, tim: Person, agreement: Agreement
) -> None:
    with pytest.raises(Refused, match=r"agreement\.no_guardian"):
        accept(agreement.shares[0], by=tim, name="Tim")
    acceptance = accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    session.commit()
    assert (acceptance.guardian, agreement.state) == ("Tom Wood", "offered")
    given = sign_as_guardian(token_sent(session), " Tom Wood ")
    session.commit()
    assert (given.name, given.relation, given.text_hash) == (
        *("Tom Wood", "parent"),
        agreement.text_hash,
    )
    assert agreement.state == "active"
    link = session.scalars(sa.select(GuardianLink)).one()
    assert (link.address, link.used_at is not None) == (None, True)
    with pytest.raises(Refused, match=r"guardian\.link_gone"):
        sign_as_guardian(token_sent(session), "Tom")


def contributed_by(contributor: Person, fay: Person) -> Agreement:
    """Ada's agreement, which gives a tenth to somebody outside the team."""
    agreement = an_agreement(fay, [(a_person("Ada"), 10_000, 0)], offered=False)
    shares = [
        Part(agreement.shares[0].person_id, 9_000),
        Part(contributor.id, 1_000, is_contributor=True),
    ]
    actions.edit(agreement, figures(), shares, by=fay)
    actions.offer(agreement, by=fay)
    return agreement


def test_a_contributors_guardian_signs_too(
    client: FlaskClient, session: Session, fay: Person, tim: Person
) -> None:
    agreement = contributed_by(tim, fay)
    first, second = agreement.shares
    assert (second.part, second.person_id) == ("contributor", tim.id)
    with pytest.raises(Refused, match=r"agreement\.no_guardian"):
        accept(second, by=tim, name="Tim")
    accept(first, by=first.person, name="Ada")
    session.commit()
    own, mine = f"/workshop/agreements/{agreement.id}", {"name": "Tim", "agree": "y"}
    sign_in(client, tim)
    assert "a parent or guardian signs with you" in client.get(own).text
    assert client.post(own, data=mine).status_code == 409
    assert client.post(own, data=mine | TYPED).status_code == 303
    session.refresh(agreement)
    assert agreement.state == "offered"
    with client.session_transaction() as cookies:
        cookies.clear()
    page = f"/agreements/guardian/{token_sent(session)}"
    assert "Tim is under 18" in client.get(page).text
    assert client.post(page, data=YES).status_code == 303
    assert client.post(page, data=YES).status_code == 410
    session.refresh(agreement)
    assert agreement.state == "active"


def test_a_link_ends_and_another_takes_its_place(
    session: Session, tim: Person, agreement: Agreement, clock: Clock
) -> None:
    share = agreement.shares[0]
    with pytest.raises(Refused, match=r"guardian\.not_needed"):
        ask_again(share, TOM, by=tim)
    accept(share, by=tim, name="Tim", guardian=TOM)
    session.commit()
    first = token_sent(session)
    ask_again(share, Guardian("Ann Wood", "ann@example.org", "guardian"), by=tim)
    session.commit()
    with pytest.raises(Refused, match=r"guardian\.link_gone"):
        sign_as_guardian(first, "Tom")
    clock.go(days=14)
    with pytest.raises(Refused, match=r"guardian\.link_gone"):
        sign_as_guardian(token_sent(session), "Ann")
    forget_guardians_addresses()
    session.commit()
    assert set(session.scalars(sa.select(GuardianLink.address))) == {None}
    for _ in range(MOST_LINKS - 2):
        ask_again(share, TOM, by=tim)
    with pytest.raises(Refused, match=r"guardian\.too_often"):
        ask_again(share, TOM, by=tim)
    assert sign_as_guardian(token_sent(session), "Tom").name == "Tom"
    with pytest.raises(Refused, match=r"guardian\.over"):
        ask_again(share, TOM, by=tim)


def test_a_withdrawn_offer_is_not_signed(
    session: Session, fay: Person, tim: Person, agreement: Agreement
) -> None:
    accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    actions.end(agreement, by=fay, reason="A slip")
    with pytest.raises(Refused, match=r"guardian\.over"):
        sign_as_guardian(token_sent(session), "Tom")


def test_the_database_waits_for_the_guardian(
    session: Session, tim: Person, agreement: Agreement
) -> None:
    accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    session.commit()
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="every guardian"):
        session.execute(sa.text("UPDATE rate_cards SET state = 'active', active_at = prepared_at"))


def test_two_press_the_link_at_once(
    app: Flask, session: Session, tim: Person, agreement: Agreement
) -> None:
    accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    session.commit()
    token = token_sent(session)

    def deed() -> object:
        return sign_as_guardian(token, "Tom")

    assert at_once(app, deed, deed) == ["", "guardian.link_gone"]
    assert len(session.scalars(sa.select(GuardianAcceptance)).all()) == 1


def test_through_http(
    client: FlaskClient, session: Session, tim: Person, agreement: Agreement
) -> None:
    own = f"/workshop/agreements/{agreement.id}"
    sign_in(client, tim)
    assert "a parent or guardian signs with you" in client.get(own).text
    mine = {"name": "Tim", "agree": "y"}
    assert client.post(own, data=mine).status_code == 409
    assert client.post(own, data=mine | TYPED | {"address": "nowhere"}).status_code == 422
    assert client.post(own, data=mine | TYPED | {"relation": "friend"}).status_code == 422
    assert client.post(own, data=mine | TYPED).status_code == 303
    assert "We wrote to Tom Wood" in client.get(own).text
    assert "Tom Wood, their guardian, has not signed yet" in client.get(own).text
    first = token_sent(session)
    wrong = client.post(f"{own}/guardian", data=TYPED | {"address": "no@where"})
    assert wrong.status_code == 422
    assert 'value="no@where"' in wrong.text
    assert "field-error" in wrong.text
    assert client.post(f"{own}/guardian", data=TYPED).status_code == 303
    sign_in(client, a_person("Eve"))
    assert client.post(f"{own}/guardian", data=TYPED).status_code == 404
    with client.session_transaction() as cookies:
        cookies.clear()
    assert client.get(f"/agreements/guardian/{first}").status_code == 410
    assert client.get("/agreements/guardian/guessed").status_code == 410
    page = f"/agreements/guardian/{token_sent(session)}"
    shown = client.get(page)
    assert "Tim is under 18" in shown.text
    assert "no-referrer" in shown.text
    assert client.get(page.replace("guardian", "changes/guardian")).status_code == 404
    assert client.post(page, data={"name": "Tom"}).status_code == 422
    assert client.post(page, data=YES).status_code == 303
    for _ in range(2):
        assert client.post(page, data=YES).status_code == 410
    session.expire_all()
    assert agreement.state == "active"
    sign_in(client, tim)
    assert "with Tom Wood (parent)" in client.get(own).text


def test_a_guardian_says_no_and_can_be_asked_again(
    app: Flask,
    client: FlaskClient,
    session: Session,
    fay: Person,
    tim: Person,
    agreement: Agreement,
) -> None:
    accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    session.commit()
    token = token_sent(session)
    page = f"/agreements/guardian/{token}"
    assert f"{page}/refusal" in client.get(page).text
    refusing = client.get(f"{page}/refusal").text
    assert "Tim cannot enter this without" in refusing
    assert f'href="{page}"' in refusing
    assert client.post(f"{page}/refusal", data={"words": "x" * 501}).status_code == 422
    assert client.post(f"{page}/refusal", data={"words": " Too low "}).status_code == 303
    assert client.post(f"{page}/refusal").status_code == 410
    assert client.post(page, data=YES).status_code == 410
    (said,) = session.scalars(sa.select(GuardianRefusal))
    assert (said.words, said.link.address, agreement.state) == ("Too low", None, "offered")
    session.commit()
    drain(app)
    session.commit()
    found = sa.select(Notice).where(Notice.variant == "guardian_refused").order_by(Notice.id)
    told = {(each.person_id, each.kind, each.actor_id) for each in session.scalars(found)}
    assert told == {(tim.id, "agreement", None), (fay.id, "dispute", tim.id)}
    own, desk = f"/workshop/agreements/{agreement.id}", f"/desk/agreements/{agreement.id}"
    sign_in(client, fay)
    assert "Tom Wood, their guardian, does not agree" in client.get(desk).text
    assert "The parent or guardian of Tim does not agree" in client.get("/notices").text
    sign_in(client, tim)
    assert "Your parent or guardian does not agree" in client.get("/notices").text
    assert "Tom Wood does not agree. Your acceptance counts once" in client.get(own).text
    assert client.post(f"{own}/guardian", data=TYPED).status_code == 303
    assert "does not agree" not in client.get(own).text
    sign_as_guardian(token_sent(session), "Tom")
    session.commit()
    assert agreement.state == "active"


def test_the_mail_leads_to_the_page_of_its_version(
    app: Flask, session: Session, tim: Person, agreement: Agreement
) -> None:
    accept(agreement.shares[0], by=tim, name="Tim", guardian=TOM)
    session.commit()
    message = session.scalars(sa.select(Message)).one()
    token = token_sent(session)
    for version, path in ((1, "guardian"), (2, "changes/guardian")):
        take_write_lock()
        message.values = message.values | {"version": version}
        session.commit()
        letter = letter_of(message)
        bodies = [part.get_content() for part in letter.walk() if not part.is_multipart()]
        assert letter["To"].endswith("tom@example.org")
        assert len(bodies) > 1
        assert all(f"/agreements/{path}/{token}" in body for body in bodies[:2])
        assert "Tim is under 18 and named you, Tom Wood" in bodies[0]
