"""Time that passes, with the worker at work, and terms short enough to walk through."""

import contextvars
from collections.abc import Callable

from flask import Flask
from flask.globals import _cv_app

from ideas.accounts.models import Person
from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import Tier
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, the_campaign

Later = Callable[..., None]


def later_with(app: Flask, clock: Clock) -> Later:
    """``later(days=3)``: let time pass, and let the worker do what is due."""

    def later(**delta: float) -> None:
        clock.go(**delta)
        db.session.commit()
        contextvars.copy_context().run(_work, app)

    return later


def past_undoing(later: Later) -> None:
    """Half a minute in two halves: the worker's first turn only sets up its schedule."""
    later(seconds=15)
    later(seconds=15)


def _work(app: Flask) -> None:
    """Run the worker outside of the test's own context."""
    _cv_app.set(None)  # type: ignore[arg-type]
    drain(app)


def publish_short_terms() -> Person:
    """Terms with a ladder of three and five votes; answers the admin who published them."""
    adam = a_person("Adam", Role.ADMIN)
    publish_terms(
        the_campaign(),
        (Tier(3, 30), Tier(5, 60)),
        by=adam,
        reason="A small brand.",
        guidelines={"en": "Be kind.", "fr": "Soyez aimable."},
    )
    db.session.commit()
    return adam
