"""A site as it is served: with a door that keeps pages, and a clock for how old they are."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ideas.web.keeping import copies, door, shelf, store
from ideas.web.keeping.door import FRESH, STALE, Door
from tests.conftest import Client

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Process:
    """A process of the site: its door, and the addresses that were drawn behind it."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        app.test_client_class = Client
        app.config["PROPAGATE_EXCEPTIONS"] = False  # as on a server
        self.app, self.client = app, app.test_client(use_cookies=False)
        self.door: Door = app.extensions["ideas.keeping"]
        self.inside, self.passed = self.door.inside, list[str]()
        self.moment = 1_000.0
        for module in (copies, store, door, shelf):
            monkeypatch.setattr(module, "seconds", lambda: self.moment)
        monkeypatch.setattr(self.door, "inside", self._pass_on)
        monkeypatch.setattr(self.door, "fresh", FRESH)
        monkeypatch.setattr(self.door, "stale", STALE)

    def _pass_on(self, environ: Any, start_response: Any) -> Any:
        query = environ["QUERY_STRING"]
        self.passed.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        return self.inside(environ, start_response)

    def get(self, address: str, *, by: FlaskClient | None = None, **headers: str) -> TestResponse:
        """What a browser gets."""
        sent = {"User-Agent": BROWSER}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return (by or self.client).get(address, headers=sent)

    def wait(self) -> None:
        """Until what is drawn beside the visitors is there."""
        for flight in [*self.door.store.flights.values()]:
            assert flight.landed.wait(10)
