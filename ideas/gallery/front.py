"""The home page: the brand's call, one idea to begin with, and the others in a few rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ideas import clock
from ideas.gallery.cards import Card, cards_for
from ideas.gallery.queries import first_of_each, usual_first
from ideas.gallery.rules import STAGES, Group, Sort, Wanted

ROW = 3
ENDED = STAGES[Group.ENDED]
SOON = timedelta(days=14)


SHOWN = {
    "rising": (Sort.RISING, Group.OPEN, 3 * ROW + 1),
    "closing": (Sort.CLOSING, Group.OPEN, 2 * ROW),
    "new": (Sort.NEW, Group.OPEN, 6 * ROW),
    "making": (Sort.NEW, Group.MAKING, ROW),
    "sold": (Sort.NEW, Group.SALE, ROW),
}


@dataclass(frozen=True)
class Row:
    """A row of cards with its heading and, if there is one, the address of all of its kind."""

    title: str
    cards: Sequence[Card]
    more: str
    is_dark: bool = False


@dataclass(frozen=True)
class Front:
    """The cards of the home page."""

    hero: Card | None
    rows: Sequence[Row]
    shows_rising: bool = True


def front_for(actor: Any) -> Front:
    """The home page's cards as this reader sees them; no idea stands there twice."""
    first = usual_first()
    ids = first_of_each(_shown(first), picks=4 * ROW)
    shown = {each for some in ids.values() for each in some}
    cards = {card.id: card for card in cards_for(actor, shown)}
    ids["picked"] = [e for e in ids["picked"] if e in cards and cards[e].stage not in ENDED]
    firsts = ids["rising"] if first is Sort.RISING else ids["picked"] + ids["new"]
    ahead = [cards[each] for each in firsts if each in cards]
    hero = next((card for card in ahead if card.picture), ahead[0] if ahead else None)
    left = Leftover(cards, hero)
    closing = left.take(ids["closing"], closing_by=clock.now() + SOON)
    made = _all(Sort.NEW, Group.MAKING)
    rows = [
        Row(_("Closing soon"), _said_above(closing), _all(Sort.CLOSING)),
        Row(_("Staff picks"), _said_above(left.take(ids["picked"])), ""),
        Row(_("Rising"), left.take(ids["rising"], most=2 * ROW), _all(Sort.RISING)),
        Row(_("New"), left.take(ids["new"]), _all(Sort.NEW)),
        Row(_("Being made"), left.take(ids["making"] + ids["sold"]), made, is_dark=True),
    ]
    return Front(hero, [row for row in rows if row.cards], shows_rising=first is Sort.RISING)


def _shown(first: Sort) -> dict[str, tuple[Sort, Group, int]]:
    """What is asked for; nothing by recent votes where the rising ideas are hidden."""
    hidden = {Sort.RISING} - {first}
    return {name: row for name, row in SHOWN.items() if row[0] not in hidden}


def _said_above(cards: Sequence[Card]) -> list[Card]:
    """The cards without the badge that would only say what their heading says."""
    return [
        replace(card, badge=None) if card.badge and card.badge[1] == "accent" else card
        for card in cards
    ]


def _all(sort: Sort, group: Group = Group.OPEN) -> str:
    return url_for("gallery.browse", **Wanted(sort=sort, group=group).address())


class Leftover:
    """The cards that stand nowhere yet."""

    def __init__(self, cards: dict[int, Card], hero: Card | None) -> None:
        self.cards = {key: card for key, card in cards.items() if hero is None or key != hero.id}

    def take(
        self, ids: Sequence[int], *, most: int = ROW, closing_by: datetime | None = None
    ) -> list[Card]:
        """The first of these that are left, at most so many."""
        chosen = [each for each in ids if each in self.cards]
        if closing_by is not None:
            chosen = [each for each in chosen if _closes(self.cards[each], closing_by)]
        return [self.cards.pop(each) for each in chosen[:most]]


def _closes(card: Card, by: datetime) -> bool:
    return bool(card.ladder and card.ladder.closes_at and card.ladder.closes_at <= by)
