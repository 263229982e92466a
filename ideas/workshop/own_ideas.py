"""One's own ideas, each with everything its creator wants to see at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask_babel import get_locale, get_timezone

from ideas.accounts.models import Person
from ideas.comments.feedback.queries import results_of
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_of, last_move
from ideas.journey.rules import refusal_to_move
from ideas.journey.stages import Stage
from ideas.royalties.statements.queries import statements_of
from ideas.submission.queries import PictureView, first_pictures
from ideas.voting.ladder import LadderView
from ideas.voting.panel import demand_values
from ideas.voting.queries import ladders_of
from ideas.voting.referrals.queries import Source, a_month_ago, sources_of
from ideas.workshop.advice import CHOSEN, Advice, advice_on, said_in
from ideas.workshop.queries import DAYS, last_days, votes_by_day

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
    return _seen_by(person, ideas_of(person.id))


def own_idea(person: Person, slug: str) -> OwnIdea | None:
    """One of the ideas a person leads or has joined."""
    ideas = [idea for idea in ideas_of(person.id) if idea.slug == slug]
    return next(iter(_seen_by(person, ideas)), None)


def numbers_of(idea: Idea, person: Person, days: int) -> dict[str, Any]:
    """What ``workshop/idea.html`` shows: votes by day, demand, and a person's own statements."""
    zone = site_zone()
    counts = votes_by_day([idea.id], 2 * days, zone).get(idea.id, [0] * (2 * days))
    named = [format_skeleton("MMMd", day, locale=get_locale()) for day in last_days(days, zone)]
    statements = statements_of(person.id) if idea.stage in CHOSEN else ()
    return {
        "days": list(zip(named, counts[days:], strict=True)),
        "lately": sum(counts[days:]),
        "before": sum(counts[:days]),
        "statements": [s for s in statements if s.settlement.agreement.idea_id == idea.id],
        "results": results_of([idea.id]).get(idea.id),
        **demand_values(idea),
    }


def site_zone() -> ZoneInfo:
    """The zone the site's days are told in."""
    return ZoneInfo(str(get_timezone()))


def _seen_by(person: Person, ideas: Sequence[Idea]) -> list[OwnIdea]:
    ids = [idea.id for idea in ideas]
    sources = sources_of(ids, since=a_month_ago())
    days = votes_by_day(ids, DAYS, site_zone())
    pictures, ladders = first_pictures(ids), ladders_of(ideas)
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
