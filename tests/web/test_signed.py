"""What the doors read and write is signed as the site itself signs it."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature

from ideas.web.signed import cookies_of, tokens_of

SAID = {"token": "opened", "seen": 1_700_000_000}


def test_a_cookie_is_read_and_written_as_flask_does(app: Flask) -> None:
    own = SecureCookieSessionInterface().get_signing_serializer(app)
    assert own is not None
    assert cookies_of(app).loads(own.dumps(SAID)) == SAID
    assert own.loads(cookies_of(app).dumps(SAID)) == SAID


def test_a_token_is_read_as_flask_wtf_makes_it(app: Flask) -> None:
    with app.test_request_context() as asked:
        made = generate_csrf()
        assert tokens_of(app).loads(made) == asked.session["csrf_token"]


def test_keys_used_before_still_count(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    old = cookies_of(app).dumps(SAID)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.secret_key])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key, long enough")
    assert cookies_of(app).loads(old) == SAID


def test_what_another_key_signed_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, token = cookies_of(app).dumps(SAID), tokens_of(app).dumps("a" * 40)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key, long enough")
    for reads, text in ((cookies_of(app), cookie), (tokens_of(app), token)):
        with pytest.raises(BadSignature):
            reads.loads(text)
