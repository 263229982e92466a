"""Agreements change: one pays more from a number of copies on, another waits for its creator."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from ideas.agreements.cards.models import RateCard
from ideas.agreements.cards.rules import Card, Pays, Rate, Step
from ideas.agreements.models import Agreement
from ideas.agreements.queries import agreement_under_way
from ideas.agreements.rules import hash_of
from ideas.exchange.demo.making import PREPARER, SECOND
from ideas.exchange.demo.texts import said, tellings
from ideas.exchange.demo.world import World
from ideas.royalties.amendments import actions as amendments
from ideas.royalties.amendments import rules, signing

STEPPED, OFFERED = "lighthouse", "snail"
MORE_FROM, MORE_BP, ABROAD_BP = 400, 250, 300


def let_amend(world: World) -> None:
    """Put two changes on the timeline: one agreed for last quarter, one that waits."""
    team = [tellings()[STEPPED].by, *tellings()[STEPPED].team]
    agreed, put = world.day("Q-2+40"), world.timeline.at
    _let_write(world, STEPPED, agreed, first_on=world.calendar.quarter(-1))
    for number, member in enumerate(team):
        put(world.days_after(agreed, 5 + number), partial(_accept, world, member))
    _let_write(world, OFFERED, world.day("now-6"), first_on=world.calendar.quarter(1))


def _let_write(world: World, key: str, moment: datetime, *, first_on: date) -> None:
    world.timeline.at(moment, partial(_write, world, key, first_on))
    world.timeline.at(world.days_after(moment, 2), partial(_offer, world, key))


def _agreement(world: World, key: str) -> Agreement:
    found = agreement_under_way(world.ideas[key])
    if found is None:
        raise LookupError(f"{key} has no agreement")
    return found


def _card(world: World, key: str) -> RateCard:
    return _agreement(world, key).cards[-1]


def _write(world: World, key: str, first_on: date) -> None:
    """Finance types what is to hold from a quarter on."""
    agreement = _agreement(world, key)
    change = amendments.Change(
        first_on=first_on,
        reason=said("money")["amendment"][key],
        card=_changed(key, agreement.card.rule),
        text=agreement.text,
    )
    amendments.prepare(agreement, change, by=world.person(PREPARER))


def _changed(key: str, before: Card) -> Card:
    usual = before.rates[0]
    if key == STEPPED:
        steps = (*usual.steps, Step(MORE_FROM, MORE_BP))
        return replace(before, rates=(replace(usual, steps=steps),))
    abroad = Rate(territory="US", pays=Pays.PERCENT, steps=(Step(0, ABROAD_BP),))
    return replace(before, rates=(*before.rates, abroad))


def _offer(world: World, key: str) -> None:
    """The second person offers what they read."""
    agreement, card = _agreement(world, key), _card(world, key)
    seen = hash_of(amendments.contents_of(agreement, card))
    amendments.offer(card, by=world.person(SECOND), seen=seen)


def _accept(world: World, member: str) -> None:
    person, card = world.person(member), _card(world, STEPPED)
    shares = _agreement(world, STEPPED).shares
    share = next(each for each in shares if each.person_id == person.id)
    signing.accept(card, share, rules.Signature(person.name), by=person)
