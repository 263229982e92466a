"""What the shops sold, quarter by quarter: imported, settled, told, paid."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from functools import partial

import sqlalchemy as sa

from ideas.db import db
from ideas.exchange.demo.making import LAUNCHES, PREPARER, RETIRED, SECOND
from ideas.exchange.demo.paying import pay_due, prepare_due, send_due
from ideas.exchange.demo.world import World
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.disputes.queries import disputed
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.periods.actions import open_period, soft_close, type_rate
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import check, post_import, upload
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.posting.listeners import work_off
from ideas.royalties.sales.rules import COLUMNS

FIRST, LAST = -3, 0
SHOPS = (
    ("oddlark-shop", "DE", "online", "EUR", 210),
    ("oddlark-shop", "FR", "online", "EUR", 140),
    ("harbour-lane-toys", "US", "shop", "USD", 120),
    ("piccalilly-and-daughters", "GB", "shop", "GBP", 80),
)
RATES = {"USD": ("0.9214", "0.9187", "0.9260"), "GBP": ("1.1743", "1.1691", "1.1802")}
QUOTED_BY = "Mean rate of the quarter"
SOURCE = "oddlark-accounts"
EVERYTHING = 99


def let_sell(world: World) -> None:
    """Put the accounts of every quarter on the timeline."""
    put = world.timeline.at
    last = last_told(world)
    for number in range(FIRST, LAST + 1):
        opened = f"Q-{-number}+1"
        put(world.day(opened), partial(_open, world, number))
        if number < LAST:
            put(world.day(f"Q-{-number - 1}+8"), partial(_type_rates, world, number))
            put(world.day(f"Q-{-number - 1}+9"), partial(_import, world, number))
            put(world.day(f"Q-{-number - 1}+14"), partial(_close, world, number))
        if number < last:
            put(world.day(f"Q-{-number - 1}+20"), partial(_pay, world, EVERYTHING))
    put(world.day(f"Q-{-last - 1}+15"), partial(_pay, world, 1))
    put(world.days_after(world.now, -3), partial(_send_one, world))
    put(world.days_after(world.now, -2), partial(_prepare_one, world))


def last_told(world: World) -> int:
    """The last quarter whose statements are made."""
    return -1 if world.now > world.calendar.day("Q-0+18") else -2


def _open(world: World, number: int) -> None:
    first, following = world.calendar.quarter(number), world.calendar.quarter(number + 1)
    code, last = world.calendar.name_of(number), following - timedelta(days=1)
    open_period(code, first, last, by=world.person(PREPARER))


def _period(world: World, number: int) -> Period:
    named = sa.select(Period).where(Period.code == world.calendar.name_of(number))
    return db.session.scalars(named).one()


def _type_rates(world: World, number: int) -> None:
    period = _period(world, number)
    for currency, rates in RATES.items():
        type_rate(
            period,
            (currency, "EUR"),
            Decimal(rates[number - FIRST]),
            source=QUOTED_BY,
            quoted_on=period.ends_on,
            by=world.person(PREPARER),
        )


def _import(world: World, number: int) -> None:
    code = world.calendar.name_of(number)
    content = _file(world, number)
    received = receive(io.BytesIO(content), f"sales-{code}.csv", most=len(content))
    kept, _ = upload(received, SOURCE, by=world.person(PREPARER))
    check(kept, kept.read_by, by=world.person(PREPARER))
    work_off(kept.id)
    post_import(kept, by=world.person(PREPARER), good_rows=True)
    if kept.state is ImportState.PROPOSED:
        post_import(kept, by=world.person(SECOND))
    work_off(kept.id)


def _file(world: World, number: int) -> bytes:
    """A quarter's sales as the shops send them; every second file names a thing nobody made."""
    rows = [row for key in LAUNCHES for row in _rows_of(world, key, number)]
    if number % 2 == 0 and rows:
        rows.append({**rows[0], "external_id": f"{rows[0]['external_id']}-X", "sku": "ODD-GHOST"})
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows_of(world: World, key: str, number: int) -> list[dict[str, object]]:
    day, sku, _, price = LAUNCHES[key]
    begins, ends = world.calendar.quarter(number), world.calendar.quarter(number + 1)
    launched, retired = world.calendar.day(day).date(), RETIRED.get(key)
    gone = world.calendar.day(retired).date() if retired else ends
    days = (min(gone, ends) - max(launched, begins)).days
    part = max(days, 0) / (ends - begins).days
    rows = []
    for shop, territory, channel, currency, usual in SHOPS if part else ():
        units = max(1, round(usual * part * world.chance.uniform(0.8, 1.6)))
        back, cut = round(units * world.chance.uniform(0, 0.04)), world.chance.uniform(0, 0.06)
        gross = units * price
        rows.append(
            {
                "source": shop,
                "external_id": f"{world.calendar.name_of(number)}/{territory}/{sku}",
                "revision": 1,
                "period": world.calendar.name_of(number),
                "sku": sku,
                "territory": territory,
                "channel": channel,
                "units": units,
                "returned_units": back,
                "gross": _amount(gross),
                "returns": _amount(back * price),
                "deductions": _amount(round(gross * cut)),
                "currency": currency,
            }
        )
    return rows


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _close(world: World, number: int) -> None:
    period = _period(world, number)
    soft_close(period, by=world.person(PREPARER))
    proposal = propose_close(period, by=world.person(PREPARER))
    confirm_close(period, by=world.person(SECOND), seen=proposal.digest)


def _pay(world: World, most: int) -> None:
    """One prepares, the other approves; the bank carries it out."""
    keys = [f"royalty:{each.id}" for each in list(statements_due())[:most]]
    pay_due(world, keys, preparer=PREPARER, second=SECOND)


def _prepare_one(world: World) -> None:
    """It waits for its second person."""
    prepare_due(world, _next_due(), preparer=PREPARER, second=SECOND)


def _send_one(world: World) -> None:
    """The bank has it."""
    send_due(world, _next_due(), preparer=PREPARER, second=SECOND)


def _next_due() -> list[str]:
    asked = disputed(each.id for each in statements_due())
    return [f"royalty:{each.id}" for each in statements_due() if each.id not in asked][:1]
