import gzip
import re

import brotli
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.settings.actions import turn
from ideas.web.assets import asset, digest
from ideas.web.settings import Brand
from tests.conftest import Client
from tests.factories import a_person, sign_in, the_campaign

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("deflate", None),
        ("", None),
    ],
)
def test_a_public_page_is_compressed_as_the_browser_can_read_it(
    session: Session, client: Client, wanted: str, sent: str | None
) -> None:
    the_campaign()
    plain = client.get("/ideas")
    answer = client.get("/ideas", headers={"Accept-Encoding": wanted})
    assert answer.headers.get("Content-Encoding") == sent
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert read(answer.data) == plain.data
    for each in (plain, answer):
        assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= set(each.vary)


def test_what_may_hold_a_token_is_not_compressed(
    session: Session, client: Client, another_app: Flask
) -> None:
    the_campaign()
    sign_up = another_app.test_client().get("/sign-up", headers=BROWSER)
    sign_in(client, a_person("Vera"))
    for answer in (sign_up, client.get("/ideas?q=whale", headers=BROWSER)):
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_unchanged_page_is_not_sent_again(session: Session, client: Client) -> None:
    the_campaign()
    first = client.get("/ideas", headers=BROWSER)
    known = BROWSER | {"If-None-Match": first.headers["ETag"]}
    again = client.get("/ideas", headers=known)
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["Cache-Control"] == "no-cache"
    assert set(again.vary) == set(first.vary)
    turn(Brand, "name", "Oddlark", by=None)
    assert client.get("/ideas", headers=known).status_code == 200
    french = known | {"Accept-Language": "fr"}
    assert client.get("/ideas", headers=french).status_code == 200


@pytest.mark.parametrize("name", ["css/all.css", "js/site.js", "vendor/htmx.min.js"])
def test_static_texts_are_compressed_and_kept(client: Client, name: str) -> None:
    plain = client.get(asset(name))
    answer = client.get(asset(name), headers=BROWSER)
    assert brotli.decompress(answer.data) == plain.data
    assert re.search("public.*immutable", answer.headers["Cache-Control"])
    assert list(answer.vary) == ["Accept-Encoding"]


def test_the_address_of_another_version_is_not_kept(client: Client) -> None:
    old = asset("js/site.js").replace(digest(), "0123456789ab")
    answer = client.get(old)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get(asset("js/none.js")).status_code == 404


def test_fonts_are_sent_as_they_are(client: Client) -> None:
    with client.get(asset("vendor/fonts/inter-latin.woff2"), headers=BROWSER) as answer:
        assert answer.mimetype == "font/woff2"
        assert "Content-Encoding" not in answer.headers
        assert "immutable" in answer.headers["Cache-Control"]
