"""Whatever royalties rest on is written beside an entry, or not at all."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import Base, db, take_write_lock
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.models import Account
from ideas.royalties.ledger.rules import Draft, Kind, Leg
from ideas.royalties.periods.models import FxRate, Period
from ideas.witness import Unwitnessed, tables_written

UNCOUNTED = "comes and goes only under an import that is not posted, which the database sees to"
EXEMPT: dict[str, str] = {
    "audit_requests": "a question about the books; it changes no money",
    "close_wishes": "what the worker is asked for; what it then does has its entries",
    "ready_lines": "laid ready for a close, and counted for nothing before it",
    "ready_parts": "laid ready for a close, and counted for nothing before it",
    "disputes": "a question about a statement; what it changes is an adjustment",
    "sales": UNCOUNTED,
    "sales_taken_back": UNCOUNTED,
    "sale_conflicts": UNCOUNTED,
    "staged_sales": "read, and not posted",
    "sale_problems": "read, and not posted",
    "import_progress": "how far the worker is",
    "payee_details": "who a payee is: told with an entry, and gone when they leave",
    "book_faults": "what the nightly check found; it changes no money",
}
"""Tables of agreements and royalties that need no entry, and why."""


def values(period: Period, by: Person) -> dict[str, Any]:
    return {
        "period_id": period.id,
        "currency": "USD",
        "into": "EUR",
        "rate": Decimal("0.92"),
        "source": "ECB",
        "quoted_on": date(2025, 12, 31),
        "typed_by_id": by.id,
        "typed_at": clock.now(),
    }


def by_object(session: Session, period: Period, by: Person) -> None:
    session.add(FxRate(**values(period, by)))


def in_bulk(session: Session, period: Period, by: Person) -> None:
    session.execute(sa.insert(FxRate), [values(period, by), values(period, by)])


def as_core(session: Session, period: Period, by: Person) -> None:
    row = values(period, by)
    table = Base.metadata.tables["fx_rates"]
    session.execute(sa.insert(table).values(**row | {"to_currency": row.pop("into")}))


def as_text(session: Session, period: Period, by: Person) -> None:
    session.execute(sa.text("UPDATE periods SET code = 'other'"))


def below_a_savepoint(session: Session, period: Period, by: Person) -> None:
    by_object(session, period, by)
    session.flush()
    point = session.begin_nested()
    note("rate.type", f"period:{period.id}", by=by.id)
    point.rollback()


WAYS = [by_object, in_bulk, as_core, as_text, below_a_savepoint]
Way = Callable[[Session, Period, Person], None]


def _rates(session: Session) -> int | None:
    return session.scalar(sa.select(sa.func.count()).select_from(FxRate))


@pytest.mark.parametrize("write", WAYS)
def test_nothing_is_written_without_an_entry(
    session: Session, fay: Person, period: Period, write: Way
) -> None:
    take_write_lock()
    write(session, period, fay)
    with pytest.raises(Unwitnessed, match=r"fx_rates|periods"):
        session.commit()
    session.rollback()
    assert (_rates(session), session.get_one(Period, period.id).code) == (0, "2025-H2")


@pytest.mark.parametrize("write", WAYS[:-1])
def test_with_an_audit_entry_it_is(
    session: Session, fay: Person, period: Period, write: Way
) -> None:
    take_write_lock()
    write(session, period, fay)
    note("rate.type", f"period:{period.id}", by=fay.id)
    session.commit()
    assert (_rates(session), session.get_one(Period, period.id).code) != (0, "2025-H2")


def test_a_journal_entry_will_do(session: Session, fay: Person, period: Period) -> None:
    take_write_lock()
    by_object(session, period, fay)
    legs = (Leg("receivable", 5, "EUR"), Leg("sales", -5, "EUR"))
    post([Draft("sale:1", Kind.SALE, legs)], by=fay)
    session.commit()
    assert _rates(session) == 1


def test_an_entry_of_another_transaction_does_not_count(
    session: Session, fay: Person, period: Period
) -> None:
    note("rate.type", f"period:{period.id}", by=fay.id)
    session.commit()
    test_nothing_is_written_without_an_entry(session, fay, period, in_bulk)


def test_it_bites_without_a_session_too(session: Session, fay: Person, period: Period) -> None:
    session.commit()
    writing = db.engine.connect().execution_options(writing=True)
    with writing as connection:
        connection.execute(sa.insert(Base.metadata.tables["accounts"]).values(code="hidden"))
        with pytest.raises(Unwitnessed, match="accounts"):
            connection.commit()
    assert session.scalar(sa.select(Account).where(Account.code == "hidden")) is None


def test_what_changes_no_row_is_free(session: Session, fay: Person, period: Period) -> None:
    take_write_lock()
    session.execute(sa.text("UPDATE periods SET code = 'x' WHERE id = -1"))
    session.commit()


@pytest.mark.once
@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1 FROM sales FOR UPDATE", []),
        ('insert into "sales" (id) values (1)', ["sales"]),
        ("INSERT OR IGNORE INTO main.sales VALUES (1)", ["sales"]),
        ("REPLACE INTO sales VALUES (1)", ["sales"]),
        ("\n UPDATE ONLY public.sales SET id = 1", ["sales"]),
        ("DELETE FROM sales WHERE 1", ["sales"]),
        ("WITH a AS (DELETE FROM sales RETURNING *) INSERT INTO gone SELECT * FROM a",
         ["sales", "gone"]),
        ("WITH a AS (SELECT 1) SELECT * FROM a", []),
    ],
)  # fmt: skip
def test_the_tables_of_a_statement(statement: str, tables: list[str]) -> None:
    assert tables_written(statement) == tables


@pytest.mark.once
def test_every_table_of_royalties_is_marked() -> None:
    """A new table says ``needs_witness(Table.__table__)`` in its models, or why not, above."""
    ours = {
        mapper.class_.__tablename__: Base.metadata.tables[mapper.class_.__tablename__].info
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(("ideas.agreements", "ideas.royalties"))
    }
    open_ = {name for name, info in ours.items() if not info.keys() & {"needs_witness"}}
    assert open_ == EXEMPT.keys()
