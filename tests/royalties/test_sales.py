"""Importing sales: idempotent in any order, good rows kept, conflicts shown."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import db
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import balance, hash_of_period
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.conflicts.models import SaleConflict
from ideas.royalties.sales.conflicts.queries import conflicts
from ideas.royalties.sales.imports.actions import check
from ideas.royalties.sales.imports.models import SalesImport, StagedSale
from ideas.royalties.sales.imports.queries import problems_of
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.models import Sale, SaleTakenBack
from ideas.royalties.sales.posting.queries import look_up_each
from ideas.royalties.sales.queries import hash_of_sales, unreconciled_imports
from tests.databases import SERVER
from tests.money import (
    WORKED_EXAMPLE,
    a_file,
    a_period,
    a_row,
    close,
    posted,
    take_in,
    uploaded,
    worked,
)

FILES = [
    [a_row("1"), a_row("2", gross="20.00"), a_row("3", currency="USD", gross="7.50")],
    [a_row("1", revision=2, gross="90.00"), a_row("2", gross="20.00"), a_row("4")],
    [
        a_row("1", revision=3, gross="95.00", returns="5.00"),
        a_row("3", currency="USD", gross="7.50"),
    ],
]

LEDGER = "4596e229c0c63519813e7a0b542e56d12ac2c4424fb586ed3bb2875e107c4173"
SALES = "d4e70f11ad9a8bec8e9c27219bb32efbf2d58614dade27107812d07e3be4006c"


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def in_force(session: Session) -> list[tuple[str, int, int]]:
    back = sa.exists().where(SaleTakenBack.sale_id == Sale.id)
    found = session.scalars(sa.select(Sale).where(~back).order_by(Sale.external_id))
    return [(sale.external_id, sale.revision, sale.gross) for sale in found]


def test_a_sale_is_posted_in_its_own_currency(
    session: Session, fay: Person, period: Period
) -> None:
    kept = take_in(fay, *WORKED_EXAMPLE)
    assert (kept.added, kept.known, kept.conflicting, kept.bad) == (2, 0, 0, 0)
    assert balance("sales", "EUR") == -62_000_000
    assert balance("receivable", "EUR") == 62_000_000 - 1_550_000 - 3_410_000
    assert balance("sales", "USD") == -15_250_000
    check_ledger()


def test_the_same_file_again_changes_nothing(session: Session, fay: Person, period: Period) -> None:
    first = take_in(fay, *WORKED_EXAMPLE)
    before = hash_of_period(period.id)
    assert take_in(fay, *WORKED_EXAMPLE).id == first.id
    assert hash_of_period(period.id) == before
    assert count(session, SalesImport) == 1


def test_ten_shuffled_replays_give_the_same_ledger(
    session: Session, fay: Person, period: Period
) -> None:
    for rows in FILES:
        take_in(fay, *rows)
    expected, sales = hash_of_period(period.id), count(session, Sale)
    assert in_force(session) == [("1", 3, 9_500), ("2", 1, 2_000), ("3", 1, 750), ("4", 1, 10_000)]
    for seed in range(10):
        shuffle(fay, random.Random(seed))
        assert hash_of_period(period.id) == expected
    assert count(session, Sale) == sales
    check_ledger()


@pytest.mark.parametrize("seed", range(10))
def test_any_order_of_arrival_gives_the_same_ledger(
    session: Session, fay: Person, period: Period, seed: int
) -> None:
    shuffle(fay, random.Random(seed))
    assert in_force(session) == [("1", 3, 9_500), ("2", 1, 2_000), ("3", 1, 750), ("4", 1, 10_000)]
    assert balance("sales", "EUR") == -(9_500 + 2_000 + 10_000)
    assert hash_of_period(period.id) == LEDGER
    assert hash_of_sales(period.id) == SALES


def shuffle(fay: Person, dice: random.Random) -> None:
    """The files in any order, their rows in any order."""
    for rows in dice.sample(FILES, len(FILES)):
        take_in(fay, *dice.sample(rows, len(rows)))


def test_other_content_in_the_same_revision_is_a_conflict(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1"))
    before = hash_of_period(period.id)
    kept = take_in(fay, a_row("1", gross="99.00"), a_row("2"))
    assert (kept.added, kept.conflicting) == (1, 1)
    (conflict,) = conflicts()
    assert (conflict.row, conflict.sent["gross"]) == (2, 9_900)
    assert conflict.sale is not None
    assert conflict.sale.gross == 10_000
    again = take_in(fay, a_row("1", gross="99.00"), a_row("2"))
    assert (again.added, again.known, again.conflicting) == (0, 1, 1)
    assert count(session, SaleConflict) == 1
    assert hash_of_period(period.id) != before
    take_in(fay, a_row("1", revision=2, gross="99.00"))
    assert not conflicts()


def test_a_file_that_tells_a_sale_in_two_ways_is_not_believed(
    session: Session, fay: Person, period: Period
) -> None:
    kept = take_in(fay, a_row("1"), a_row("1", gross="99.00"), a_row("2"), a_row("2"))
    assert (kept.added, kept.known, kept.conflicting) == (1, 1, 2)
    assert in_force(session) == [("2", 1, 10_000)]


def test_bad_rows_are_reported_and_good_ones_kept(
    session: Session, fay: Person, period: Period
) -> None:
    kept = take_in(
        fay,
        a_row("1"),
        a_row("2", sku="NOPE"),
        a_row("3", period="1999-H1"),
        a_row("4", gross="1,5"),
        a_row("5", gross="-5"),
        a_row("6", currency="XXX"),
        a_row("7", units="-1"),
        a_row("", units="1"),
        a_row("9", revision="0"),
        a_row("10", gross="0.001"),
        a_row("11", territory="EU\x00"),
    )
    assert (kept.added, kept.bad) == (1, 10)
    assert [(each.row, each.code) for each in problems_of(kept.id)] == [
        (3, "sale.no_product"),
        (4, "sale.no_period"),
        (5, "sale.amount"),
        (6, "sale.negative"),
        (7, "sale.currency"),
        (8, "sale.number"),
        (9, "sale.text"),
        (10, "sale.number"),
        (11, "sale.amount"),
        (12, "sale.text"),
    ]


def test_a_bad_row_can_be_sent_again_once_it_is_mended(
    session: Session, fay: Person, period: Period
) -> None:
    rows = [a_row("1"), a_row("2", period="2026-H1")]
    assert take_in(fay, *rows).bad == 1
    a_period(fay, "2026-H1")
    kept = take_in(fay, *rows)
    assert (kept.added, kept.known, kept.bad) == (1, 1, 0)


def test_a_late_sale_is_dated_into_the_oldest_open_period(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1"))
    close(fay, period)
    (problem,) = problems_of(take_in(fay, a_row("2")).id)
    assert (problem.row, problem.code, problem.value) == (2, "sale.none_open", "2025-H2")
    after = a_period(fay, "2026-H1")
    take_in(fay, a_row("2"), a_row("1", revision=2, gross="50.00"))
    found = sa.select(Sale).where(Sale.period_id == after.id).order_by(Sale.id)
    late = session.scalars(found).all()
    assert [(sale.external_id, sale.told_period_id) for sale in late] == [
        ("2", period.id),
        ("1", period.id),
    ]
    back = session.scalars(sa.select(SaleTakenBack)).one()
    assert back.period_id == after.id


def copied(**told: Any) -> sa.TextClause:
    """A statement that writes every sale once more, with other values in some columns."""
    names = [each.key for each in Sale.__table__.columns if each.key not in {"id", *told}]
    into, values = ", ".join([*told, *names]), ", ".join([*map(str, told.values()), *names])
    return sa.text(f"INSERT INTO sales ({into}) SELECT {values} FROM sales")


def test_the_database_lets_nothing_into_a_closed_period(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1"))
    close(fay, period)
    other = uploaded(fay, a_file(a_row("5")))
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="period is closed"):
        session.execute(copied(revision=9, import_id=other.id))


@pytest.mark.parametrize("column", ["product_id", "told_period_id", "period_id", "import_id"])
def test_the_database_lets_no_sale_refer_to_what_is_not_there(
    session: Session, fay: Person, period: Period, column: str
) -> None:
    take_in(fay, a_row("1"), a_row("2"))
    other = uploaded(fay, a_file(a_row("5")))
    wrong = {"import_id": other.id, column: "CASE external_id WHEN '2' THEN 999 ELSE 1 END"}
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        session.execute(copied(revision=9, **wrong))


def test_the_database_stages_no_sale_of_an_import_that_is_not_there(session: Session) -> None:
    names = [each.key for each in StagedSale.__table__.columns]
    values = ", ".join("'new'" if name == "verdict" else "'9'" for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        session.execute(sa.text(f"INSERT INTO staged_sales ({quoted}) VALUES ({values})"))


@pytest.mark.parametrize("table", ["products", "periods", "sales_imports"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id + 900"])
def test_what_a_sale_refers_to_stays(
    session: Session, fay: Person, period: Period, table: str, change: str
) -> None:
    uploaded(fay, a_file(a_row("1")))
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=r"stays?|keeps"):
        session.execute(sa.text(change.format(table)))


@pytest.mark.postgres
@pytest.mark.skipif(SERVER is None, reason="SQLite lets one write at a time")
def test_who_writes_a_sale_waits_for_whoever_closes_its_period(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1"))
    other = uploaded(fay, a_file(a_row("5")))
    session.commit()
    session.execute(sa.select(Period.id).with_for_update())
    with db.engine.connect() as writer:
        writer.exec_driver_sql("SET lock_timeout = 50")
        with pytest.raises(sqlalchemy.exc.OperationalError, match="lock timeout"):
            writer.execute(copied(revision=9, import_id=other.id))


def test_an_empty_table_brings_nothing(session: Session, fay: Person, period: Period) -> None:
    assert take_in(fay).added == 0


def rows_of(number: int) -> Sequence[dict[str, str]]:
    return [a_row(str(each)) for each in range(number)]


def test_many_rows_take_no_more_statements(
    session: Session, fay: Person, period: Period, sent_statements: Any
) -> None:
    numbers = []
    for start, end in ((0, 5), (10, 500)):
        kept = uploaded(fay, a_file(*rows_of(end)[start:]))
        with sent_statements() as sent:
            check(kept, kept.read_by, by=fay)
            worked(kept)
            posted(kept, fay)
        numbers.append(len(sent))
    assert numbers[1] < numbers[0] + 5


def test_what_was_posted_adds_up(session: Session, fay: Person, period: Period) -> None:
    for rows in FILES:
        take_in(fay, *rows)
    assert unreconciled_imports() == []
    assert hash_of_sales(period.id) == SALES
    session.add(
        SalesImport(
            file_name="odd.csv",
            sha256="odd",
            mark="",
            size=1,
            source="shop",
            state=ImportState.POSTED,
            layout={},
            added=1,
            sums=[["EUR", 1, 1, 0, 100, 0, 0]],
            imported_by_id=fay.id,
            imported_at=clock.now(),
            prepared_by_id=fay.id,
            posted_at=clock.now(),
        )
    )
    session.flush()
    ((_, fault),) = unreconciled_imports()
    assert "sales come to []" in fault


def test_sales_are_looked_up_one_by_one_until_the_transaction_ends(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        plans = sa.select(sa.func.current_setting("enable_hashjoin"))
        look_up_each()
        assert session.scalar(plans) == "off"
        session.commit()
        assert session.scalar(plans) == "on"
