"""Entries as the pages of a campaign show them, and who won."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ideas.campaigns.calendar.models import Calendar
from ideas.contests.queries import Standing, entries_of, none_of_these
from ideas.gallery.cards import Card, cards_for
from ideas.journey.models import Move
from ideas.journey.queries import last_moves
from ideas.journey.stages import Stage
from ideas.journey.wording import said_of
from ideas.review.models import Decision
from ideas.review.queries import decision_of
from ideas.voting.models import Entry
from ideas.voting.queries import voted_ideas
from ideas.web.languages import language
from ideas.web.speak import label_of

WON = frozenset({Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED})
FINAL = WON | {Stage.CERTIFYING, Stage.QUALIFIED, Stage.IN_REVIEW, Stage.PARKED}


@dataclass(frozen=True)
class Entrant:
    """An entry on a campaign's page; ``said`` is why it stands where it stands."""

    card: Card
    summary: str
    key: str
    slug: str
    votes: int
    stage: Stage
    said: str = ""

    @property
    def is_winner(self) -> bool:
        """True when the jury chose it."""
        return self.stage in WON

    @property
    def is_in_final(self) -> bool:
        """True when it got as far as the jury."""
        return self.stage in FINAL


@dataclass(frozen=True)
class NoneOfThese:
    """The entry of nobody: its address to vote, its votes, and whether the reader chose it."""

    slug: str
    votes: int
    voted: bool


@dataclass(frozen=True)
class Outcome:
    """How a vote ended; ``favourite`` got the most votes, more than “none of these”."""

    standing: Sequence[Entrant]
    left_out: Sequence[Entrant]
    winners: Sequence[Entrant]
    favourites: Sequence[Entrant]
    none: NoneOfThese | None
    none_won: bool


def entrants_for(actor: Any, calendar: Calendar) -> list[Entrant]:
    """Every public entry as this reader sees it; once the vote is made up, those in it."""
    is_made_up = calendar.has_jury and calendar.shortlisted_at is not None
    entries = entries_of(calendar.campaign_id, Entry.STANDING if is_made_up else None)
    shown = [each for each in entries if each.idea.stage is not Stage.WITHDRAWN]
    return _entrants(actor, shown)


def _entrants(
    actor: Any, entries: Sequence[Standing], said: dict[int, str] | None = None
) -> list[Entrant]:
    cards = {card.id: card for card in cards_for(actor, [each.idea.id for each in entries])}
    return [
        Entrant(
            card=cards[each.idea.id],
            summary=each.idea.summary,
            key=each.idea.short_id,
            slug=each.idea.slug,
            votes=each.ballot.votes,
            stage=each.idea.stage,
            said=(said or {}).get(each.idea.id, ""),
        )
        for each in entries
        if each.idea.id in cards
    ]


def none_for(actor: Any, calendar: Calendar) -> NoneOfThese | None:
    """“None of these” as this reader sees it."""
    none = none_of_these(calendar.campaign_id)
    if none is None:
        return None
    voted = none.idea.id in voted_ideas(actor.id, [none.idea.id])
    return NoneOfThese(none.idea.slug, none.ballot.votes, voted)


def outcome_for(actor: Any, calendar: Calendar) -> Outcome:
    """How the vote of a campaign ended, the most votes first."""
    none = none_for(actor, calendar)
    standing, left_out = (
        entries_of(calendar.campaign_id, entry) for entry in (Entry.STANDING, Entry.AWAITED)
    )
    entries = (*standing, *left_out)
    moves = last_moves([each.idea.id for each in entries])
    said = {each.idea.id: _said(each, moves.get(each.idea.id)) for each in entries}
    ranked = sorted(standing, key=lambda each: (-each.ballot.votes, each.idea.id))
    shown = _entrants(actor, ranked, said)
    most, against = max((each.votes for each in shown), default=0), none.votes if none else 0
    return Outcome(
        standing=shown,
        left_out=_entrants(actor, left_out, said),
        winners=[each for each in shown if each.is_winner],
        favourites=[each for each in shown if each.votes == most > against],
        none=none,
        none_won=calendar.closed_at is not None and most <= against,
    )


def _said(entry: Standing, move: Move | None) -> str:
    """Why an entry stands where it stands: the jury's published words, else its last move."""
    decision: Decision | None = decision_of(entry.idea.id) if entry.idea.stage in WON else None
    if decision is not None:
        sentence = decision.sentence.get(language()) or next(iter(decision.sentence.values()), "")
        return f"{label_of('decision_reason', decision.reason)}. {sentence}"
    return said_of(move) if move is not None else ""
