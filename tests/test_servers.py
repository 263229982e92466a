"""The site under each server it knows: a page, a vote, a form too large, an end."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
import sqlalchemy as sa

from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import Config
from ideas.db import Base, db
from ideas.voting.models import Ballot
from tests.bench.serving import SERVERS, wait_for
from tests.bench.votes.people import new_ideas, open_sessions, write_requests
from tests.databases import application

SECRET = "a secret that only this server knows, long enough"


class Unmoved(urllib.request.HTTPRedirectHandler):
    """A browser that stays where it is sent from."""

    def redirect_request(self, *args: Any) -> None:
        """Go nowhere."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    with closing(create_server(("127.0.0.1", 0))) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    return Config(
        home=tmp_path,
        secret_key=SECRET,
        database_url=f"sqlite:///{tmp_path / 'ideas.sqlite'}",
        base_url=f"http://{bind}",
        bind=bind,
    )


@pytest.fixture
def vote(config: Config) -> Iterator[tuple[str, str, str]]:
    """An idea's address to vote at, and the cookie and token of somebody who may."""
    with application(config) as app, app.app_context():
        Base.metadata.create_all(db.engine)
        ensure_standing_campaign()
        db.session.commit()
        tokens, addresses = open_sessions(1), new_ideas(1)
        db.session.commit()
        write_requests(app, tokens, addresses, config.home / "votes")
        db.session.remove()
        address, cookie, token, *_ = (config.home / "votes").read_text().strip().split("\t")
        yield address, cookie, token
        assert db.session.scalar(sa.select(Ballot.votes)) == 1


@pytest.fixture(params=["gunicorn", pytest.param("granian", marks=pytest.mark.slow)])
def site(config: Config, vote: tuple[str, str, str], request: Any) -> Iterator[str]:
    env = {
        "IDEAS_HOME": str(config.home),
        "IDEAS_SECRET_KEY": SECRET,
        "IDEAS_DATABASE_URL": config.database_url,
        "IDEAS_BASE_URL": config.base_url,
        "IDEAS_BIND": config.bind,
        "IDEAS_PROCESSES": "1",
    }
    command = [sys.executable, *SERVERS[request.param]]
    server = subprocess.Popen(command, env=os.environ | env)
    try:
        wait_for(f"{config.base_url}/healthz")
        yield config.base_url
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_a_page_is_read_and_a_vote_is_cast(site: str, vote: tuple[str, str, str]) -> None:
    address, cookie, token = vote
    browser = urllib.request.build_opener(Unmoved)
    page = site + address.removesuffix("/vote")
    assert "0 counted" in browser.open(page).read().decode()
    form = f"csrf_token={token}".encode()
    sent = urllib.request.Request(site + address, form, {"Cookie": cookie})
    with pytest.raises(urllib.error.HTTPError) as answer:
        browser.open(sent)
    assert (answer.value.code, answer.value.headers["Location"]) == (
        303,
        f"{page.removeprefix(site)}#ballot",
    )
    answer.value.close()
    large = urllib.request.Request(f"{site}/account", b"x=" + b"x" * 11_000_000, {"Cookie": cookie})
    with pytest.raises((urllib.error.HTTPError, OSError)) as refused:
        browser.open(large)
    if isinstance(refused.value, urllib.error.HTTPError):
        assert refused.value.code == 413
        refused.value.close()
    signed_in = urllib.request.Request(f"{site}/ideas", headers={"Cookie": cookie})
    assert 'id="notices"' in browser.open(signed_in).read().decode()
