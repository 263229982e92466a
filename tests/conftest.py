"""What every test can ask for: the application, a client, a stopped clock, sent statements."""

import contextvars
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask, has_app_context
from flask.globals import _cv_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas import clock as ideas_clock
from ideas.config import Config
from ideas.db import Base, db
from ideas.limits.models import LimitCount
from ideas.limits.store import store
from ideas.review.settings import Review
from ideas.settings.actions import turn
from tests.audited import unaudited, watched
from tests.databases import SERVER, Emptying, application, forget_the_disk, new_database, statements
from tests.styles import unstyled

FOUND_IS_ENOUGH = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
hypothesis.settings.register_profile(
    "quick", max_examples=20, deadline=None, database=None, phases=FOUND_IS_ENOUGH
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRET = "a secret that only the tests know, long enough"
BRIEFLY = bool(os.environ.get("TEST_BRIEFLY"))
THROUGH_HTTP = {"client", "another_app", "browser"}
OF_BOTH = {"faults", "journeys", "shape", "test_clock", "test_db", "test_given", "test_races"}
EVEN_BRIEFLY = {"test_kill", "test_vote_race"}
LONGEST = (
    "browser/test_pages.py",
    "exchange/test_real_input.py",
    "exchange/test_demo.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes none begins a long file when the others are done.

    What asks no database is said on SQLite alone. With TEST_BRIEFLY=1 what comes through HTTP and
    what is marked ``long`` is asked of SQLite, and what actions do of PostgreSQL; only what is
    about the databases themselves is asked of both, as everything is without it. What is ``slow``
    is then left out, but for a race and a kill.
    """
    is_elsewhere = _is_said_on_sqlite if SERVER else _is_left_to_postgres
    left = {item for item in items if is_elsewhere(item) or _is_left_out(item)}
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


def _is_said_on_sqlite(item: pytest.Item) -> bool:
    asked = _asked_by(item)
    if item.get_closest_marker("once") or (
        item.path.name == "test_rules.py" and "app" not in asked
    ):
        return True
    return BRIEFLY and bool(item.get_closest_marker("long") or THROUGH_HTTP & asked)


def _is_left_to_postgres(item: pytest.Item) -> bool:
    asked = _asked_by(item)
    is_of_both = OF_BOTH & {item.path.stem, item.path.parent.name}
    is_here = is_of_both or any(map(item.get_closest_marker, ("once", "long")))
    return BRIEFLY and "app" in asked and not (is_here or THROUGH_HTTP & asked)


def _is_left_out(item: pytest.Item) -> bool:
    return BRIEFLY and bool(item.get_closest_marker("slow")) and item.path.stem not in EVEN_BRIEFLY


def _asked_by(item: pytest.Item) -> set[str]:
    """The fixtures of a test, and theirs."""
    return set(item.fixturenames)  # type: ignore[attr-defined]


class Client(FlaskClient):
    """A browser without a window; each request has a context of its own, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; the test's own session is committed first and reads anew after."""
        send = partial(super().open, *args, **kwargs)
        if not has_app_context():
            return send()
        db.session.commit()
        with watched(self.application, kwargs.get("method", "GET")) as sent:
            answer: TestResponse = elsewhere().run(send)
        assert unaudited(self.application, answer, sent) == set(), "staff wrote without a trace"
        if answer.mimetype == "text/html" and not answer.is_streamed:
            assert unstyled(answer.text) == set()
        return answer


def elsewhere() -> contextvars.Context:
    """All that is known here, such as the stopped clock, but for the application's context."""
    elsewhere = contextvars.Context()
    for variable, value in contextvars.copy_context().items():
        if variable is not _cv_app:
            elsewhere.run(variable.set, value)
    return elsewhere


class Clock:
    """Stands still until the test moves it."""

    def __init__(self, moment: datetime) -> None:
        self._stopped: AbstractContextManager[None] | None = None
        self.stand_at(moment)

    def stand_at(self, moment: datetime) -> None:
        """Let it be this moment."""
        self.run()
        self.moment = moment
        self._stopped = ideas_clock.stopped_at(moment)
        self._stopped.__enter__()

    def go(self, **delta: float) -> datetime:
        """Let time pass, as in ``clock.go(days=3)``; answers the new moment."""
        self.stand_at(self.moment + timedelta(**delta))
        return self.moment

    def run(self) -> None:
        """Give the clock back to the world."""
        if self._stopped is not None:
            self._stopped.__exit__(None, None, None)
            self._stopped = None


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The configuration under test, on a database of this test process."""
    home = tmp_path_factory.mktemp("site")
    with new_database(home) as address:
        yield Config(
            home=home,
            secret_key=SECRET,
            database_url=address,
            mail_from="Ideas <ideas@example.test>",
            worker=False,
            testing=True,
        )


@pytest.fixture(scope="session")
def _made(config: Config) -> Iterator[tuple[Flask, Emptying]]:
    with application(config) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = Client
        with app.app_context():
            engine = db.engine
        forget_the_disk(engine)
        Base.metadata.create_all(engine)
        emptying = Emptying(engine)
        yield app, emptying
        emptying.close()


@pytest.fixture
def app(_made: tuple[Flask, Emptying]) -> Iterator[Flask]:
    """The application; whatever a test commits is gone after it. Forms need no CSRF token."""
    app, emptying = _made
    yield app
    emptying.empty()
    with app.app_context(), store().engine.begin() as counts:
        counts.execute(sa.delete(LimitCount))


@pytest.fixture
def another_app(app: Flask, config: Config) -> Iterator[Flask]:
    """A second application on the same database, as it comes: its forms need their CSRF token."""
    with application(config) as another:
        yield another


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """An application context and its session, for tests that call actions and queries."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def unscored(session: Session) -> None:
    """Answers wait for no scorecards: for tests about what comes of answers."""
    turn(Review, "quorum", 0, by=None)
    session.commit()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A signed-out browser."""
    return app.test_client()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that stands at noon of a Monday."""
    clock = Clock(NOON)
    yield clock
    clock.run()


@pytest.fixture
def sent_statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with sent_statements() as sent:`` collects what goes to the database."""
    with app.app_context():
        return partial(statements, db.engine)
