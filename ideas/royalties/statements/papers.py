"""A statement's paper, from what was written down when its period closed."""

from typing import Any

from ideas.money import Money
from ideas.royalties.settlements.models import Settlement, Statement
from ideas.royalties.statements.paper import Paper, Percent, Step, Value, grouped
from ideas.royalties.statements.queries import adjustments_of, groups_of, quotes_for


def paper_of(statement: Statement) -> Paper:
    """Everything the statement says; from rows alone that nothing changes any more."""
    settlement = statement.settlement
    period, printed = settlement.period, settlement.printed
    groups = grouped(groups_of(settlement))
    return Paper(
        version=printed.get("version", 1),
        number=statement.id,
        issuer=printed.get("issuer", ""),
        payee=_payee(statement),
        title=printed.get("title", settlement.agreement.idea.title),
        period=period.code,
        first_day=period.starts_on,
        last_day=period.ends_on,
        settled_on=settlement.settled_at.date(),
        currency=settlement.currency,
        groups=groups,
        quotes=tuple(quotes_for(settlement, groups)),
        pool=tuple(_pool(settlement)),
        part=tuple(_part(statement)),
        until=settlement.disputable_until_on,
        contact=printed.get("contact", ""),
        ledger_hash=period.ledger_hash or "",
        audit=tuple(sorted(printed.get("audit", {}).items())),
    )


def _payee(statement: Statement) -> str:
    """The name the agreement was signed with."""
    acceptance = statement.share.acceptance
    return acceptance.name if acceptance else statement.person.name


def _pool(settlement: Settlement) -> list[Step]:
    step = _in(settlement.currency)
    return [
        step("earned", settlement.earned),
        step("reserve_held", -settlement.reserve_held, **_held_by(settlement)),
        step("reserve_released", settlement.reserve_released),
        *(step("adjustment", each.amount, each.reason) for each in adjustments_of(settlement)),
        *([step("guarantee", settlement.guarantee)] if settlement.guarantee else []),
        step("pool", settlement.pool),
    ]


def _held_by(settlement: Settlement) -> dict[str, Value]:
    return {"rate": Percent(settlement.card.reserve_bp), "card": settlement.card.version}


def _part(statement: Statement) -> list[Step]:
    settlement = statement.settlement
    currency, step = settlement.currency, _in(settlement.currency)
    minimum = settlement.card.minimum
    left, rate = Money(statement.advance_left, currency), Percent(statement.withholding_bp)
    return [
        step("opening_balance", statement.opening),
        step("your_part", statement.gross, share=Percent(statement.share.share_bp)),
        step("advance_recouped", -statement.recouped, left=left),
        *([step("withholding", -statement.withheld, rate=rate)] if statement.withheld else []),
        step("carried_forward", -statement.carried, minimum=Money(minimum, currency)),
        step("payable", statement.payable),
    ]


def _in(currency: str) -> Any:
    def step(code: str, amount: int, said: str = "", **notes: Value) -> Step:
        return Step(code, Money(amount, currency), tuple(notes.items()), said)

    return step
