"""A real Chromium before a real server, on the database of this test process."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from ideas.accounts.models import Person
from ideas.config import Config
from tests import factories
from tests.databases import application

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(_made: object, config: Config) -> Iterator[str]:
    """The address of the running site, with CSRF protection on, unlike in ``client``."""
    with application(config) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, without a way to other hosts."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        missing("Chromium was not found: install chromium to run the browser tests.")
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
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


@pytest.fixture(autouse=True)
def _no_complaints(context: BrowserContext, app: Flask, site: str) -> Iterator[None]:
    """A page that fails, breaks its own policy or asks another host fails its test."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        expected = "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not expected:
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            complaints.append(f"asked {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", watch)
    yield
    assert complaints == []


@pytest.fixture
def sign_in(context: BrowserContext, client: FlaskClient, site: str) -> Callable[[Person], None]:
    """``sign_in(person)`` opens a session and gives its cookie to the browser."""

    def enter(person: Person) -> None:
        factories.sign_in(client, person)
        name = client.application.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        context.add_cookies([{"name": name, "value": cookie.value, "url": site}])

    return enter


@pytest.fixture
def plain_page(browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()
