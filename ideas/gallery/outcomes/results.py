"""A round's answers as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ideas.gallery.cards import Card, cards_for
from ideas.gallery.queries import Taken, ideas_for_the_next_round, ideas_of_rounds
from ideas.gallery.story import spoken
from ideas.review.decisions.queries import stays_of
from ideas.review.decisions.rules import Pace, pace_of
from ideas.review.models import Decision, Outcome, Round
from ideas.review.queries import is_late, results_of
from ideas.review.rounds.models import Delay
from ideas.review.rounds.queries import delays_of
from ideas.submission.queries import PictureView, first_pictures
from ideas.text import Spoken

PICTURES = 4


@dataclass(frozen=True)
class Answered:
    """An idea of a round with its answer."""

    card: Card
    decision: Decision
    sentence: Spoken
    stays: int


@dataclass(frozen=True)
class Outcomes:
    """The ideas of a round that got the same answer."""

    outcome: Outcome
    answered: Sequence[Answered]


def results_for(actor: Any, round_: Round) -> list[Outcomes]:
    """A published round's answers, the selected first."""
    decisions = {idea.id: decision for idea, decision in results_of(round_)}
    cards = cards_for(actor, decisions)
    stays = stays_of(decisions)
    answered = [
        Answered(card, decision, spoken(decision.sentence), stays.get(card.id, 0))
        for card in cards
        for decision in (decisions[card.id],)
    ]
    return [
        Outcomes(outcome, same)
        for outcome in Outcome
        if (same := [each for each in answered if each.decision.outcome is outcome])
    ]


def pace_for(round_: Round) -> Pace | None:
    """How long the answers of a published round took, and how that keeps its promise."""
    if round_.published_at is None:
        return None
    zone = ZoneInfo(round_.zone)
    cutoff_on, published_on = (
        each.astimezone(zone).date() for each in (round_.cutoff_at, round_.published_at)
    )
    return pace_of(cutoff_on, round_.decision_due_on, published_on)


@dataclass(frozen=True)
class RoundLine:
    """A round in the list of all, with a few of its ideas' pictures."""

    round: Round
    is_late: bool
    ideas: int
    selected: int
    pictures: Sequence[PictureView]
    delay: Delay | None


def _waiting(rounds: Sequence[Round]) -> dict[int, Sequence[Taken]]:
    """The ideas that the next cut-off of these rounds will take, by its round."""
    to_come = [each for each in rounds if each.cut_off_at is None and each.campaign_id is None]
    if not to_come:
        return {}
    return {min(to_come, key=lambda each: each.cutoff_at).id: ideas_for_the_next_round()}


def round_lines(rounds: Sequence[Round]) -> list[RoundLine]:
    """The lines of these rounds, in their order; the next one shows what waits for it."""
    taken = {**ideas_of_rounds([each.id for each in rounds]), **_waiting(rounds)}
    first = {key: [each.idea_id for each in ideas[:PICTURES]] for key, ideas in taken.items()}
    pictures = first_pictures({each for some in first.values() for each in some})
    delays = delays_of([each.id for each in rounds if each.published_at is None])
    return [
        RoundLine(
            round=each,
            is_late=is_late(each),
            ideas=len(taken.get(each.id, ())),
            selected=sum(idea.is_selected for idea in taken.get(each.id, ())),
            pictures=[pictures[idea] for idea in first.get(each.id, ()) if idea in pictures],
            delay=next(iter(delays.get(each.id, ())), None),
        )
        for each in rounds
    ]
