"""What the doors read and write is signed as the site itself signs it."""

from hashlib import sha256

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature
from itsdangerous.encoding import base64_decode

from ideas.moderation.reports import addressed
from ideas.notifications.rules import Topic
from ideas.notifications.stopping import stop_address
from ideas.web.signed import Sessions, cookies_of, tokens_of

SAID = {"token": "opened", "seen": 1_700_000_000}


def test_a_cookie_is_read_and_written_as_flask_does(app: Flask) -> None:
    own = Sessions().get_signing_serializer(app)
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


def test_every_signature_is_hmac_sha256(app: Flask) -> None:
    own = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with app.test_request_context():
        texts = (
            own.dumps(SAID),
            generate_csrf(),
            addressed.token_of(1),
            stop_address(1, Topic.TEAM),
        )
    for text in texts:
        signature = text.rpartition(".")[2]
        assert len(base64_decode(signature)) == sha256().digest_size
