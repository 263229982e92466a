"""What a file of rates would change."""

from ideas.royalties.periods.queries import rates_typed
from ideas.royalties.quotes.rules import Quote


def holding(period_id: int, into: str) -> dict[str, Quote]:
    """The rates that lead to a currency and hold in a period, by theirs."""
    return {
        each.currency: Quote(each.currency, each.rate, each.source, each.quoted_on)
        for each in rates_typed(period_id)
        if each.into == into
    }
