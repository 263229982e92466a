"""An idea as a card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ideas import clock
from ideas.gallery.facts import Facts, facts_of
from ideas.journey.stages import Stage
from ideas.submission.queries import PictureView
from ideas.text import in_language
from ideas.voting.ladder import LadderView
from ideas.voting.queries import voted_ideas
from ideas.web.keeping.holes import hole
from ideas.web.keeping.pieces import END
from ideas.web.languages import language
from ideas.web.speak import label_of

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Card:
    """What ``parts/card.html`` shows; ``badge`` is a text and its kind.

    ``campaign`` is that in whose closed vote it stands. ``begin`` and ``end`` stand around what
    only those see who voted, on a page for many.
    """

    id: int
    title: str
    url: str
    language: str
    creator_name: str
    team_size: int
    picture: PictureView | None
    ladder: LadderView | None
    badge: tuple[str, str] | None
    voted: bool
    stage: Stage
    note: str = ""
    campaign: str = ""
    begin: str = ""
    end: str = ""


def cards_for(actor: Any, ids: Collection[int]) -> list[Card]:
    """The cards of the public ones of these ideas as this reader sees them, in their order."""
    shown = facts_of(ids)
    voted, moment = voted_ideas(actor.id, [facts.idea.id for facts in shown]), clock.now()
    return [_card(facts, moment, is_voted=facts.idea.id in voted) for facts in shown]


def _card(facts: Facts, moment: datetime, *, is_voted: bool) -> Card:
    idea, begin = facts.idea, hole(f"v{facts.idea.id}")
    return Card(
        id=idea.id,
        title=idea.title,
        url=url_for("gallery.idea", slug=idea.slug),
        language=idea.language,
        creator_name=idea.creator.name,
        team_size=facts.team_size,
        picture=facts.picture,
        ladder=facts.ladder,
        badge=_badge(facts, moment),
        voted=is_voted or bool(begin),
        stage=idea.stage,
        campaign=_campaign(facts),
        begin=begin,
        end=hole(END),
    )


def _campaign(facts: Facts) -> str:
    """The campaign in whose vote an idea stands, while it does."""
    if not facts.is_entry or facts.idea.stage is not Stage.LIVE:
        return ""
    return in_language(facts.idea.campaign.name, language()).text


def _badge(facts: Facts, moment: datetime) -> tuple[str, str] | None:
    """What is worth a glance: where it stands, that time runs out, who likes it, that it is new."""
    idea = facts.idea
    if idea.stage is not Stage.LIVE:
        return label_of("stage", idea.stage), ""
    ladder = facts.ladder
    if ladder and ladder.closes_at and ladder.closes_at - moment < SOON:
        return str(_("Closing soon")), "accent"
    if facts.is_picked:
        return str(_("Staff pick")), "accent"
    is_new = idea.published_at is not None and moment - idea.published_at < SOON
    return (str(_("New")), "") if is_new else None
