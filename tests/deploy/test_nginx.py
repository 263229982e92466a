"""The example of nginx, before the real site: one hop, whole requests, kept files, closed doors."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPSConnection
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.serving import make_server

from ideas import app as app_module
from ideas.config import Config
from ideas.royalties.settings import Royalties
from ideas.submission.pictures import views as pictures
from tests.databases import application
from tests.shape.source import ROOT

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
OPENSSL = shutil.which("openssl")
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx or openssl is missing"),
]
HOST = "127.0.0.1"
HEAD = "daemon off; pid {here}/pid; error_log {here}/error.log; events {{ }} http {{ {temporary}\n"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Site:
    """nginx before the site; ``heard`` is what reached the site."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[WSGIEnvironment] = []

    def ask(self, address: str, **more: Any) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPSConnection(HOST, self.port, context=_trusting(), timeout=10)
        headers = {"Host": "ideas.example"} | more.pop("headers", {})
        connection.request(more.pop("method", "GET"), address, headers=headers, **more)
        answer = connection.getresponse()
        said = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        connection.close()
        return said


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def _spoken_to(port: int) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection((HOST, port), timeout=20) as plain,
        _trusting().wrap_socket(plain, server_hostname="ideas.example") as opened,
    ):
        yield opened


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _configured(here: Path, tls: int, plain: int, behind: int) -> str:
    """The example, at free ports and with a certificate of its own."""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for was, becomes in (
        ("127.0.0.1:8000", f"{HOST}:{behind}"),
        ("/var/cache/nginx/ideas", f"{here}/cache"),
        ("listen 80;\n    listen [::]:80;", f"listen {HOST}:{plain};"),
        (
            "listen 443 ssl http2;\n    listen [::]:443 ssl http2;",
            f"listen {HOST}:{tls} ssl http2;",
        ),
        ("/etc/letsencrypt/live/ideas.example/fullchain.pem", f"{here}/cert.pem"),
        ("/etc/letsencrypt/live/ideas.example/privkey.pem", f"{here}/key.pem"),
        ("client_header_timeout 10s", "client_header_timeout 2s"),
    ):
        assert was in text, was
        text = text.replace(was, becomes)
    temporary = " ".join(f"{each}_temp_path {here}/{each};" for each in TEMPORARY)
    owner = "user root;\n" if os.geteuid() == 0 else ""
    return owner + HEAD.format(here=here, temporary=f"{temporary} access_log off;") + text + "}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, config: Config, _made: Any) -> Iterator[Site]:
    here = tmp_path_factory.mktemp("nginx")
    tls, plain = _free_port(), _free_port()
    public = replace(config, base_url="https://ideas.example", proxies=1, worker=False)
    with application(public) as app:
        found = Site(tls)
        server = make_server(HOST, 0, _hearing(app, found), threaded=True)
        said = _configured(here, tls, plain, server.server_port)
        (here / "nginx.conf").write_text(said, encoding="utf-8")
        subprocess.run(
            [
                *(str(OPENSSL), "req", "-x509", "-nodes", "-subj", "/CN=ideas.example"),
                *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
                *("-keyout", str(here / "key.pem"), "-out", str(here / "cert.pem")),
            ],
            check=True,
            capture_output=True,
        )
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        nginx = subprocess.Popen(
            [str(NGINX), "-p", str(here), "-c", str(here / "nginx.conf")], stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(tls, nginx, here)
            yield found
        finally:
            nginx.terminate()
            nginx.wait()
            server.shutdown()
            thread.join()


def _hearing(app: Flask, site: Site) -> Any:
    def heard(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        site.heard.append(dict(environ))
        return app(environ, start_response)

    return heard


def _wait_for(port: int, nginx: "subprocess.Popen[bytes]", here: Path) -> None:
    for _ in range(200):
        assert nginx.poll() is None, (here / "error.log").read_text()
        try:
            socket.create_connection((HOST, port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nginx did not start")


def test_the_site_hears_of_one_hop_whatever_a_visitor_claims(site: Site) -> None:
    forged = {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "for=203.0.113.9",
        "X-Request-ID": "0af7651916cd43dd",
    }
    status, headers, _ = site.ask("/livez", headers=forged)
    environ = site.heard[-1]
    assert status == 200
    assert environ["HTTP_X_FORWARDED_FOR"] == HOST
    assert environ["HTTP_X_FORWARDED_PROTO"] == "https"
    assert environ["HTTP_X_FORWARDED_HOST"] == environ["HTTP_HOST"] == "ideas.example"
    assert "HTTP_FORWARDED" not in environ
    assert not environ.get("HTTP_X_FORWARDED_PREFIX")
    assert headers["x-request-id"] == environ["HTTP_X_REQUEST_ID"] != "0af7651916cd43dd"


def test_a_page_comes_through_as_the_site_made_it(site: Site) -> None:
    status, headers, page = site.ask("/status")
    assert status == 200
    assert b"<html" in page
    assert headers["strict-transport-security"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "gunicorn" not in headers["server"]
    assert "/" not in headers["server"], "which nginx it is concerns nobody"


def test_files_that_never_change_are_asked_of_the_site_once(site: Site) -> None:
    _, _, page = site.ask("/status")
    found = re.search(rb"/static/[^\"]+[.]css", page)
    address = found[0].decode() if found else pytest.fail("no style sheet")
    first = site.ask(address)
    before = len(site.heard)
    again = site.ask(address)
    assert (first[0], again[0]) == (200, 200)
    assert again[2] == first[2]
    assert "immutable" in again[1]["cache-control"]
    assert len(site.heard) == before


@pytest.mark.parametrize("address", ["/metrics", "/metrics?x=1"])
def test_the_numbers_are_not_shown_outside(site: Site, address: str) -> None:
    before = len(site.heard)
    assert site.ask(address)[0] == 404
    assert len(site.heard) == before


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/ideas", app_module.MOST_FORM_BYTES),
        ("/drafts/a-lighthouse-1/pictures", pictures.MOST_FORM_BYTES),
        ("/desk/royalties/sales", (Royalties().most_upload_mb + 1) * 1_000_000),
    ],
)
def test_as_much_reaches_the_site_as_it_takes_and_no_more(
    site: Site, address: str, most: int
) -> None:
    before = len(site.heard)
    for size, is_refused in ((most, False), (most + (6 << 20), True)):
        asked = f"POST {address} HTTP/1.1\r\nHost: ideas.example\r\n"
        asked += f"Content-Length: {size}\r\nExpect: 100-continue\r\n\r\n"
        with _spoken_to(site.port) as sent:
            sent.sendall(asked.encode())
            said = sent.recv(100)
        assert said.startswith(b"HTTP/1.1 413" if is_refused else b"HTTP/1.1 100"), (size, said)
    assert len(site.heard) == before


def test_a_heading_without_end_never_reaches_the_site(site: Site) -> None:
    before = len(site.heard)
    assert site.ask("/status", headers={"X-Much": "x" * 9_000})[0] == 400
    assert len(site.heard) == before


@pytest.mark.slow
def test_who_never_ends_a_request_is_left(site: Site) -> None:
    before = len(site.heard)
    with _spoken_to(site.port) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ideas.example\r\nX-Slow: ")
        started = time.monotonic()
        try:
            said = slow.recv(1_000)
        except (ConnectionResetError, ssl.SSLError):
            said = b""
        assert said == b"" or said.startswith(b"HTTP/1.1 408")
        assert time.monotonic() - started < 9
    assert len(site.heard) == before


def test_nginx_hangs_up_before_the_site_does() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    upstream = re.findall(r"^upstream ideas [^}]*keepalive_timeout (\d+)s;", text, re.M)
    site = re.findall(r"^keepalive = (\d+)", (ROOT / "deploy/gunicorn.conf.py").read_text(), re.M)
    assert int(upstream[0]) < int(site[0])
