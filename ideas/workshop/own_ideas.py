"""One's own ideas, each with everything its creator wants to see at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_of, last_move
from ideas.journey.rules import refusal_to_move
from ideas.journey.stages import Stage
from ideas.submission.queries import PictureView, first_pictures
from ideas.voting.ladder import LadderView
from ideas.voting.queries import ladders_of
from ideas.voting.referrals.queries import Source, a_month_ago, sources_of
from ideas.workshop.advice import Advice, advice_on, said_in
from ideas.workshop.queries import votes_by_day

SAID_AT = frozenset({Stage.NEEDS_WORK, Stage.DECLINED, Stage.NOT_SELECTED, Stage.ARCHIVED})


@dataclass(frozen=True)
class OwnIdea:
    """An idea in its creator's workshop; ``days`` are the votes of the last 30 days."""

    idea: Idea
    leads: bool
    picture: PictureView | None
    ladder: LadderView | None
    days: Sequence[int]
    sources: Sequence[Source]
    advice: Advice
    can_withdraw: bool


def own_ideas(person: Person) -> list[OwnIdea]:
    """The ideas a person leads or has joined, newest first."""
    ideas = ideas_of(person.id)
    ids = [idea.id for idea in ideas]
    sources = sources_of(ids, since=a_month_ago())
    pictures, ladders, days = first_pictures(ids), ladders_of(ideas), votes_by_day(ids)
    return [
        OwnIdea(
            idea=idea,
            leads=idea.creator_id == person.id,
            picture=pictures.get(idea.id),
            ladder=ladders.get(idea.id),
            days=days.get(idea.id, ()),
            sources=sources.get(idea.id, ()),
            advice=_advice(idea, person, ladders.get(idea.id)),
            can_withdraw=_can_withdraw(idea, person),
        )
        for idea in ideas
    ]


def _advice(idea: Idea, person: Person, ladder: LadderView | None) -> Advice:
    move = last_move(idea.id) if idea.stage in SAID_AT else None
    said = said_in(move.public_text) if move else ""
    return advice_on(idea, leads=idea.creator_id == person.id, ladder=ladder, said=said)


def _can_withdraw(idea: Idea, person: Person) -> bool:
    leads = idea.creator_id == person.id
    return leads and refusal_to_move(idea.stage, Stage.WITHDRAWN, left=None) is None
