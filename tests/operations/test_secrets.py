"""A new secret for the site: who is signed in stays so, until the old one's time is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask import session as browser
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from ideas.accounts import suspended
from ideas.accounts.factor.models import SecondFactor
from ideas.accounts.factor.sealing import opened, seal, sealed_anew
from ideas.accounts.fingerprints import fingerprint, fingerprints
from ideas.app import create_app
from ideas.cli import add_commands
from ideas.config import BadConfig, Config, configured
from ideas.keyring import OtherKey
from ideas.moderation.reports import addressed
from ideas.notifications.rules import Topic
from ideas.notifications.stopping import PATH, read_token, stop_address
from ideas.operations.backups.keys import keys_of, marks_of, missing_among
from ideas.operations.doctor.findings import about_keys
from ideas.policy import Role
from ideas.web.signed import cookies_of, tokens_of
from tests.databases import application
from tests.factories import a_person

NEW, PURPOSE = "another secret, and a long one as well", "second factor"
SAID = {"token": "opened"}


def turned(config: Config, *, ends: timedelta) -> Config:
    """The configuration once there is a new secret, the old one ending so long from now."""
    old = OtherKey(datetime.now(UTC) + ends, config.secret_key)
    return replace(config, secret_key=NEW, other_secrets=(old,))


@contextmanager
def _app(config: Config) -> Iterator[Flask]:
    with application(config) as app, app.app_context():
        yield app


def _signed(app: Flask) -> dict[str, str]:
    with app.test_request_context():
        browser["csrf_token"] = "a" * 40
        made = generate_csrf()
    return {
        "cookie": cookies_of(app).dumps(SAID),
        "form": made,
        "report": addressed.token_of(7),
        "stop": stop_address(3, Topic.TEAM).rpartition(PATH)[2],
        "suspended": suspended.token_of(3, datetime(2026, 1, 1, tzinfo=UTC)),
        "sealed": seal("x", purpose=PURPOSE),
    }


def _counts(app: Flask, signed: dict[str, str]) -> set[str]:
    """What of it is believed."""
    believed = {
        "report": addressed.read_token(signed["report"]) == 7,
        "stop": read_token(signed["stop"]) == (3, Topic.TEAM),
        "suspended": suspended.read_token(signed["suspended"]) is not None,
        "sealed": opened(signed["sealed"], purpose=PURPOSE) == "x",
    }
    for name, reads in {"cookie": cookies_of(app), "door": tokens_of(app)}.items():
        try:
            reads.loads(signed["form" if name == "door" else name])
            believed[name] = True
        except BadSignature:
            pass
    with app.test_request_context():
        browser["csrf_token"] = "a" * 40
        try:
            validate_csrf(signed["form"])
            believed["form"] = True
        except ValidationError:
            pass
    return {name for name, good in believed.items() if good}


@pytest.mark.once
def test_both_keys_verify_until_the_old_one_ends(app: Flask, config: Config) -> None:
    everything = {"cookie", "form", "door", "report", "stop", "suspended", "sealed"}
    with app.app_context():
        before = _signed(app)
    with _app(turned(config, ends=timedelta(hours=1))) as another:
        assert _counts(another, before) == everything
        after = _signed(another)
        assert _counts(another, after) == everything
    with app.app_context():
        assert _counts(app, after) == set()  # the new key signs
    with _app(turned(config, ends=timedelta(seconds=-1))) as another:
        assert _counts(another, before) == set()
        assert _counts(another, after) == everything


@pytest.mark.once
def test_an_old_key_ends_while_the_site_runs(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = cookies_of(app).dumps(SAID)
    with _app(turned(config, ends=timedelta(hours=1))) as another:
        reads = cookies_of(another)
        assert reads.loads(old) == SAID
        monkeypatch.setattr("ideas.keyring.datetime", Tomorrow)
        with pytest.raises(BadSignature):
            reads.loads(old)


class Tomorrow(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + timedelta(days=1)


@pytest.mark.once
def test_who_is_known_by_a_fingerprint_stays_known(app: Flask, config: Config) -> None:
    with app.app_context():
        before = fingerprint("p", "vera@example.org")
    with _app(turned(config, ends=timedelta(days=-1))):
        assert fingerprints("p", "vera@example.org")[1] == before
        assert fingerprint("p", "vera@example.org") != before


def test_second_factors_move_to_the_new_key(app: Flask, session: Session, config: Config) -> None:
    later = turned(config, ends=timedelta(hours=1))
    staff = [a_person(name, Role.MODERATOR) for name in ("Max", "Mia")]
    sealed = (seal("JBSW", purpose=PURPOSE), "what no key opens")
    for person, text in zip(staff, sealed, strict=True):
        moment = datetime.now(UTC)
        session.add(
            SecondFactor(person_id=person.id, sealed_secret=text, last_step=0, set_up_at=moment)
        )
    session.commit()
    with _app(later) as another:
        add_commands(another)
        assert [each.mark for each in about_keys(later)] == ["BAD", "--"]
        done = _run(another, "--seal")
        assert "1 could not be opened" in done.output
        assert [each.mark for each in about_keys(later)] == ["BAD", "ok"]
    session.rollback()
    session.expire_all()
    kept = session.get_one(SecondFactor, staff[0].id).sealed_secret
    assert opened(kept, purpose=PURPOSE) is None  # not by the old key alone
    with _app(replace(later, other_secrets=())):
        assert opened(kept, purpose=PURPOSE) == "JBSW"
        assert sealed_anew(kept, purpose=PURPOSE) == kept


@pytest.mark.once
def test_the_command_keeps_the_old_key_beside_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IDEAS_SECRET_KEY", raising=False)
    environ = {"IDEAS_HOME": str(tmp_path)}
    before = configured(environ)
    app = create_app(before)
    add_commands(app)
    assert "counts until" in _run(app, "--days", "30").output
    after = configured(environ)
    (old,) = after.other_secrets
    assert (old.key, after.secret_key != before.secret_key) == (before.secret_key, True)
    assert timedelta(days=29) < old.until - datetime.now(UTC) <= timedelta(days=30)
    for name in ("secret", "old-secrets"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    saved = keys_of(after)
    assert missing_among(saved, marks_of(keys_of(before))) == []  # an older backup opens
    assert missing_among(saved, {"secret": "of another site"}) == ["secret"]
    monkeypatch.setenv("IDEAS_SECRET_KEY", "x" * 40)
    refused = _run(app)
    assert refused.exit_code == 1
    assert "IDEAS_OLD_SECRET_KEYS" in refused.output


@pytest.mark.parametrize(
    "line", ["x" * 40, "2026-12-31 " + "x" * 40, "2026-12-31T00:00+00:00 short"]
)
def test_a_line_that_is_no_old_key(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadConfig, match="KEY"):
        configured({"IDEAS_HOME": str(tmp_path), "IDEAS_OLD_SECRET_KEYS": line})


def _run(app: Flask, *told: str) -> Result:
    return app.test_cli_runner().invoke(args=["secret-key", *told])
