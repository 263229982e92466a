"""The worked example, closed, and the period after it, open."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Statement
from tests.money import WORKED_EXAMPLE, a_period, a_rate, close, take_in


@pytest.fixture
def after(fay: Person, period: Period) -> Period:
    """The period after the closed one, open."""
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    return a_period(fay, "2026-H1")


@pytest.fixture
def statement(session: Session, ada: Person, after: Period) -> Statement:
    """Ada's."""
    return session.scalars(sa.select(Statement).where(Statement.person_id == ada.id)).one()
