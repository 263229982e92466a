"""What the doors read and write is signed as the site itself signs it."""

import time
from hashlib import sha256
from unittest import mock

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import BadData, BadSignature, SignatureExpired, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode

from ideas.moderation.reports import addressed
from ideas.notifications.rules import Topic
from ideas.notifications.stopping import stop_address
from ideas.web.signed import Sessions, cookies_of, tokens_of

SAID = {"token": "opened", "seen": 1_700_000_000}
BENT = ("", ".", "..", "=", "A", "-", "é", " ", "AAAA")


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


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_bent_is_read_as_the_library_reads_it(app: Flask, data: st.DataObject) -> None:
    own = Sessions().get_signing_serializer(app)
    assert own is not None
    text = cookies_of(app).dumps(SAID)
    at = data.draw(st.integers(0, len(text)))
    bent = text[:at] + data.draw(st.sampled_from(BENT)) + text[at + data.draw(st.integers(0, 3)) :]
    max_age = data.draw(st.sampled_from((None, 100, -1)))
    assert _read(cookies_of(app), bent, max_age) == _read(own, bent, max_age)


def _read(reads: URLSafeTimedSerializer, text: str, max_age: int | None) -> object:
    try:
        return reads.loads(text, max_age=max_age)
    except BadData as error:
        return type(error), str(error)


def test_what_is_too_old_or_of_tomorrow_is_refused(app: Flask) -> None:
    own = cookies_of(app)
    for seconds in (-50, 0, 50):
        with mock.patch("time.time", return_value=time.time() + seconds):
            text = own.dumps(SAID)
        if seconds:
            with pytest.raises(SignatureExpired):
                own.loads(text, max_age=20)
        else:
            assert own.loads(text, max_age=20) == SAID


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
