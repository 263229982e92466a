"""A session lasts as long as it should, and no longer."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user
from sqlalchemy.orm import Session

from ideas.accounts.sessions.actions import (
    end_one_of,
    end_sessions_of,
    forget_old_sessions,
    open_session,
)
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.queries import session_by_token, sessions_of
from ideas.accounts.sessions.rules import device_of, is_over
from ideas.policy import Role
from ideas.web.guard import guarded
from tests.conftest import NOON, Clock
from tests.factories import a_person, sign_in


@pytest.fixture
def asking(another_app: Flask) -> FlaskClient:
    """A browser of an application that says who is asking."""
    another_app.config["WTF_CSRF_ENABLED"] = False

    @guarded(None)
    def who() -> dict[str, object]:
        return {"name": current_user.name, "roles": sorted(current_user.roles)}

    another_app.add_url_rule("/who", view_func=who, methods=["GET", "POST"])
    return another_app.test_client()


def name_in(browser: FlaskClient) -> object:
    """Whom the application takes this browser for."""
    answered = browser.get("/who").json
    assert answered is not None
    return answered["name"]


@pytest.mark.parametrize(
    ("open_for", "idle", "is_staff", "over"),
    [
        (timedelta(hours=11), timedelta(minutes=29), True, False),
        (timedelta(hours=11), timedelta(minutes=30), True, True),
        (timedelta(hours=12), timedelta(), True, True),
        (timedelta(days=29), timedelta(days=29), False, False),
        (timedelta(days=30), timedelta(), False, True),
    ],
)
def test_staff_sessions_are_shorter(
    open_for: timedelta, idle: timedelta, is_staff: bool, over: bool
) -> None:
    assert is_over(NOON, NOON + open_for, idle=idle, is_staff=is_staff) is over


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_has_a_short_name(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_only_the_hash_of_a_token_is_kept(session: Session) -> None:
    token = open_session(a_person().id)
    kept = session.query(AuthSession).one()
    assert token not in (kept.token_hash, kept.device)
    assert session_by_token(token) is kept
    assert session_by_token(kept.token_hash) is None


def test_a_signed_in_person_is_known(asking: FlaskClient, session: Session, clock: Clock) -> None:
    assert asking.get("/who").json == {"name": "", "roles": []}
    sign_in(asking, a_person("Max", Role.MODERATOR))
    assert asking.get("/who").json == {"name": "Max", "roles": ["moderator"]}


def test_a_role_sleeps_without_second_factor(
    asking: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_in(asking, a_person("Max", Role.MODERATOR), second_factor=False)
    assert asking.get("/who").json == {"name": "Max", "roles": []}


def test_reading_keeps_staff_signed_in_and_writes_nothing(
    asking: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_in(asking, a_person("Max", Role.MODERATOR))
    for _ in range(4):
        clock.go(minutes=20)
        assert name_in(asking) == "Max"
    assert session.query(AuthSession).one().last_seen_at == NOON
    clock.go(minutes=30)
    assert name_in(asking) == ""


def test_the_longest_time_ends_it_all_the_same(
    asking: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_in(asking, a_person("Max", Role.MODERATOR))
    for _ in range(35):
        clock.go(minutes=20)
        assert name_in(asking) == "Max"
    clock.go(minutes=20)
    assert name_in(asking) == ""


def test_a_form_is_remembered_as_use(asking: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(asking, a_person())
    moment = clock.go(days=3)
    asking.post("/who")
    assert session.query(AuthSession).one().last_seen_at == moment


def test_what_was_used_a_moment_ago_asks_for_no_lock(
    asking: FlaskClient, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(asking, a_person())
    taken: list[bool] = []
    monkeypatch.setattr("ideas.db.take_write_lock", lambda: taken.append(True))
    asking.post("/who")
    assert taken == []
    clock.go(minutes=5)
    asking.post("/who")
    assert taken == [True]


def test_a_suspended_person_is_a_visitor(
    asking: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_in(asking, a_person(suspended_at=NOON))
    assert name_in(asking) == ""


def test_a_foreign_token_opens_nothing(asking: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(asking, a_person())
    with asking.session_transaction() as kept:
        kept["_user_id"] = "guessed"
    assert name_in(asking) == ""


def test_one_may_end_only_ones_own(session: Session, clock: Clock) -> None:
    vera, eve = a_person("Vera"), a_person("Eve")
    token = open_session(vera.id)
    own = session_by_token(token)
    assert own is not None
    end_one_of(eve.id, own.id)
    assert len(sessions_of(vera.id)) == 1
    end_one_of(vera.id, own.id)
    assert sessions_of(vera.id) == []


def test_all_others_end_and_this_one_stays(session: Session, clock: Clock) -> None:
    vera = a_person("Vera")
    here = open_session(vera.id)
    open_session(vera.id)
    end_sessions_of(vera.id, but=here)
    assert [each.id for each in sessions_of(vera.id)] == [session_by_token(here).id]  # type: ignore[union-attr]


def test_old_sessions_are_forgotten(session: Session, clock: Clock) -> None:
    vera = a_person("Vera")
    open_session(vera.id)
    session.commit()
    clock.go(days=30)
    open_session(vera.id)
    forget_old_sessions()
    assert [each.opened_at for each in sessions_of(vera.id)] == [clock.moment]
