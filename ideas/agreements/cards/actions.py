"""Writing a card's draft."""

from dataclasses import fields

from ideas.agreements.cards.models import CardRate, RateCard, RateStep
from ideas.agreements.cards.rules import Card, refusal_to_write
from ideas.db import session, writes
from ideas.refusals import refuse


@writes
def write_card(card: RateCard, said: Card) -> None:
    """Put everything that is said into a draft, in place of what it said before."""
    refuse(refusal_to_write(said))
    for each in fields(said):
        if each.name != "rates":
            setattr(card, each.name, getattr(said, each.name))
    session().add(card)
    session().flush()
    for old in card.rates:
        for step in old.steps:
            session().delete(step)
        session().flush()
        session().delete(old)
    session().flush()
    for position, rate in enumerate(said.rates):
        line = CardRate(
            card_id=card.id,
            position=position,
            territory=rate.territory.strip(),
            channel=rate.channel.strip(),
            pays=rate.pays,
            counts=rate.counts,
        )
        session().add(line)
        session().flush()
        session().add_all(
            RateStep(rate_id=line.id, start=step.start, rate=step.rate) for step in rate.steps
        )
    session().flush()
    session().expire(card, ["rates"])
