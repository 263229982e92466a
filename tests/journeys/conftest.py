"""The people of the stories, each at a browser of their own, with real CSRF tokens."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person
from tests.journeys.times import Later, later_with, publish_short_terms
from tests.journeys.walker import Walker

Enter = Callable[..., Walker]


@pytest.fixture
def protected(app: Flask) -> Iterator[Flask]:
    """The application as it runs: forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def enter(protected: Flask, session: Session, clock: Clock) -> Enter:
    """``enter("Max", Role.MODERATOR)``: a new person at their browser; ``enter()`` a visitor.

    ``enter(ada)`` is somebody known at one more browser.
    """

    def entered(who: str | Person = "", *roles: Role) -> Walker:
        person = a_person(who, *roles) if isinstance(who, str) and who else who or None
        walker = Walker(protected.test_client(), person)
        return walker.come_back() if person else walker

    return entered


@pytest.fixture
def later(protected: Flask, clock: Clock) -> Later:
    """``later(days=3)``: let time pass, and let the worker do what is due."""
    return later_with(protected, clock)


@pytest.fixture
def short_ladder(session: Session, clock: Clock) -> Person:
    """Terms with a ladder of three and five votes; answers the admin who published them."""
    return publish_short_terms()
