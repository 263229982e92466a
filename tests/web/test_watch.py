"""Whoever is turned away is in the log, and nothing they typed."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.limits.rules import LIMITS, Limit
from tests.accounts.making import PASSWORD, sign_in_by_form, with_password
from tests.conftest import Client
from tests.factories import a_person, sign_in, the_campaign

TYPED = "lamps\nERROR forged line"


def test_what_is_refused_is_told_without_a_word_of_it(
    session: Session,
    client: Client,
    another_app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    the_campaign()
    vera = with_password(a_person("Vera", email="vera@example.org"), session)
    number = vera.id
    sign_in_by_form(client, "vera@example.org", TYPED)
    sign_in(client, vera)
    assert client.get(f"/desk/people?q={PASSWORD}").status_code == 403
    monkeypatch.setitem(LIMITS, "export", Limit(0, LIMITS["export"].window))
    assert client.get("/account/data").status_code == 429
    assert another_app.test_client().post("/sign-in", data={"email": TYPED}).status_code == 400
    told = [each.getMessage() for each in caplog.records if each.name == "ideas.web.watch"]
    assert told == [
        "sign-in failed: accounts.sign_in, a visitor",
        f"not allowed: accounts.people, person {number}",
        f"too often: accounts.data, person {number}",
        "without its token: accounts.sign_in, a visitor",
    ]
    for each in ("vera@", "forged", "127.0.0.1", PASSWORD):
        assert each not in caplog.text
