"""Signing up and confirming the address."""

import re
from collections.abc import Callable
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import Headers

from ideas.accounts import handover, hashing
from ideas.accounts.entry import newcomers
from ideas.accounts.entry.actions import make_person
from ideas.accounts.entry.newcomers import newcomer
from ideas.accounts.links.models import Link
from ideas.accounts.models import AgeBand, Consent, Person
from ideas.accounts.queries import person_by_email
from ideas.accounts.sessions.queries import sessions_of
from ideas.events.models import RecordedEvent
from ideas.limits.rules import LIMITS
from ideas.refusals import Refusal, Refused
from ideas.settings.actions import turn
from ideas.web.settings import Brand
from tests.accounts.making import FORM, PASSWORD, mails_to, sign_up, token_to
from tests.conftest import NOON, Clock
from tests.factories import a_person

VERA = "vera@example.org"


def vera(session: Session) -> Person:
    """Who signed up last."""
    session.rollback()
    person = person_by_email(VERA)
    assert person is not None
    return person


def events(session: Session) -> list[str]:
    """The names of what happened."""
    return list(session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


@pytest.fixture
def errands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """An errand ``wave:<whom>``, and each time it was run: for whom, and by a verified person."""
    run: list[tuple[str, bool]] = []

    def wave(subject: str, *, by: Person) -> None:
        if subject == "nobody":
            raise Refused(Refusal("role.unverified"))
        run.append((subject, by.is_verified))

    monkeypatch.setattr(handover, "_errands", {"wave": wave})
    return run


def test_the_form_is_there_without_an_account(client: FlaskClient) -> None:
    page = client.get("/sign-up")
    assert page.status_code == 200
    assert 'name="country"' in page.text


def test_signing_up_makes_an_account_that_waits(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    answered = sign_up(client, email=" Vera@Example.ORG ", age="15")
    assert (answered.status_code, answered.location) == (303, "/sign-up/sent")
    person = vera(session)
    assert (person.name, person.handle, person.country) == ("Vera Voter", "vera-voter", "FR")
    assert person.age_band is AgeBand.MINOR
    assert person.password_hash is not None
    assert person.password_hash.startswith("$argon2id$")
    assert not person.is_verified
    assert sessions_of(person.id) == []
    agreed = session.scalars(sa.select(Consent.document).order_by(Consent.document)).all()
    assert agreed == ["ages", "guidelines", "privacy"]
    assert events(session) == ["accounts.SignedUp"]


def test_opening_the_link_confirms_nothing(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    page = client.get(f"/account/confirmation/{token_to(session, VERA)}")
    assert page.status_code == 200
    assert VERA in page.text
    assert not vera(session).is_verified


def test_pressing_the_button_confirms_and_lets_in(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client, next="/ideas/lighthouse")
    answered = client.post(f"/account/confirmation/{token_to(session, VERA)}")
    assert (answered.status_code, answered.location) == (303, "/ideas/lighthouse")
    assert vera(session).email_confirmed_at == NOON
    assert "Your address is confirmed" in client.get("/account").text
    assert events(session) == ["accounts.SignedUp", "accounts.EmailConfirmed"]


def test_a_link_works_once(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_up(client)
    address = f"/account/confirmation/{token_to(session, VERA)}"
    client.post(address)
    assert client.post(address).status_code == 410
    assert client.get(address).status_code == 410


def test_a_used_link_says_that_its_work_is_done(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    address = f"/account/confirmation/{token_to(session, VERA)}"
    client.post(address)
    assert "Your address is already confirmed" in client.get(address).text
    assert "See the ideas" in client.get(address).text
    client.post("/sign-out")
    assert "Sign in" in client.get(address).text
    vera(session).suspended_at = NOON
    session.commit()
    assert "This link no longer works" in client.get(address).text


def test_a_link_grows_old(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_up(client)
    address = f"/account/confirmation/{token_to(session, VERA)}"
    clock.go(hours=71)
    assert client.get(address).status_code == 200
    clock.go(hours=1)
    assert client.post(address).status_code == 410
    assert not vera(session).is_verified


def test_a_guessed_link_and_one_for_another_purpose_open_nothing(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    assert client.post("/account/confirmation/guessed").status_code == 410
    assert client.post(f"/account/password/{token_to(session, VERA)}").status_code == 410
    assert client.post(f"/account/door/{token_to(session, VERA)}").status_code == 410


def test_only_the_hash_of_a_link_is_kept(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    token = token_to(session, VERA)
    link = session.scalars(sa.select(Link)).one()
    assert token not in repr([getattr(link, column.key) for column in Link.__table__.columns])


def test_a_known_address_gets_the_same_answer_and_another_mail(
    client: FlaskClient, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hash_password = Mock(wraps=hashing.hashed)
    monkeypatch.setattr(newcomers, "hashed", hash_password)
    a_person("Ada", email="ada@example.org")
    fresh, known = sign_up(client), sign_up(client, email="ada@example.org")
    assert (fresh.status_code, fresh.location, fresh.text) == (
        known.status_code,
        known.location,
        known.text,
    )
    assert _shape(fresh.headers) == _shape(known.headers)
    assert [call.args for call in hash_password.mock_calls] == [(PASSWORD,), (PASSWORD,)]
    (told,) = mails_to(session, "ada@example.org")
    assert (told.template, told.values) == ("accounts/known", {})
    assert person_by_email("ada@example.org").name == "Ada"  # type: ignore[union-attr]


def test_the_same_form_twice_makes_one_account(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    sign_up(client)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1
    assert [mail.template for mail in mails_to(session, VERA)] == [
        "accounts/confirm",
        "accounts/known",
    ]


def test_two_people_of_one_name_have_two_handles(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    sign_up(client, email="other@example.org")
    handles = session.scalars(sa.select(Person.handle).order_by(Person.id)).all()
    assert handles[0] == "vera-voter"
    assert re.fullmatch(r"vera-voter-\w{7}", handles[1])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("age", "14", "Where you live, people can join from the age of 15."),
        ("password", "short", "A password has at least 8 characters."),
        ("password", "vera-voter", "This password is easy to guess."),
        ("email", "vera@", "Write an e-mail address like name@example.org."),
        ("name", "\u200b", "Please fill this in."),
        ("name", "x" * 61, "Use at most 60 characters."),
        ("country", "", "Please fill this in."),
        ("country", "XX", "Choose one of the list."),
        ("agree", "", "Please fill this in."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(
    field: str, typed: str, sentence: str, client: FlaskClient, session: Session, clock: Clock
) -> None:
    sent = {name: value for name, value in (FORM | {field: typed}).items() if value}
    answered = client.post("/sign-up", data=sent)
    assert answered.status_code == 422
    assert re.search(rf'id="{field}-error".*?{re.escape(sentence)}', answered.text, re.S)
    assert PASSWORD not in answered.text
    for name in {"name", "email"} - {field}:
        assert f'value="{FORM[name]}"' in answered.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_the_brands_name_is_no_password(session: Session, clock: Clock) -> None:
    assert newcomers.hashed_password("Quillowmere-9")
    turn(Brand, "name", "Quillowmere", by=None)
    session.commit()
    with pytest.raises(Refused):
        newcomers.hashed_password("Quillowmere-9")


def test_too_many_from_one_network_have_to_wait(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    for number in range(LIMITS["sign_up"].most):
        assert sign_up(client, password="short", email=f"v{number}@example.org").status_code == 422
    answered = sign_up(client)
    assert answered.status_code == 429
    assert int(answered.headers["Retry-After"]) == 3_600
    assert "Wait 60 minutes" in answered.text


def test_nobody_can_be_flooded_with_mail(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    statuses = [sign_up(client).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


def test_the_errand_is_run_at_once_and_again_when_confirmed(
    client: FlaskClient, session: Session, clock: Clock, errands: list[tuple[str, bool]]
) -> None:
    sign_up(client, errand="wave:ada", next="/ideas/ada")
    assert errands == [("ada", False)]
    client.post(f"/account/confirmation/{token_to(session, VERA)}")
    assert errands == [("ada", False), ("ada", True)]


def test_an_errand_that_cannot_be_done_stops_nobody(
    client: FlaskClient, session: Session, clock: Clock, errands: list[tuple[str, bool]]
) -> None:
    assert sign_up(client, errand="wave:nobody").location == "/sign-up/sent"
    client.post(f"/account/confirmation/{token_to(session, VERA)}")
    assert vera(session).is_verified
    assert "Roles are for people" in client.get("/account").text


def test_unknown_errands_are_nothing(
    client: FlaskClient, session: Session, clock: Clock, errands: list[tuple[str, bool]]
) -> None:
    assert sign_up(client, errand="rob:bank").status_code == 303
    assert errands == []


def test_packages_that_wait_for_the_address_are_told_in_the_same_transaction(
    client: FlaskClient,
    session: Session,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(person: Person) -> None:
        raise Refused(Refusal("role.unverified"))

    react: list[Callable[[Person], object]] = [fail]
    monkeypatch.setattr(handover, "_confirmed", react)
    sign_up(client)
    address = f"/account/confirmation/{token_to(session, VERA)}"
    assert client.post(address).status_code == 409
    assert not vera(session).is_verified
    told: list[int] = []
    react[:] = [lambda person: told.append(person.id)]
    assert client.post(address).status_code == 303
    assert told == [vera(session).id]


def test_the_page_for_the_unconfirmed_sends_again(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client)
    answered = client.post("/sign-in", data={"email": VERA, "password": PASSWORD})
    assert answered.location.startswith("/account/confirmation")
    assert VERA in client.get(answered.location).text
    for _ in range(LIMITS["resend"].most):
        assert client.post("/account/confirmation").status_code == 303
    assert client.post("/account/confirmation").status_code == 429
    assert len(mails_to(session, VERA)) == 1 + LIMITS["resend"].most
    client.post(f"/account/confirmation/{token_to(session, VERA)}")
    assert client.get("/account/confirmation").status_code == 303


def test_of_two_who_race_for_an_address_one_gets_it(session: Session, clock: Clock) -> None:
    who = newcomer("Vera", VERA, PASSWORD, country="FR", age=18, language="en")
    assert make_person(who) is not None
    assert make_person(who) is None
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(Consent)) == 3


def test_a_stranger_who_signed_up_with_my_address_gets_nothing_of_my_confirming(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    """Eve chose the password; so confirming elsewhere takes it, and a new one ends her sessions."""
    sign_up(client)
    client.post("/sign-in", data={"email": VERA, "password": PASSWORD})
    address, mine = f"/account/confirmation/{token_to(session, VERA)}", client.application
    browser = mine.test_client()
    assert "did not sign up in this browser" in browser.get(address).text
    assert browser.post(address).status_code == 422
    assert browser.post(address, data={"password": "some other words"}).status_code == 422
    assert not vera(session).is_verified
    browser.post("/sign-up", data=FORM)
    assert browser.post(address).status_code == 422
    browser.post("/account/password/lost", data={"email": VERA})
    reset = f"/account/password/{token_to(session, VERA)}"
    assert browser.post(reset, data={"password": "four old ships at sea"}).status_code == 303
    assert vera(session).is_verified
    assert client.get("/account/data").status_code != 200
    assert browser.get("/account/data").status_code == 200


def test_on_another_device_the_password_confirms_and_ends_what_was_open(
    client: FlaskClient, session: Session, clock: Clock, errands: list[tuple[str, bool]]
) -> None:
    sign_up(client, errand="wave:ada")
    client.post("/sign-in", data={"email": VERA, "password": PASSWORD})
    phone = client.application.test_client()
    address = f"/account/confirmation/{token_to(session, VERA)}"
    assert phone.post(address, data={"password": PASSWORD}).status_code == 303
    assert vera(session).is_verified
    assert errands[-1] == ("ada", True)
    assert phone.get("/account/data").status_code == 200
    assert client.get("/account/data").status_code != 200


def _shape(headers: Headers) -> dict[str, object]:
    """Headers as they are, but of what holds a new mark each time, the length."""
    marks = {"Set-Cookie", "X-Request-ID"}
    return {name: len(text) if name in marks else text for name, text in headers.items()}
