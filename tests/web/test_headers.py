"""What every answer says to the browser, whoever answers: the site, a door before it, a file."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.web.assets import asset, digest
from ideas.web.headers import HEADERS, ONE_YEAR, POLICY, headers_of
from tests.conftest import Client
from tests.factories import a_live_idea, a_person, sign_in, the_campaign

ALWAYS = set(HEADERS) - {"Cross-Origin-Resource-Policy"}
FONT = f"/static/{digest()}/vendor/fonts/inter-latin.woff2"


def test_every_kind_of_answer_carries_them(session: Session, client: Client) -> None:
    idea = a_live_idea()
    addresses = {
        "/": 200,
        f"/ideas/{idea.slug}": 200,
        "/sign-in": 200,
        "/ideas.atom": 200,
        "/robots.txt": 200,
        "/nowhere": 404,
        "/desk": 303,
        "/sign-out": 405,
        f"/ideas/{idea.slug}/vote": 303,
        asset("css/all.css"): 200,
        FONT: 200,
    }
    for address, status in addresses.items():
        with client.get(address) as answer:
            assert answer.status_code == status, address
            assert set(answer.headers.keys()) >= ALWAYS, address
            assert answer.content_type, address
    sign_in(client, a_person("Vera"))
    for answer in (client.get("/account"), client.post(f"/ideas/{idea.slug}/vote")):
        assert set(answer.headers.keys()) >= ALWAYS


def test_the_policy_starts_from_nothing() -> None:
    said = dict(each.split(" ", 1) for each in POLICY.split("; "))
    assert said["default-src"] == said["base-uri"] == said["frame-ancestors"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["form-action"] == "'self'"
    assert not re.search(r"unsafe|\*|https?:", POLICY)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT"])
def test_methods_nobody_asks_for_do_nothing(session: Session, client: Client, method: str) -> None:
    the_campaign()
    for address in ("/", "/sign-in"):
        assert client.get(address).status_code == 200
        assert client.open(address, method=method).status_code in {400, 405}


def test_no_other_site_is_let_read_an_answer(session: Session, client: Client) -> None:
    the_campaign()
    for address in ("/", "/sign-in", "/ideas.atom"):
        answer = client.get(address, headers={"Origin": "https://evil.example"})
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_over_https_only_https_is_used_from_then_on(app: Flask, config: Config) -> None:
    assert "Strict-Transport-Security" not in headers_of(app)
    app.config["SESSION_COOKIE_SECURE"] = True
    try:
        said = headers_of(app)["Strict-Transport-Security"]
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False
    assert said == f"max-age={ONE_YEAR}; includeSubDomains"
    assert ONE_YEAR >= 365 * 24 * 3600
