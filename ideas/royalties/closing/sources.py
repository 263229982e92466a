"""What an agreement comes to, and where each of its lines is read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import tee

from ideas.agreements.cards.models import CardRate, RateCard
from ideas.agreements.models import Agreement, Share
from ideas.royalties.lines.course.rules import Claim, Course, claims_of
from ideas.royalties.lines.queries import Lines
from ideas.royalties.lines.rules import EarnedLine, SalesLine
from ideas.royalties.rules import Deal, PayeeAfter, Pool
from ideas.royalties.settlements.effects import Effect, Kind, sold_in, taken_back_in


@dataclass(frozen=True)
class Source:
    """Where the sales of an agreement are read from, as often as somebody asks."""

    period_id: int
    agreement: Agreement
    lines: Lines
    sold: tuple[Kind, ...]
    has_taken_back: bool

    def effects(self) -> Iterator[Effect]:
        """Sales, then those that are taken back, each by the sale's id."""
        if self.sold:
            yield from sold_in(self.period_id, self.agreement.idea_id)
        if self.has_taken_back:
            yield from taken_back_in(self.period_id, self.agreement.id)

    def claims(self) -> dict[str, Claim]:
        """What the lines claim, by currency; the database adds up what is sold."""
        back = taken_back_in(self.period_id, self.agreement.id) if self.has_taken_back else ()
        claims = claims_of(map(self.lines.line, back))
        for each in self.sold:
            claim = claims.setdefault(each.currency, Claim())
            claim.base += each.base
            claim.asked += each.deductions
        return claims

    def as_lines(self) -> Iterator[SalesLine]:
        """The same as the rules calculate them."""
        return map(self.lines.line, self.effects())


@dataclass(frozen=True)
class Outlook:
    """What an agreement comes to, in ``number`` lines that are calculated anew for who wants them.

    ``card`` is in force on the period's first day, ``rates`` are all lines of cards by id.
    """

    agreement: Agreement
    card: RateCard
    rates: dict[int, CardRate]
    deal: Deal
    number: int
    pool: Pool
    payees: tuple[tuple[Share, PayeeAfter], ...]
    digest_of_lines: str
    source: Source
    course: Course

    def results(self) -> Iterator[tuple[Effect, EarnedLine]]:
        """Each sale with what it earns, read from the database again."""
        effects, again = tee(self.source.effects())
        lines = map(self.source.lines.line, again)
        return zip(effects, self.course.earn(lines), strict=True)
