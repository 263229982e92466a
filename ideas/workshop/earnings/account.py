"""What one earns with an idea: sales, what is held back and owed, statements, payments, outlook."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.agreements.queries import shares_of
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_of
from ideas.money import Money
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.disputes.queries import disputes_by
from ideas.royalties.ledger.queries import balances
from ideas.royalties.ledger.rules import advance_of, payable_of, payee_of, reserve_of
from ideas.royalties.payments.models import Payment
from ideas.royalties.payments.queries import payments_to
from ideas.royalties.payments.rules import PaymentState
from ideas.royalties.settlements.models import Statement
from ideas.royalties.statements.queries import statements_of
from ideas.workshop.earnings.queries import Expected, Sold, expected_for, sold_under

CHARTED = 12


@dataclass(frozen=True)
class Account:
    """What stands in the ledger for a share, in minor units of its agreement's currency.

    ``reserve`` is held back for all who share; the rest is the share's own.
    """

    reserve: int
    advance: int
    carried: int
    payable: int


@dataclass(frozen=True)
class Earnings:
    """Everything about one's share; ``sold`` by period and territory, the newest period first."""

    share: Share
    account: Account
    statements: Sequence[Statement]
    disputes: dict[int, Dispute]
    payments: Sequence[Payment]
    sold: Sequence[Sold]
    expected: Sequence[Expected]

    @property
    def credited(self) -> Money:
        """One's part of all pools so far."""
        return self._money(sum(each.gross for each in self.statements))

    @property
    def paid(self) -> Money:
        """What was sent and did not come back, advances too."""
        sent = (each.amount for each in self.payments if each.state is PaymentState.SENT)
        return self._money(sum(sent))

    def by_period(self) -> list[tuple[str, int]]:
        """Units sold less those that came back, the oldest period first, as far as a chart goes."""
        units: dict[str, int] = {}
        for each in reversed(self.sold):
            units[each.period] = units.get(each.period, 0) + each.kept
        return list(units.items())[-CHARTED:]

    def by_territory(self) -> list[tuple[str, int]]:
        """Units by territory, the most first."""
        units: dict[str, int] = {}
        for each in self.sold:
            units[each.territory] = units.get(each.territory, 0) + each.kept
        return sorted(units.items(), key=lambda pair: (-pair[1], pair[0]))

    def _money(self, amount: int) -> Money:
        return Money(amount, self.share.agreement.currency)


def idea_earning(person: Person, slug: str) -> tuple[Idea, Share | None] | None:
    """An idea one leads, has joined or has a share in, with the newest share offered."""
    for share in shares_of(person.id):
        if share.agreement.idea.slug == slug:
            return share.agreement.idea, share
    own = next((idea for idea in ideas_of(person.id) if idea.slug == slug), None)
    return (own, None) if own else None


def earnings_of(share: Share) -> Earnings:
    """Everything about a share."""
    agreement = share.agreement
    statements = [each for each in statements_of(share.person_id) if each.share_id == share.id]
    payments = [each for each in payments_to(share.person_id) if each.share_id == share.id]
    return Earnings(
        share=share,
        account=_account(share),
        statements=statements,
        disputes=disputes_by(share.person_id),
        payments=payments,
        sold=sold_under(agreement.id),
        expected=expected_for(agreement.idea_id),
    )


def _account(share: Share) -> Account:
    names = reserve_of(share.agreement_id), advance_of(share.id)
    owed = payee_of(share.id), payable_of(share.id)
    found = balances([*names, *owed], share.agreement.currency)
    reserve, advance, carried, payable = (found[name] for name in (*names, *owed))
    return Account(reserve=-reserve, advance=advance, carried=-carried, payable=-payable)
