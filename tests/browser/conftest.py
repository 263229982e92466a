"""A real Chromium before a real server, on the database of this test process."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from ideas.accounts.models import Person
from ideas.clock import stopped_at
from ideas.config import Config
from ideas.policy import Role
from tests import factories
from tests.browser.surfer import Album, Surfer
from tests.conftest import Clock
from tests.databases import application
from tests.journeys.times import Later, later_with, publish_short_terms

HERE = Path(__file__).parent
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Running:
    """The site with CSRF protection on, unlike in ``client``, by the test's clock if it has one."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clock: Clock | None = None
        self.address = ""

    def __call__(self, *request: Any) -> Any:
        """Answer a request."""
        if self.clock is None:
            return self.app(*request)
        with stopped_at(self.clock.moment):
            return self.app(*request)


@pytest.fixture(scope="session")
def running(_made: object, config: Config) -> Iterator[Running]:
    """The site before a real server."""
    with application(config) as app:
        running = Running(app)
        server = make_server("127.0.0.1", 0, running, threaded=True)
        running.address = f"http://127.0.0.1:{server.server_port}"
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield running
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture(scope="session")
def site(running: Running) -> str:
    """The address of the running site."""
    return running.address


@pytest.fixture
def clock(clock: Clock, running: Running) -> Iterator[Clock]:
    """The same clock, for the running site, too."""
    running.clock = clock
    yield clock
    running.clock = None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, without a way to other hosts; the one without windows is quicker."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        missing = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        missing("Chromium was not found: install chromium-headless-shell to run the browser tests.")
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-gpu"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Addresses may be written without the host."""
    return site


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """English, whatever the machine speaks."""
    return {**browser_context_args, "locale": "en"}


@pytest.fixture
def complaints(app: Flask) -> Iterator[list[str]]:
    """What the browsers complain about; a test with any fails."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []


@pytest.fixture(autouse=True)
def _no_complaints(context: BrowserContext, complaints: list[str], site: str) -> None:
    """A page that fails, breaks its own policy or asks another host fails its test."""
    overhear(context, complaints, site)


def overhear(context: BrowserContext, complaints: list[str], site: str) -> None:
    """Write down what a browser complains about, and whom else it asks."""

    def hear(message: ConsoleMessage) -> None:
        expected = "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not expected:
            complaints.append(f"{message.text} (on {message.page and message.page.url})")

    def watch(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            complaints.append(f"asked {request.url}")

    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", watch)


@pytest.fixture
def sign_in(context: BrowserContext, client: FlaskClient, site: str) -> Callable[[Person], None]:
    """``sign_in(person)`` opens a session and gives its cookie to the browser."""
    return lambda person: admit(context, client, person, site)


def admit(context: BrowserContext, client: FlaskClient, person: Person, site: str) -> None:
    """Open a session for this person in this browser."""
    factories.sign_in(client, person)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    context.add_cookies([{"name": name, "value": cookie.value, "url": site}])


@pytest.fixture
def enter(
    new_context: Callable[[], BrowserContext],
    running: Running,
    complaints: list[str],
    app: Flask,
    session: Session,
    request: pytest.FixtureRequest,
) -> Callable[..., Surfer]:
    """``enter("Max", Role.MODERATOR)``: a person at their browser; ``enter()`` a visitor."""
    story = request.node.originalname.removeprefix("test_")
    album = Album(story, app.url_map)

    def entered(name: str = "", *roles: Role) -> Surfer:
        context = new_context()
        overhear(context, complaints, running.address)
        if not name:
            return Surfer(context.new_page(), album)
        person = factories.a_person(name, *roles)
        sign_in = partial(admit, context, app.test_client(), person, running.address)
        return Surfer(context.new_page(), album, sign_in).come_back()

    return entered


@pytest.fixture
def later(app: Flask, clock: Clock) -> Later:
    """``later(days=3)``: let time pass, and let the worker do what is due."""
    return later_with(app, clock)


@pytest.fixture
def short_ladder(session: Session, clock: Clock) -> Person:
    """Terms with a ladder of three and five votes; answers the admin who published them."""
    return publish_short_terms()


@pytest.fixture
def plain_page(browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()
