"""A round's answers as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ideas.gallery.cards import Card, cards_for
from ideas.gallery.queries import ideas_with_ids
from ideas.gallery.story import spoken
from ideas.review.models import Decision, Outcome, Round
from ideas.review.queries import results_of
from ideas.text import Spoken


@dataclass(frozen=True)
class Answered:
    """An idea of a round with its answer."""

    card: Card
    decision: Decision
    sentence: Spoken


@dataclass(frozen=True)
class Outcomes:
    """The ideas of a round that got the same answer."""

    outcome: Outcome
    answered: Sequence[Answered]


def results_for(actor: Any, round_: Round) -> list[Outcomes]:
    """A published round's answers, the selected first."""
    decisions = {idea.id: decision for idea, decision in results_of(round_)}
    cards = cards_for(actor, ideas_with_ids(decisions))
    answered = [
        Answered(card, decisions[card.id], spoken(decisions[card.id].sentence)) for card in cards
    ]
    return [
        Outcomes(outcome, same)
        for outcome in Outcome
        if (same := [each for each in answered if each.decision.outcome is outcome])
    ]


def _answered(card: Card, decision: Decision) -> Answered:
    sentence = spoken(decision.sentence)
    return Answered(replace(card, note=sentence.text), decision, sentence)
