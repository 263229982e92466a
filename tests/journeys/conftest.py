"""The people of the stories, each at a browser of their own, with real CSRF tokens."""

import contextvars
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.globals import _cv_app
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import Tier
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, the_campaign
from tests.journeys.walker import Walker

Enter = Callable[..., Walker]
Later = Callable[..., None]


@pytest.fixture
def protected(app: Flask) -> Iterator[Flask]:
    """The application as it runs: forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def enter(protected: Flask, session: Session, clock: Clock) -> Enter:
    """``enter("Max", Role.MODERATOR)``: a person at their browser; ``enter()`` a visitor."""

    def entered(name: str = "", *roles: Role) -> Walker:
        person = a_person(name, *roles) if name else None
        walker = Walker(protected.test_client(), person)
        return walker.come_back() if person else walker

    return entered


@pytest.fixture
def later(protected: Flask, clock: Clock) -> Later:
    """``later(days=3)``: let time pass, and let the worker do what is due."""

    def passed(**delta: float) -> None:
        clock.go(**delta)
        db.session.commit()
        _work(protected)

    return passed


def _work(app: Flask) -> None:
    """Run the worker outside of the test's own context."""

    def work() -> None:
        _cv_app.set(None)  # type: ignore[arg-type]
        drain(app)

    contextvars.copy_context().run(work)


@pytest.fixture
def short_ladder(session: Session, clock: Clock) -> Person:
    """Terms with a ladder of three and five votes; answers the admin who published them."""
    adam = a_person("Adam", Role.ADMIN)
    campaign = the_campaign()
    publish_terms(
        campaign,
        (Tier(3, 30), Tier(5, 60)),
        by=adam,
        reason="A small brand.",
        guidelines={"en": "Be kind.", "fr": "Soyez aimable."},
    )
    db.session.commit()
    return adam
