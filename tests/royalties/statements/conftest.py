"""The worked example, closed, and the same as a paper without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.money import Money
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Statement
from ideas.royalties.statements.paper import NEWEST, Fall, Group, Paper, Percent, Quote, Step
from tests.money import WORKED_EXAMPLE, a_rate, close, pay, take_in


@pytest.fixture
def closed(fay: Person, flo: Person, agreement: Agreement, period: Period) -> Period:
    """The worked example, closed."""
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    return period


@pytest.fixture
def statement(session: Session, ada: Person, closed: Period) -> Statement:
    """Ada's."""
    return session.scalars(sa.select(Statement).where(Statement.person_id == ada.id)).one()


EU = Group(
    *("Lamp", "LAMP-1", "2025-H2", "EU", "EUR", Decimal(1), Percent(100)),
    *(1, 12_400, 310, 62_000_000, 1_550_000, 3_410_000, 57_040_000, 57_040_000, 570_400),
)
US = Group(
    *("Lamp", "LAMP-1", "2025-H2", "US", "USD", Decimal("0.9200"), Percent(100)),
    *(1, 3_050, 0, 15_250_000, 0, 0, 15_250_000, 14_030_000, 140_300),
)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def paper() -> Paper:
    """The worked example as Ada's statement says it."""
    return Paper(
        version=1,
        number=12,
        issuer="Oddlark Works Ltd, 1 Harbour Lane",
        payee="Ada Lovelace",
        title="Lighthouse that turns",
        period="2025-H2",
        first_day=date(2025, 7, 1),
        last_day=date(2025, 12, 31),
        settled_on=date(2026, 3, 2),
        currency="EUR",
        groups=(EU, US),
        quotes=(Quote("USD", "EUR", Decimal("0.9200"), "ECB", date(2025, 12, 31)),),
        pool=(
            Step("earned", euros(710_700)),
            Step("reserve_held", euros(-71_070), (("rate", Percent(1_000)), ("card", 1))),
            Step("reserve_released", euros(0)),
            Step("pool", euros(639_630)),
        ),
        part=(
            Step("opening_balance", euros(0)),
            Step("your_part", euros(383_778), (("share", Percent(6_000)),)),
            Step("advance_recouped", euros(-100_000), (("left", euros(0)),)),
            Step("carried_forward", euros(0), (("minimum", euros(5_000)),)),
            Step("payable", euros(283_778)),
        ),
        until=date(2026, 5, 1),
        contact="royalties@example.org",
        ledger_hash="ab" * 32,
    )


STEPS = replace(
    EU,
    rate=(Percent(100), Percent(200)),
    falls=(Fall(Percent(100), 1_000), Fall(Percent(200), 1)),
    territory="CH",
    units=1_001,
    returned=1,
    card=2,
    rate_id=7,
)


@pytest.fixture
def newest(paper: Paper) -> Paper:
    """The same with a row whose sales went over a step, and with the agreement's audit clause."""
    clauses = (
        ("en", "Once a year you may have this checked."),
        ("fr", "Vous pouvez faire vérifier ceci une fois par an."),
    )
    return replace(paper, version=NEWEST, groups=(*paper.groups, STEPS), audit=clauses)
