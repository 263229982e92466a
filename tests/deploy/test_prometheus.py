"""A running Prometheus with the files of ``deploy/``: it reads the site, and wakes somebody."""

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any

import pytest

from ideas import clock
from ideas.config import Config
from ideas.db import Base, db
from ideas.mail.actions import post
from ideas.mail.models import MailState
from tests.databases import application
from tests.faults.site import on_a_free_port, serving
from tests.operations.conftest import with_revision
from tests.shape.source import ROOT

PROMETHEUS = shutil.which("prometheus")
pytestmark = [
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.skipif(PROMETHEUS is None, reason="prometheus is missing"),
    pytest.mark.skipif(not os.environ.get("FAULTS"), reason="takes ten seconds: make faults"),
]
TOKEN = "a token of the numbers that only this test knows"
SECONDS = 30.0
TOO_LATE = timedelta(seconds=700)


class Pager:
    """What Alertmanager would be sent: who is woken by what, until when."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        pager = self

        class Heard(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                pager.told += json.loads(sent)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *said: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Heard)
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def is_told(self, name: str) -> bool:
        """Is somebody awake because of it?"""
        last = [each for each in self.told if each["labels"]["alertname"] == name][-1:]
        return any(datetime.fromisoformat(each["endsAt"]) > datetime.now(UTC) for each in last)


@pytest.fixture
def pager() -> Iterator[Pager]:
    made = Pager()
    yield made
    made.server.shutdown()
    made.server.server_close()


@contextmanager
def watched(config: Config, pager: Pager, here: Path) -> Iterator[Callable[[str], Any]]:
    """Prometheus as the example says, each second; answers what its own interface says."""
    text = (ROOT / "deploy/prometheus.yml").read_text(encoding="utf-8")
    for was, becomes in (
        ("15s", "1s"),
        ("/etc/prometheus/alerts.yml", str(ROOT / "deploy/alerts.yml")),
        ("/etc/prometheus/metrics-token", str(here / "metrics-token")),
        ("127.0.0.1:9093", f"127.0.0.1:{pager.server.server_port}"),
        ("127.0.0.1:8000", config.bind),
    ):
        assert was in text, was
        text = text.replace(was, becomes)
    (here / "prometheus.yml").write_text(text, encoding="utf-8")
    (here / "metrics-token").write_text(TOKEN, encoding="ascii")
    with closing(create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    kept = ("--config.file", here / "prometheus.yml", "--storage.tsdb.path", here / "kept")
    listens = f"--web.listen-address=127.0.0.1:{port}"
    with (here / "log").open("wb") as log:
        process = subprocess.Popen([str(PROMETHEUS), *map(str, kept), listens], stderr=log)

    def asked(what: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/{what}", timeout=5) as said:
            return json.load(said)["data"]

    try:
        yield asked
    finally:
        process.terminate()
        process.wait()


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"not within {SECONDS:.0f} s")


def test_prometheus_reads_the_site_and_wakes_somebody_until_it_is_mended(
    config: Config, tmp_path: Path, pager: Pager
) -> None:
    config = on_a_free_port(replace(config, home=tmp_path, worker=False))
    with application(config) as app, app.app_context(), with_revision():
        Base.metadata.create_all(db.engine)
        site = {"IDEAS_BASE_URL": "https://ideas.example", "IDEAS_METRICS_TOKEN": TOKEN}
        with serving(config, **site), watched(config, pager, tmp_path) as asked:
            until(lambda: [each["health"] for each in asked("targets")["activeTargets"]] == ["up"])
            until(lambda: {each["health"] for each in rules(asked)} == {"ok"})
            assert len(rules(asked)) == 19
            assert not pager.is_told("IdeasMailLate")
            letter = post("accounts/confirm", to="vera@example.org", language="en")
            letter.written_at, letter.next_at = clock.now() - TOO_LATE, clock.now() + TOO_LATE
            db.session.commit()
            until(lambda: pager.is_told("IdeasMailLate"))
            woken = next(each for each in pager.told if "Mail" in each["labels"]["alertname"])
            assert woken["labels"]["severity"] == "page"
            assert "waited for ten minutes" in woken["annotations"]["summary"]
            letter.state = MailState.SENT
            db.session.commit()
            until(lambda: not pager.is_told("IdeasMailLate"))


def rules(asked: Callable[[str], Any]) -> list[dict[str, Any]]:
    """Every rule, with how its last evaluation went."""
    return [rule for group in asked("rules")["groups"] for rule in group["rules"]]
