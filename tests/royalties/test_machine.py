"""A machine that does everything to the books at random, beside a model in plain Python.

A small size here; ``make ledger`` walks 100,000 steps (LEDGER_STEPS=n, LEDGER_SEED=n).
"""

import copy
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.money import Money
from ideas.policy import Role
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.ledger.queries import trial_balance
from ideas.royalties.payments.actions import approve, confirm_all, prepare
from ideas.royalties.payments.exporting import export
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.periods.actions import (
    open_period,
    propose_reopening,
    reopen,
    soft_close,
    type_rate,
)
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import cancel, post_import
from ideas.royalties.sales.posting.listeners import step as import_step
from ideas.royalties.settlements.actions import Correction, adjust
from tests.conftest import Clock
from tests.databases import Emptying
from tests.factories import a_person
from tests.money import (
    a_file,
    a_product,
    a_row,
    an_active_agreement,
    checked,
    pay,
    posted,
    with_account,
    worked,
)
from tests.royalties.model import Books

STEPS = int(os.environ.get("LEDGER_STEPS", "60"))
SEED = int(os.environ.get("LEDGER_SEED", "20260302"))
EPISODE = 200
"""Steps before the machine begins again with empty books, so that each stays quick."""


class Machine:
    """Does the same to the product and to the model, and compares every balance."""

    def __init__(self, seed: int) -> None:
        self.chance, self.books = Random(seed), Books()
        self.fay, self.flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
        parts = [(a_person("Ada"), 6_000, 100_000), (a_person("Ben"), 4_000, 0)]
        terms = {"deductions_cap_bp": 10_000, "currency": "EUR"}
        self.agreement = an_active_agreement(self.fay, parts, **terms)
        a_product(self.fay, self.agreement)
        for person, _share, _advance in parts:
            with_account(person, approved_by=self.flo)
        pay(self.agreement.shares[0], by=self.fay, confirmed_by=self.flo)
        self.books.pay_advance()
        self.number, self.crashes, self.is_cut = 0, 0, False
        self.open()
        db.session.commit()

    def people(self) -> tuple[Person, Person]:
        pair = [self.fay, self.flo]
        self.chance.shuffle(pair)
        return pair[0], pair[1]

    def period(self, at: int) -> Period:
        found = sa.select(Period).order_by(Period.starts_on).offset(at).limit(1)
        return db.session.scalars(found).one()

    def code(self, at: int) -> str:
        return f"{1950 + at // 12}-{at % 12 + 1:02}"

    def pick(self, *states: str) -> int | None:
        """A period in one of these states."""
        return next((at for at, s in enumerate(self.books.states) if s in states), None)

    def open(self) -> None:
        at = len(self.books.states)
        year, month = 1950 + at // 12, at % 12 + 1
        first = date(year, month, 1)
        open_period(self.code(at), first, first.replace(day=28), by=self.fay)
        self.books.states.append("open")
        self.books.rates.append({})

    def sell(self) -> None:
        self.number += 1
        self._send(f"n{self.number}", self.chance.randrange(len(self.books.states)), 1)

    def give_back(self) -> None:
        self._again(lambda gross: (gross, self.chance.randint(0, gross), 0))

    def revise(self) -> None:
        self._again(lambda gross: (self.chance.randint(0, 2 * gross + 1), 0, 0))

    def reverse(self) -> None:
        self._again(lambda gross: (0, 0, 0))

    def _again(self, change: Callable[[int], tuple[int, int, int]]) -> None:
        known = list(self.books.lines)
        if known:
            name = self.chance.choice(known)
            last = self.books.lines[name][-1]
            figures = (*change(last.gross), last.currency)
            self._send(name, self.books.told[name], len(self.books.lines[name]) + 1, figures)

    def _send(
        self,
        name: str,
        told: int,
        revision: int,
        figures: tuple[int, int, int, str] | None = None,
    ) -> None:
        if "open" not in self.books.states:
            return
        if figures is None:
            gross = self.chance.randint(0, 20_000_000)
            cut, currency = self.chance.randint(0, gross), self.chance.choice(["EUR", "USD", "JPY"])
            back = self.chance.randint(0, gross - cut)
            figures = (gross, back, cut, currency)
        gross, returns, deductions, currency = figures
        said = [Money(each, currency).plain() for each in (gross, returns, deductions)]
        amounts = dict(zip(("gross", "returns", "deductions"), said, strict=True))
        values = {"revision": revision, "period": self.code(told), "currency": currency}
        content = a_file(a_row(name, **values, **amounts))
        for _ in range(self.chance.choice([1, 1, 2])):
            kept = checked(self.fay, content)
            if self.is_cut:
                post_import(kept, by=self.flo)
                db.session.commit()
                import_step(kept.id)
                cancel(kept, by=self.fay)
                worked(kept)
                return
            posted(kept, self.flo)
        self.books.sell(name, told, figures)

    def adjust(self) -> None:
        at = self.pick("open", "soft")
        if at is not None:
            amount = self.chance.choice([-1, 1]) * self.chance.randint(1, 50_000)
            adjust(self.agreement, self.period(at), Correction(amount, "Why"), by=self.fay)
            self.books.adjusted[at] += amount

    def rate_anew(self) -> None:
        at, currency = self.pick("open", "soft"), self.chance.choice(["USD", "JPY"])
        if at is not None:
            rate = Decimal(self.chance.randint(1, 20_000)) / 10_000
            self._rate(at, currency, rate)

    def _rate(self, at: int, currency: str, rate: Decimal) -> None:
        period = self.period(at)
        day = period.ends_on
        type_rate(period, (currency, "EUR"), rate, source="S", quoted_on=day, by=self.fay)
        self.books.rates[at][currency] = Fraction(rate)

    def close_softly(self) -> None:
        at = self.pick("open")
        if at is not None:
            soft_close(self.period(at), by=self.fay)
            self.books.states[at] = "soft"

    def let_in_again(self) -> None:
        soft = [at for at, state in enumerate(self.books.states) if state == "soft"]
        if soft:
            one, other = self.people()
            propose_reopening(self.period(soft[-1]), by=one, reason="Why")
            reopen(self.period(soft[-1]), by=other)
            self.books.states[soft[-1]] = "open"

    def close(self) -> None:
        at = self.pick("open", "soft")
        if at is None or self.books.states[at] != "soft":
            return
        if self.books.lacks_rate(at):
            for currency in ("USD", "JPY"):
                self._rate(at, currency, Decimal("0.5"))
        one, other = self.people()
        proposal = propose_close(self.period(at), by=one)
        confirm_close(self.period(at), by=other, seen=proposal.digest)
        self.books.close(at)

    def pay(self) -> None:
        if self.books.due:
            one, other = self.people()
            (batch,) = prepare(by=one, only=[f"royalty:{statements_due()[0].id}"])
            export(approve(batch, by=other), by=other)
            confirm_all(batch, by=other)
            self.books.pay()

    def step(self) -> None:
        """One step; one in ten is cut off before its end, and nothing of it stays."""
        wanted = ("sell", "give_back", "revise", "reverse", "adjust", "rate_anew", "pay")
        steps = (*wanted, *wanted, "sell", "sell", "open", "close_softly", "close", "let_in_again")
        before = copy.deepcopy(self.books) if self.chance.random() < 0.1 else None
        number, self.is_cut = self.number, before is not None
        getattr(self, self.chance.choice(steps))()
        if before is None:
            db.session.commit()
        else:
            db.session.rollback()
            self.books, self.number = before, number
            self.crashes += 1
        self.compare()

    def compare(self) -> None:
        ours = {(code, currency): amount for code, currency, amount in trial_balance()}
        sums: dict[str, int] = {}
        for (_, currency), amount in ours.items():
            sums[currency] = sums.get(currency, 0) + amount
        assert not any(sums.values())
        first, second = self.agreement.shares
        names = {"reserve": f"reserve:{self.agreement.id}"}
        for at, share in enumerate((first, second)):
            names |= {
                f"{kind}{at}": f"{kind}:{share.id}" for kind in ("payee", "advance", "payable")
            }
        theirs = {
            (names.get(account, account), currency): amount
            for (account, currency), amount in self.books.balance.items()
            if amount
        }
        assert ours == theirs


def walk(steps: int, seed: int) -> Machine:
    machine = Machine(seed)
    for number in range(steps):
        try:
            machine.step()
        except Exception as error:
            error.add_note(f"at step {number} of seed {seed}")
            raise
    return machine


@pytest.mark.skipif(STEPS > EPISODE, reason="the full size walks alone")
def test_whatever_is_done_the_books_agree_with_the_model(session: Session, clock: Clock) -> None:
    machine = walk(STEPS, SEED)
    assert "closed" in machine.books.states
    assert machine.crashes


@pytest.mark.skipif(STEPS <= EPISODE, reason="LEDGER_STEPS=100000 walks the full size")
def test_the_full_size(session: Session, clock: Clock) -> None:
    emptying = Emptying(db.engine)
    for number in range(-(-STEPS // EPISODE)):
        walk(EPISODE, SEED + number)
        db.session.remove()
        emptying.empty()
        print(f"{(number + 1) * EPISODE:,} steps from seed {SEED}", flush=True)
    emptying.close()
