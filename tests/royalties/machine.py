"""Does the same at random to the product and to the model, and compares every balance."""

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.agreements.cards import rules as cards
from ideas.agreements.models import Share
from ideas.agreements.rules import hash_of
from ideas.db import db
from ideas.money import Money
from ideas.policy import Role
from ideas.royalties.amendments.actions import Change, contents_of, offer, prepare
from ideas.royalties.amendments.rules import Signature
from ideas.royalties.amendments.signing import accept
from ideas.royalties.books.faults import faults_now
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.closing.wishes.actions import ask_close
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.closing.wishes.listeners import carry_out_wish
from ideas.royalties.ledger.queries import trial_balance
from ideas.royalties.payees.actions import set_withholding
from ideas.royalties.payments import actions as payments
from ideas.royalties.payments.exporting import export
from ideas.royalties.payments.queries import payment_of, statements_due
from ideas.royalties.periods import actions as periods
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import cancel, post_import
from ideas.royalties.sales.posting.listeners import step as import_step
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import Statement
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
from tests.royalties.model import EXPONENT, YEAR, Agreed, Books, Card, Line, Told, quarter

SALES = ("sell", "give_back", "revise", "reverse")
RULES = ("type_rate", "re_rate", "withhold", "adjust")
PERIODS = ("close_softly", "let_in_again", "close")
KINDS = ("sell", *RULES, *PERIODS, "pay", "return_payment", "open", *SALES[1:])
CHANCES = (*KINDS, *KINDS, "sell", "sell", "close_softly", "close", "close", "pay", "pay", "open")
"""How likely each kind is."""


def random_card(chance: Random) -> Card:
    """Lines of every kind for some places, and everything else a card says."""
    places = [("EU", ""), ("", "shop"), ("EU", "shop")]
    chosen = [("", ""), *chance.sample(places, chance.randint(0, 3))]
    return Card(
        lines=tuple(_line(where, how, chance) for where, how in chosen),
        reserve_bp=chance.choice([0, 1_000, 3_333]),
        reserve_periods=chance.randint(1, 3),
        reserve_parts=chance.randint(1, 3),
        cap_bp=chance.choice([0, 600, 10_000]),
        minimum=chance.choice([0, 5_000, 50_000]),
        guarantee=chance.choice([0, 250_001, 40_000_000]),
    )


def _line(territory: str, channel: str, chance: Random) -> Line:
    pays, counts = chance.choice([("percent", "units"), ("percent", "value"), ("unit", "units")])
    most = 2_000 if pays == "percent" else 99
    size = 1_000 if counts == "units" else 10_000_000
    starts = [0, chance.randint(1, size), size + chance.randint(1, size)]
    starts = starts[: chance.randint(1, 3)]
    steps = tuple((start, chance.randint(0, most)) for start in starts)
    return Line(territory, channel, pays, counts, steps)


def random_agreement(chance: Random) -> Agreed:
    """One to three payees in euros, yen or dinars, for a term that may end within a year."""
    count = chance.randint(1, 3)
    cuts = sorted(chance.sample(range(1, 10_000), count - 1))
    begins_on = date(YEAR, chance.randint(1, 12), chance.randint(1, 28))
    return Agreed(
        currency=chance.choice(["EUR", "EUR", "JPY", "KWD"]),
        shares=tuple(b - a for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)),
        advances=tuple(chance.choice([0, 1, 100_000]) for _ in range(count)),
        begins_on=begins_on,
        ends_on=chance.choice([None, begins_on.replace(year=YEAR + 1, day=chance.randint(1, 28))]),
    )


def as_agreed(card: Card) -> cards.Card:
    """The model's card as the product writes it."""
    lines = tuple(
        cards.Rate(
            line.territory,
            line.channel,
            cards.Pays(line.pays),
            cards.Counts(line.counts),
            tuple(cards.Step(*step) for step in line.steps),
        )
        for line in card.lines
    )
    return cards.Card(
        rates=lines,
        reserve_bp=card.reserve_bp,
        reserve_periods=card.reserve_periods,
        reserve_parts=card.reserve_parts,
        deductions_cap_bp=card.cap_bp,
        minimum=card.minimum,
        guarantee=card.guarantee,
    )


class Machine:
    """The product beside the model."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.fay, self.flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
        agreed, card = random_agreement(self.chance), random_card(self.chance)
        self.books = Books(agreed, [(None, card)])
        names = ("Ada", "Ben", "Cleo")
        parts = [
            (a_person(name), share, advance)
            for name, share, advance in zip(names, agreed.shares, agreed.advances, strict=False)
        ]
        written = vars(as_agreed(card))
        term = {"begins_on": agreed.begins_on, "ends_on": agreed.ends_on}
        self.agreement = an_active_agreement(
            self.fay, parts, currency=agreed.currency, **term, **written
        )
        a_product(self.fay, self.agreement)
        self.shares: list[Share] = list(self.agreement.shares)
        for at, (person, _, advance) in enumerate(parts):
            with_account(person, approved_by=self.flo)
            if advance:
                pay(self.shares[at], by=self.fay, confirmed_by=self.flo)
                self.books.pay_advance(at)
        self.number, self.is_cut, self.cut = 0, False, 0
        self.done = Counter[str]()
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
        return f"{YEAR + at // 4}-Q{at % 4 + 1}"

    def pick(self, *states: str) -> int | None:
        """The first period in one of these states."""
        return next((at for at, s in enumerate(self.books.states) if s in states), None)

    def open(self) -> bool:
        at = len(self.books.states)
        periods.open_period(self.code(at), *quarter(at), by=self.fay)
        self.books.states.append("open")
        self.books.rates.append({})
        return True

    # sales

    def sell(self) -> bool:
        rows = []
        for _ in range(self.chance.randint(1, 4)):
            self.number += 1
            at = self.chance.randrange(len(self.books.states))
            rows.append((f"n{self.number}", at, self._told()))
        return self._send(rows)

    def _told(self) -> Told:
        gross, units = self.chance.randint(0, 20_000_000), self.chance.randint(0, 900)
        cut = self.chance.randint(0, gross)
        return Told(
            gross=gross,
            returns=self.chance.randint(0, gross - cut),
            deductions=cut,
            currency=self.chance.choice(list(EXPONENT)),
            units=units,
            returned=self.chance.randint(0, units),
            territory=self.chance.choice(["EU", "US"]),
            channel=self.chance.choice(["web", "shop"]),
        )

    def give_back(self) -> bool:
        """All of it may come back, and more units than this sale had."""
        most = self.chance.randint(0, 400)
        return self._again(lambda was: {"returns": was.gross, "deductions": 0, "returned": most})

    def revise(self) -> bool:
        return self._again(
            lambda was: {
                "gross": self.chance.randint(0, 2 * was.gross + 1),
                "returns": 0,
                "deductions": 0,
                "channel": self.chance.choice(["web", "shop"]),
            }
        )

    def reverse(self) -> bool:
        nothing = dict.fromkeys(("gross", "returns", "deductions", "units", "returned"), 0)
        return self._again(lambda _: dict(nothing))

    def _again(self, change: Callable[[Told], dict[str, Any]]) -> bool:
        known = list(self.books.sales)
        if not known:
            return False
        name = self.chance.choice(known)
        last = self.books.sales[name][-1]
        return self._send([(name, last.told_for, replace(last.told, **change(last.told)))])

    def _send(self, rows: list[tuple[str, int, Told]]) -> bool:
        """In one file, which may come twice; cut off, it is left or carried on where it was."""
        if "open" not in self.books.states:
            return False
        content = a_file(*(self._row(*row) for row in rows))
        for _ in range(self.chance.choice([1, 1, 2])):
            kept = checked(self.fay, content)
            if not self.is_cut or kept.posted_at is not None:
                posted(kept, self.flo)
                continue
            post_import(kept, by=self.flo)
            db.session.commit()
            for _ in range(self.chance.randint(0, 3)):
                import_step(kept.id)
            db.session.rollback()
            db.session.refresh(kept)
            if kept.posted_at is None and self.chance.random() < 0.5:
                cancel(kept, by=self.fay)
                worked(kept)
                return True
            worked(kept)
        for name, at, told in rows:
            self.books.sell(name, at, told)
        return True

    def _row(self, name: str, at: int, told: Told) -> dict[str, str]:
        amounts = {
            each: Money(getattr(told, each), told.currency).plain()
            for each in ("gross", "returns", "deductions")
        }
        return a_row(
            name,
            revision=len(self.books.sales.get(name, ())) + 1,
            period=self.code(at),
            territory=told.territory,
            channel=told.channel,
            units=told.units,
            returned_units=told.returned,
            currency=told.currency,
            **amounts,
        )

    # what finance does

    def adjust(self) -> bool:
        at = self.pick("open", "soft")
        if at is None:
            return False
        amount = self.chance.choice([-1, 1]) * self.chance.randint(1, 50_000)
        adjust(self.agreement, self.period(at), Correction(amount, "Why"), by=self.fay)
        self.books.adjusted[at] += amount
        return True

    def type_rate(self) -> bool:
        at, currency = self.pick("open", "soft"), self.chance.choice(list(EXPONENT))
        if at is None or currency == self.books.agreed.currency:
            return False
        self._rate(at, currency, Decimal(self.chance.randint(1, 20_000)) / 10_000)
        return True

    def _rate(self, at: int, currency: str, rate: Decimal) -> None:
        pair, period = (currency, self.books.agreed.currency), self.period(at)
        periods.type_rate(period, pair, rate, source="S", quoted_on=period.ends_on, by=self.fay)
        self.books.rates[at][currency] = Fraction(rate)

    def re_rate(self) -> bool:
        """Another version of the card, from a day in a period that is not closed."""
        at = self.pick("open", "soft")
        if at is None:
            return False
        first, last = quarter(at + self.chance.randint(0, 2))
        day = self.chance.choice([first, last])
        card, (one, other) = random_card(self.chance), self.people()
        change = Change(day, "Why", as_agreed(card), {"en": f"Words of {self.chance.random()}"})
        drafted = prepare(self.agreement, change, by=one)
        offer(drafted, by=other, seen=hash_of(contents_of(self.agreement, drafted)))
        for share in self.shares:
            accept(drafted, share, Signature(share.person.name), by=share.person)
        self.books.versions.append((day, card))
        return True

    def withhold(self) -> bool:
        at = self.pick("open", "soft")
        if at is None:
            return False
        share, bp = self.chance.randrange(len(self.shares)), self.chance.choice([0, 1_500, 10_000])
        day = quarter(at)[self.chance.randint(0, 1)]
        set_withholding(self.shares[share].person, bp, day, reason="Why", by=self.fay)
        self.books.withheld.append((day, len(self.books.withheld), share, bp))
        return True

    def close_softly(self) -> bool:
        at = self.pick("open")
        if at is None:
            return False
        periods.soft_close(self.period(at), by=self.fay)
        self.books.states[at] = "soft"
        return True

    def let_in_again(self) -> bool:
        soft = [at for at, state in enumerate(self.books.states) if state == "soft"]
        if not soft:
            return False
        one, other = self.people()
        periods.propose_reopening(self.period(soft[-1]), by=one, reason="Why")
        periods.reopen(self.period(soft[-1]), by=other)
        self.books.states[soft[-1]] = "open"
        return True

    def close(self) -> bool:
        at = self.pick("open", "soft")
        if at is None or self.books.states[at] != "soft":
            return False
        for currency in sorted(self.books.lacks_rate(at)):
            self._rate(at, currency, Decimal("0.5"))
        one, other = self.people()
        seen = propose_close(self.period(at), by=one).digest
        if at % 2 or self.is_cut:
            confirm_close(self.period(at), by=other, seen=seen)
        else:
            self._worker_closes(at, other, seen)
        self.books.close(at)
        return True

    def _worker_closes(self, at: int, by: Person, seen: str) -> None:
        wish = ask_close(self.period(at), by=by, seen=seen)
        db.session.commit()
        carry_out_wish(CloseWished(wish.id))
        assert self.period(at).is_closed, wish.refusal

    def pay(self) -> bool:
        if not self.books.due:
            return False
        number = self.chance.choice(sorted(self.books.due))
        statement = self._statement(number)
        assert statement in statements_due()
        share, amount = self.books.due[number]
        assert (statement.share_id, statement.payable) == (self.shares[share].id, amount)
        one, other = self.people()
        (batch,) = payments.prepare(by=one, only=[f"royalty:{statement.id}"])
        export(payments.approve(batch, by=other), by=other)
        payments.confirm_all(batch, by=other)
        self.books.pay(number)
        return True

    def _statement(self, number: int) -> Statement:
        """By its number, the first is 1."""
        found = sa.select(Statement).order_by(Statement.id).offset(number - 1).limit(1)
        return db.session.scalars(found).one()

    def return_payment(self) -> bool:
        if not self.books.sent:
            return False
        number = self.chance.choice(sorted(self.books.sent))
        payment = payment_of(self._statement(number).id)
        assert payment
        payments.give_back(payment, by=self.flo, reason="Why")
        self.books.come_back(number)
        return True

    # one step, and the comparison

    def step(self, kind: str = "") -> None:
        """One step; one in ten is cut off before its end, and nothing of it stays.

        What a file brought is all or nothing: the model is asked which.
        """
        kind = kind or self.chance.choice(CHANCES)
        self.is_cut = self.chance.random() < 0.1
        before = (copy.deepcopy(self.books), self.number) if self.is_cut else None
        is_done = getattr(self, kind)()
        if before is not None and kind not in SALES:
            db.session.rollback()
            self.books, self.number = before
        else:
            db.session.commit()
        self.cut += self.is_cut and is_done
        self.done[kind] += is_done
        self.compare()

    def compare(self) -> None:
        """The trial balance is zero in each currency, and every account holds what the model's."""
        ours = {(code, currency): amount for code, currency, amount in trial_balance()}
        sums = Counter[str]()
        for (_, currency), amount in ours.items():
            sums[currency] += amount
        assert not any(sums.values())
        names = {"reserve": f"reserve:{self.agreement.id}"}
        for at, share in enumerate(self.shares):
            for kind in ("payee", "advance", "payable", "withheld"):
                names[f"{kind}{at}"] = f"{kind}:{share.id}"
        theirs = {
            (names.get(account, account), currency): amount
            for (account, currency), amount in self.books.balance.items()
            if amount
        }
        assert ours == theirs

    def seen(self) -> Counter[str]:
        """Whether an advance was recouped, a tax withheld and a guarantee paid in these books."""
        books, shares = self.books, range(len(self.shares))
        left = sum(books.balance[f"advance{at}", books.agreed.currency] for at in shares)
        taxes = [books.balance[f"withheld{at}", books.agreed.currency] for at in shares]
        return Counter(
            guaranteed=bool(books.guaranteed),
            withheld=any(taxes),
            recouped=left < sum(books.agreed.advances),
        )

    def look_back(self) -> None:
        """Everything added up again, the hash of a closed period among it."""
        assert faults_now() == []
