"""What a period's figures rest on, read at once, and its fingerprint."""

import hashlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from ideas.agreements.models import Agreement
from ideas.royalties.closing.telling import as_json
from ideas.royalties.ledger.queries import balances
from ideas.royalties.ledger.rules import advance_of, payee_of
from ideas.royalties.lines.queries import tallies_of
from ideas.royalties.lines.rules import Tally, YearSoFar
from ideas.royalties.payees.queries import withholding_of
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import Rates, rates_in
from ideas.royalties.sales.queries import imports_in
from ideas.royalties.settlements.effects import Kind, kinds_sold_in, settled_before
from ideas.royalties.settlements.models import Settlement
from ideas.royalties.settlements.queries import (
    adjusted_by,
    agreements_for,
    released_by,
    settlements_of,
    year_before,
)


@dataclass(frozen=True)
class Facts:
    """What was read for a period: ``kinds`` of its sales, and the ``imports`` they came with.

    ``before`` are the agreements that sales taken back were settled under; the rest is by
    agreement (and currency), account or person.
    """

    period: Period
    agreements: Sequence[Agreement]
    kinds: Sequence[Kind]
    imports: Sequence[tuple[int, int, int]]
    before: Set[int | None]
    rates: Rates
    year: dict[tuple[int, str], YearSoFar]
    settled: dict[int, list[Settlement]]
    released: dict[int, int]
    adjusted: dict[int, int]
    tallies: dict[int, Tally]
    balances: dict[str, int]
    withholding: dict[int, int]


def facts_of(period: Period) -> Facts:
    """Everything a period's figures rest on, but the sales one by one."""
    kinds, before = kinds_sold_in(period.id), settled_before(period.id)
    agreements = agreements_for(before)
    ids = [agreement.id for agreement in agreements]
    told, settled = {each.told_period_id for each in kinds}, settlements_of(ids)
    people = {share.person_id for each in agreements for share in each.shares}
    return Facts(
        period=period,
        agreements=agreements,
        kinds=kinds,
        imports=imports_in(period.id),
        before=before,
        rates=rates_in({period.id, *told}),
        year=year_before(period, ids),
        settled=settled,
        released=released_by(period, settled),
        adjusted=adjusted_by(period.id),
        tallies=tallies_of(agreements),
        balances=_owed(agreements),
        withholding=withholding_of(people, period.ends_on),
    )


def _owed(agreements: Sequence[Agreement]) -> dict[str, int]:
    owed: dict[str, int] = {}
    for currency in {agreement.currency for agreement in agreements}:
        shares = [s for each in agreements if each.currency == currency for s in each.shares]
        codes = [name(share.id) for share in shares for name in (payee_of, advance_of)]
        owed |= balances(codes, currency)
    return owed


def fingerprint_of(facts: Facts) -> str:
    """SHA-256 of all of it: what differs in nothing comes to the same figures.

    Sales are told by their posted imports, to which the database lets nobody add; agreements by all
    that is in their rows, so nothing they rest on can be forgotten.
    """
    told = [
        facts.imports,
        sorted(as_json(asdict(each)) for each in facts.kinds),
        sorted(map(str, facts.before)),
        [_agreement_told(each) for each in facts.agreements],
        {owner: [each.id for each in settled] for owner, settled in facts.settled.items()},
        _pairs(facts.rates),
        [(*key, asdict(so_far)) for key, so_far in sorted(facts.year.items())],
        [(owner, asdict(tally)) for owner, tally in sorted(facts.tallies.items())],
        _pairs(facts.released),
        _pairs(facts.adjusted),
        _pairs(facts.balances),
        _pairs(facts.withholding),
    ]
    return hashlib.sha256(as_json(told).encode()).hexdigest()


def _pairs(values: dict[Any, Any]) -> list[tuple[Any, Any]]:
    return sorted(values.items())


def _agreement_told(agreement: Agreement) -> list[Any]:
    cards = [[_row(card), *map(_rate_told, card.rates)] for card in agreement.cards]
    return [_row(agreement), [_row(share) for share in agreement.shares], cards]


def _rate_told(rate: Any) -> list[Any]:
    return [_row(rate), [_row(step) for step in rate.steps]]


def _row(row: Any) -> dict[str, Any]:
    """All columns of a row."""
    columns: Iterable[Any] = sa.inspect(type(row)).column_attrs
    return {each.key: getattr(row, each.key) for each in columns}
