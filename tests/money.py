"""Agreements, products and sales for tests; each function commits what it makes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements import actions as agreements
from ideas.agreements import signing
from ideas.agreements.cards.rules import Card, flat
from ideas.agreements.models import Agreement, Share
from ideas.agreements.rules import Part
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.money import Money
from ideas.production import actions as production
from ideas.production.actions import Launch
from ideas.production.models import Product
from ideas.royalties.bank.actions import approve_account, type_account
from ideas.royalties.bank.queries import usable_accounts
from ideas.royalties.bank.rules import WAIT, Account
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.payments.actions import approve, confirm_all, prepare
from ideas.royalties.payments.exporting import export
from ideas.royalties.payments.models import Batch
from ideas.royalties.periods.actions import open_period, soft_close, type_rate
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import check, post_import, upload
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.posting.listeners import work_off
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.models import Statement
from ideas.settings.actions import turn
from tests.factories import a_person, an_idea

TEXT = {"en": "You earn **a part**.", "fr": "Vous recevez **une part**."}
OF_AGREEMENT = {each.name for each in fields(agreements.Figures)}
Parts = Sequence[tuple[Person, int, int]]


def a_card(*, rate_bp: int = 100, **changed: Any) -> Card:
    """The worked example's card."""
    return replace(
        Card(
            rates=flat(rate_bp),
            reserve_bp=1_000,
            reserve_periods=2,
            deductions_cap_bp=600,
            minimum=5_000,
        ),
        **changed,
    )


def figures(**changed: Any) -> agreements.Figures:
    """The worked example's figures; what is not the agreement's own is its card's."""
    own = {name: changed.pop(name) for name in OF_AGREEMENT & set(changed)}
    usual = agreements.Figures(currency="EUR", copies=10, text=TEXT, card=a_card(**changed))
    return replace(usual, **own)


def an_agreement(
    by: Person, parts: Parts, *, idea: Idea | None = None, offered: bool = True, **changed: Any
) -> Agreement:
    """An agreement of these people with these basis points and advances, offered or a draft."""
    people = [person for person, _, _ in parts]
    idea = idea or an_idea(stage=Stage.SELECTED, by=people[0], team=tuple(people[1:]))
    agreement = agreements.prepare(idea, by=by, text=TEXT)
    wanted = [Part(person.id, share, advance) for person, share, advance in parts]
    agreements.edit(agreement, figures(**changed), wanted, by=by)
    if offered:
        agreements.offer(agreement, by=by)
    db.session.commit()
    return agreement


def an_active_agreement(by: Person, parts: Parts, **changed: Any) -> Agreement:
    """The same, accepted by everybody."""
    agreement = an_agreement(by, parts, **changed)
    for share, (person, _, _) in zip(list(agreement.shares), parts, strict=True):
        signing.accept(share, by=person, name=person.name)
    db.session.commit()
    return agreement


def a_product(by: Person, agreement: Agreement, sku: str = "LAMP-1") -> Product:
    """A product on sale under an active agreement."""
    if agreement.idea.stage is Stage.SELECTED:
        production.start_development(agreement.idea, by=by)
    facts = Launch(sku=sku, name="Lamp", price=Money(4_999, "EUR"), on_sale_on=clock.today())
    product = production.launch(agreement.idea, facts, by=by)
    db.session.commit()
    return product


def a_period(by: Person, code: str = "2025-H2") -> Period:
    """The half year of this name, open."""
    year, half = int(code[:4]), code[-1]
    days = {"1": (date(year, 1, 1), date(year, 6, 30)), "2": (date(year, 7, 1), date(year, 12, 31))}
    period = open_period(code, *days[half], by=by)
    db.session.commit()
    return period


def a_rate(by: Person, period: Period, rate: str = "0.9200", pair: str = "USD/EUR") -> None:
    """What one US dollar is worth in euros, unless said otherwise."""
    currencies = (pair[:3], pair[4:])
    day = period.ends_on
    type_rate(period, currencies, Decimal(rate), source="ECB", quoted_on=day, by=by)
    db.session.commit()


def a_row(external_id: str = "1", **changed: Any) -> dict[str, str]:
    """A row of a sales file as text."""
    row = {
        "source": "shop",
        "external_id": external_id,
        "revision": "1",
        "period": "2025-H2",
        "sku": "LAMP-1",
        "territory": "EU",
        "channel": "web",
        "units": "1",
        "returned_units": "0",
        "gross": "100.00",
        "returns": "0",
        "deductions": "0",
        "currency": "EUR",
    }
    return row | {name: str(value) for name, value in changed.items()}


WORKED_EXAMPLE = [
    a_row(
        "eu",
        units=12_400,
        returned_units=310,
        gross="620000.00",
        returns="15500.00",
        deductions="34100.00",
    ),
    a_row("us", territory="US", units=3_050, gross="152500.00", currency="USD"),
]


def a_file(*rows: dict[str, str]) -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(a_row()))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take_in(by: Person, *rows: dict[str, str]) -> SalesImport:
    """Import the good rows of a file, however large."""
    turn(Royalties, "large_import_amount", 10**9, by=by.id)
    db.session.commit()
    return posted(checked(by, a_file(*rows)), by)


def uploaded(by: Person, content: bytes, *, source: str = "shop") -> SalesImport:
    """A file that was sent; the one there is when it was sent before."""
    received = receive(io.BytesIO(content), "sales.csv", most=10**9)
    kept, _ = upload(received, source, by=by)
    db.session.commit()
    return kept


def checked(by: Person, content: bytes, *, source: str = "shop") -> SalesImport:
    """A file that was sent and read by the layout that was proposed."""
    kept = uploaded(by, content, source=source)
    if kept.state is ImportState.UPLOADED:
        check(kept, kept.read_by, by=by)
        worked(kept)
    return kept


def posted(kept: SalesImport, by: Person) -> SalesImport:
    """The good rows of a file that was checked, posted if there is anything to post."""
    if kept.state is ImportState.CHECKED and (kept.added or kept.conflicting):
        post_import(kept, by=by, good_rows=True)
        worked(kept)
    return kept


def worked(kept: SalesImport) -> SalesImport:
    """The worker has done what there is to do for it."""
    work_off(kept.id)
    db.session.refresh(kept)
    return kept


def close(by: Person, period: Period) -> None:
    """Close a period, by this person and a second one."""
    if period.is_open:
        soft_close(period, by=by)
    proposal = propose_close(period, by=by)
    db.session.commit()
    confirm_close(period, by=a_person("Second"), seen=proposal.digest)
    db.session.commit()


def pay(share: Share, *, by: Person, confirmed_by: Person) -> None:
    """Pay a share's advance, by two people."""
    with_account(share.person, approved_by=confirmed_by)
    carry_out(prepare(by=by, only=[f"advance:{share.id}"])[0], by=confirmed_by)


def pay_statement(
    statement: Statement, *, by: Person, confirmed_by: Person, reference: str = ""
) -> None:
    """Pay a statement, by two people."""
    with_account(statement.person, approved_by=confirmed_by)
    (batch,) = prepare(by=by, only=[f"royalty:{statement.id}"])
    carry_out(batch, by=confirmed_by, reference=reference)


def with_account(person: Person, *, approved_by: Person, account: Account | None = None) -> Person:
    """Somebody with an account that can be used: typed, approved, and waited for."""
    if person.id not in usable_accounts([person.id], clock.now()):
        own = account or Account(person.name, other=f"Bank of Kigali, 000-4711-{person.id:04d}")
        with clock.stopped_at(clock.now() - WAIT):
            approve_account(type_account(own, by=person), by=approved_by)
        db.session.commit()
    return person


def carry_out(batch: Batch, *, by: Person, reference: str = "") -> None:
    """Approve a batch, export it, and mark all of it as sent."""
    export(approve(batch, by=by), by=by)
    confirm_all(batch, by=by, reference=reference)
    db.session.commit()
