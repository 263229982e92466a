"""Requests that were believed: other sites, other folders, other networks, the same name twice."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import create_environ, run_wsgi_app

from ideas.limits.rules import LIMITS, Limit
from ideas.refusals import Refused
from ideas.royalties.sales.reading import workbook
from ideas.web.assets import digest
from tests.accounts.making import PASSWORD, with_password
from tests.conftest import Client
from tests.factories import a_live_idea, a_person, sign_in, the_campaign

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie:a=b\r\nX: y",
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{10 * f"&a{n - 1};"}">' for n in range(1, 9))
    + '<!ENTITY file SYSTEM "file:///etc/hostname">]><worksheet>&a8;&file;</worksheet>'
)
DISK = (
    *("/.git/HEAD", "/.env", "/pyproject.toml", "/static/", "/static", "/media/", "/brand/"),
    *("/media/../../ideas.sqlite", "/media/%2e%2e/secret", "/media/..%2fsecret", "/../secret"),
    *("/media/aa", "/static/../ideas/config.py", "/static/%2e%2e/ideas/config.py"),
    *("//etc/passwd", "/media//etc/passwd", "/media/aaaaaaaaaaaaaaaa.webp/../secret"),
)


@pytest.mark.parametrize("aim", ELSEWHERE)
def test_no_way_back_leads_to_another_site(session: Session, client: Client, aim: str) -> None:
    """Open redirects (as in external links, Decidim, CVE-2023-32693), after forms of all kinds."""
    idea = a_live_idea()
    with_password(a_person("Vera", email="vera@example.org"), session)
    sent = {"email": "vera@example.org", "password": PASSWORD, "next": aim}
    for address, data in (("/sign-in", sent), ("/language", {"language": "fr", "next": aim})):
        answer = client.post(address, data=data, headers={"Referer": aim.strip()[:12]})
        assert (answer.status_code, answer.location) == (303, "/")
    answer = client.post(f"/ideas/{idea.slug}/vote", data={"next": aim})
    assert answer.location.startswith("/ideas/")
    assert "evil" not in answer.location


@pytest.mark.parametrize("address", DISK)
def test_nothing_else_of_the_disk_is_served(session: Session, client: Client, address: str) -> None:
    """Folders climbed out of, listed, or laid open with the repository."""
    the_campaign()
    for path in (address, address.replace("/static", f"/static/{digest()}")):
        with client.get(path) as answer:
            assert answer.status_code in {301, 308, 400, 404}, path
            assert b"IDEAS_" not in answer.data


def test_no_header_makes_another_network(
    app: Flask, session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits passed by an address of one's own making in a header of proxies."""
    the_campaign()
    monkeypatch.setitem(LIMITS, "sign_in_network", Limit(1, LIMITS["sign_in_network"].window))
    sent, statuses = {"email": "eve@example.org", "password": "a guess"}, []
    for number in range(3):
        head = dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "Forwarded"), f"198.51.{number}.7")
        statuses.append(client.post("/sign-in", data=sent, headers=head).status_code)
    assert statuses == [422, 429, 429]
    heard: list[str] = []

    def site(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        heard.append(environ["REMOTE_ADDR"])
        return ()

    forged = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 198.51.100.9"}
    ProxyFix(site, x_for=1)(forged, lambda *said: lambda body: None)
    assert heard == ["198.51.100.9"]  # what our own proxy wrote, and not what it was told


@pytest.mark.parametrize("cookies", ["language=\xff", "a=\xff; language=fr", "{session}=\xff"])
def test_a_cookie_of_no_letters_breaks_nothing(app: Flask, session: Session, cookies: str) -> None:
    """Found here: the doors read a cookie that is not UTF-8 as Flask does, and fail no request."""
    the_campaign()
    idea = a_live_idea()
    session.commit()
    cookie = cookies.format(session=app.config["SESSION_COOKIE_NAME"])
    for method, path, length in (("GET", "/", 0), ("POST", f"/ideas/{idea.slug}/vote", 12)):
        asked = create_environ(path, method=method, data=b"csrf_token=x"[:length])
        asked |= {"HTTP_COOKIE": cookie, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
        status = run_wsgi_app(app.wsgi_app, asked)[1]
        assert int(status[:3]) in (200, 303)


def test_a_parameter_sent_twice_is_read_once(session: Session, client: Client) -> None:
    """The same name twice, one looked at and the other believed."""
    vera = with_password(a_person("Vera", email="vera@example.org"), session)
    data = {"email": "vera@example.org", "password": PASSWORD, "next": ["/about", "//evil.example"]}
    assert client.post("/sign-in?next=//evil.example", data=data).location in {"/", "/about"}
    sign_in(client, vera)
    twice = {"name": ["Vera", "Eve"], "about": "", "language": ["en", "xx"]}
    assert client.post("/account", data=twice).status_code == 303
    session.rollback()
    assert vera.name == "Vera"


def test_no_form_sends_a_secret_in_its_address(session: Session, client: Client) -> None:
    """Passwords and codes in addresses, which proxies write down."""
    with_password(a_person("Vera", email="vera@example.org"), session)
    answer = client.get(f"/sign-in?email=vera@example.org&password={PASSWORD}")
    assert answer.status_code == 200
    assert client.get("/account").status_code == 303
    for address in ("/sign-in", "/sign-up", "/account/password/lost"):
        assert 'method="get"' not in client.get(address).text.split("<main")[1]


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bombs of many parts, and entities that grow, in XLSX."""
    monkeypatch.setattr(workbook, "MOST_PARTS", 20)
    for name, parts in {"many": 30, "grown": 2}.items():
        path = tmp_path / f"{name}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for number in range(parts):
                packed.writestr(f"xl/part{number}.xml", LAUGHS)
        if parts > workbook.MOST_PARTS:
            with pytest.raises(Refused) as refused:
                workbook.look_at(path)
            assert refused.value.refusal.code == "sales_file.bomb"
        else:
            workbook.look_at(path)
            with pytest.raises(Refused):
                workbook.write_as_csv(path, tmp_path / "out.csv")


def test_a_kept_name_is_never_a_path(session: Session) -> None:
    """Names of uploads that climb out of their folder."""
    from ideas.storage.stores import store

    for name in ("../secret", "a/../../b.webp", "/etc/passwd", "..\\x.webp", "a" * 99 + ".webp"):
        assert store().open(name) is None
        with pytest.raises(ValueError, match="no name"):
            store().put(name, io.BytesIO(b"x").read())
