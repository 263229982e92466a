"""Who and what every test of royalties needs."""

import pytest
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.policy import Role
from ideas.royalties.periods.models import Period
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import a_period, a_product, an_active_agreement


@pytest.fixture
def fay(session: Session, clock: Clock) -> Person:
    """Finance."""
    return a_person("Fay", Role.FINANCE)


@pytest.fixture
def flo(session: Session, clock: Clock) -> Person:
    """Finance's other pair of eyes."""
    return a_person("Flo", Role.FINANCE)


@pytest.fixture
def ada(session: Session, clock: Clock) -> Person:
    """A creator with 60 % and an advance of 1,000."""
    return a_person("Ada")


@pytest.fixture
def ben(session: Session, clock: Clock) -> Person:
    """A creator with 40 %."""
    return a_person("Ben")


@pytest.fixture
def agreement(fay: Person, ada: Person, ben: Person) -> Agreement:
    """The worked example's agreement, with a lamp on sale."""
    agreement = an_active_agreement(fay, [(ada, 6_000, 100_000), (ben, 4_000, 0)])
    a_product(fay, agreement)
    return agreement


@pytest.fixture
def period(fay: Person, agreement: Agreement) -> Period:
    """The second half of 2025, open and over."""
    return a_period(fay)
