"""Reviewers, and a case."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.models import Case
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.journeys.times import Later, later_with
from tests.review.rounds_made import case_for, cut_off, open_for


@pytest.fixture
def rita(session: Session) -> Person:
    return a_person("Rita", Role.REVIEWER)


@pytest.fixture
def remi(session: Session) -> Person:
    return a_person("Remi", Role.REVIEWER)


@pytest.fixture
def cara(session: Session) -> Person:
    return a_person("Cara", Role.REVIEWER)


@pytest.fixture
def lamp(rita: Person, clock: Clock) -> Case:
    """A case under review."""
    idea = an_idea("Lamp", stage=Stage.QUALIFIED)
    open_for(clock, rita)
    cut_off(clock)
    return case_for(idea)


@pytest.fixture
def later(app: Flask, clock: Clock) -> Later:
    """``later(days=3)``: let time pass, and let the worker do what is due."""
    return later_with(app, clock)
