"""The second factor of staff."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.factor import actions
from ideas.accounts.factor.models import RecoveryCode, SecondFactor
from ideas.accounts.factor.queries import unused_codes
from ideas.accounts.factor.rules import matching_step, new_recovery_codes, plain_code
from ideas.accounts.factor.sealing import opened, seal
from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.limits.rules import LIMITS
from ideas.policy import Role
from ideas.refusals import Refused
from tests.accounts.making import PASSWORD, mails_to, sign_in_by_form, with_password
from tests.conftest import NOON, Clock
from tests.factories import a_person, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAX = "max@example.org"
STEP = int(NOON.timestamp()) // 30


def code_at(clock: Clock, secret: str = SECRET) -> str:
    """What the phone shows now."""
    return pyotp.TOTP(secret).at(clock.moment)


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator with a password and no second factor yet."""
    return with_password(a_person("Max", Role.MODERATOR, email=MAX), session)


@pytest.fixture
def codes(max_: Person, session: Session, clock: Clock) -> list[str]:
    """Max's recovery codes; he set his phone up half a minute ago."""
    made = actions.set_up(max_, SECRET, code_at(clock))
    session.commit()
    clock.go(seconds=30)
    return made


@pytest.mark.parametrize(
    ("offset", "after", "step"),
    [
        (0, 0, STEP),
        (-30, 0, STEP - 1),
        (30, 0, STEP + 1),
        (-60, 0, None),
        (60, 0, None),
        (0, STEP, None),
        (-30, STEP - 1, None),
        (30, STEP, STEP + 1),
    ],
)
def test_a_code_counts_near_its_half_minute_and_once(
    offset: int, after: int, step: int | None
) -> None:
    code = pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=offset))
    assert matching_step(SECRET, code, NOON, after=after) == step


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "000000000", "١٢٣٤٥٦"])
def test_nonsense_is_no_code(code: str) -> None:
    assert matching_step(SECRET, code, NOON, after=0) is None


def test_recovery_codes_are_long_and_all_different() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(\w{4}-){5}\w{4}", code) for code in codes)
    assert plain_code(" K7MQ-x2cd ") == "k7mqx2cd"


def test_a_sealed_secret_opens_for_its_purpose_and_in_time(session: Session) -> None:
    sealed = seal(SECRET, purpose="one")
    assert SECRET not in sealed
    assert opened(sealed, purpose="one") == SECRET
    assert opened(sealed, purpose="another") is None
    assert opened(sealed, purpose="one", seconds=-1) is None
    assert opened("nonsense", purpose="one") is None


def test_staff_without_a_second_factor_have_no_roles(client: FlaskClient, max_: Person) -> None:
    sign_in_by_form(client, MAX)
    for address in ("/desk/people", "/account/second-factor"):
        answered = client.get(address)
        assert answered.status_code == 303
        assert "/account/second-factor" in answered.location


def test_a_phone_is_set_up_by_its_first_code(
    client: FlaskClient, max_: Person, session: Session, clock: Clock
) -> None:
    sign_in(client, max_, second_factor=False)
    page = client.get("/account/second-factor/new?next=/desk").text
    secret = re.search(r"<code>(\w{32})</code>", page)
    sealed = re.search(r'name="sealed"[^>]*value="([^"]+)"', page)
    assert secret
    assert sealed
    assert 'fill="#fff"' in page
    sent = {"sealed": sealed[1], "next": "/desk"}
    wrong = client.post("/account/second-factor/new", data=sent | {"code": "000000"})
    assert (wrong.status_code, "This code is wrong" in wrong.text) == (422, True)
    assert secret[1] in wrong.text
    right = sent | {"code": code_at(clock, secret[1])}
    answered = client.post("/account/second-factor/new", data=right)
    assert answered.status_code == 200
    assert len(re.findall(r"<li><code>(\w{4}-){5}\w{4}</code>", answered.text)) == 10
    kept = session.scalars(sa.select(SecondFactor)).one()
    assert secret[1] not in kept.sealed_secret
    assert mails_to(session, MAX)[-1].template == "accounts/factor_set_up"
    assert client.get("/account/second-factor?next=/desk").location == "/desk"


def test_a_secret_of_somebody_else_is_not_taken(
    client: FlaskClient, max_: Person, session: Session, clock: Clock
) -> None:
    sign_in(client, max_, second_factor=False)
    foreign = seal({"person": max_.id + 1, "secret": SECRET}, purpose="setting up")
    sent = {"sealed": foreign, "code": code_at(clock)}
    assert client.post("/account/second-factor/new", data=sent).status_code == 422


def test_the_code_opens_a_session_in_which_roles_work(
    client: FlaskClient, max_: Person, codes: list[str], session: Session, clock: Clock
) -> None:
    landed = sign_in_by_form(client, MAX)
    with client.session_transaction() as kept:
        before = kept["_user_id"]
    assert client.get(landed.location).status_code == 200
    sent = {"code": code_at(clock), "next": "/account"}
    answered = client.post("/account/second-factor", data=sent)
    assert (answered.status_code, answered.location) == (303, "/account")
    with client.session_transaction() as kept:
        assert kept["_user_id"] != before
    assert client.get("/account/second-factor?next=/account").location == "/account"


def test_a_code_that_was_used_is_refused(
    client: FlaskClient, max_: Person, codes: list[str], clock: Clock
) -> None:
    code = code_at(clock)
    sign_in_by_form(client, MAX)
    assert client.post("/account/second-factor", data={"code": code}).status_code == 303
    watcher = client.application.test_client()
    sign_in_by_form(watcher, MAX)
    refused = watcher.post("/account/second-factor", data={"code": code})
    assert (refused.status_code, "used before" in refused.text) == (422, True)


def test_a_recovery_code_works_once(max_: Person, codes: list[str], session: Session) -> None:
    actions.prove(max_, f" {codes[3].upper()} ")
    assert unused_codes(max_.id) == 9
    with pytest.raises(Refused):
        actions.prove(max_, codes[3])
    actions.prove(max_, codes[4])


def test_recovery_codes_are_kept_as_hashes(
    max_: Person, codes: list[str], session: Session
) -> None:
    kept = set(session.scalars(sa.select(RecoveryCode.code_hash)))
    assert not kept & {plain_code(code) for code in codes}


def test_a_recovery_code_is_of_one_person(codes: list[str], session: Session, clock: Clock) -> None:
    rita = a_person("Rita", Role.REVIEWER)
    actions.set_up(rita, SECRET, code_at(clock))
    with pytest.raises(Refused):
        actions.prove(rita, codes[0])


def test_new_codes_need_a_code_and_end_the_old(
    client: FlaskClient, max_: Person, codes: list[str], session: Session, clock: Clock
) -> None:
    sign_in(client, max_)
    assert "10 codes left" in client.get("/account/recovery-codes").text
    assert client.post("/account/recovery-codes", data={"code": "1"}).status_code == 422
    answered = client.post("/account/recovery-codes", data={"code": codes[0]})
    assert answered.status_code == 200
    assert codes[1] not in answered.text
    with pytest.raises(Refused):
        actions.prove(max_, codes[1])


def test_codes_cannot_be_guessed_at_speed(
    client: FlaskClient, max_: Person, codes: list[str], clock: Clock
) -> None:
    sign_in(client, max_, second_factor=False)
    for _ in range(LIMITS["second_factor"].most):
        answered = client.post("/account/second-factor", data={"code": "000000"})
        assert answered.status_code == 422
    answered = client.post("/account/second-factor", data={"code": code_at(clock)})
    assert answered.status_code == 429


def test_a_password_alone_replaces_no_phone(
    client: FlaskClient, max_: Person, codes: list[str]
) -> None:
    sign_in(client, max_, second_factor=False)
    answered = client.get("/account/second-factor/new")
    assert (answered.status_code, answered.location) == (303, "/account/second-factor")


def test_another_phone_takes_the_password_again_and_ends_other_sessions(
    client: FlaskClient, max_: Person, codes: list[str], session: Session, clock: Clock
) -> None:
    elsewhere = client.application.test_client()
    for each in (client, elsewhere):
        sign_in(each, max_)
    page = client.get("/account/second-factor/new").text
    secret = re.search(r"<code>(\w{32})</code>", page)
    sealed = re.search(r'name="sealed"[^>]*value="([^"]+)"', page)
    assert secret
    assert sealed
    sent = {"sealed": sealed[1], "code": code_at(clock, secret[1])}
    for guess in ({}, {"present": "a guess of mine"}):
        refused = client.post("/account/second-factor/new", data=sent | guess)
        assert refused.status_code == 422
    assert elsewhere.get("/account").status_code == 200
    answered = client.post("/account/second-factor/new", data=sent | {"present": PASSWORD})
    assert answered.status_code == 200
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_fan_needs_none(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(client, a_person("Vera"))
    assert client.get("/account/second-factor/new").location == "/account"


def test_a_lost_phone_is_taken_away_by_an_admin(
    client: FlaskClient, max_: Person, codes: list[str], session: Session, clock: Clock
) -> None:
    adam = a_person("Adam", Role.ADMIN)
    sign_in(client, adam)
    assert client.delete(f"/desk/people/{max_.handle}/second-factor").status_code == 303
    session.rollback()
    assert session.scalar(sa.select(SecondFactor)) is None
    assert unused_codes(max_.id) == 0
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor_id) == ("factor.take_away", adam.id)
