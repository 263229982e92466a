"""An idea's page as its reader sees it: where it stands, and how it came there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ideas.comments.queries import Counts
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.journey.wording import said_of
from ideas.text import Spoken, in_language
from ideas.web.languages import language
from ideas.web.speak import label_of

TONES = {
    Stage.SELECTED: "good",
    Stage.IN_DEVELOPMENT: "good",
    Stage.ON_SALE: "good",
    Stage.QUALIFIED: "good",
}


class Tab(StrEnum):
    """The parts of an idea's page."""

    STORY = "story"
    UPDATES = "updates"
    COMMENTS = "comments"
    ANSWERS = "answers"
    JOURNEY = "journey"


@dataclass(frozen=True)
class Happening:
    """A move as the timeline shows it."""

    title: str
    at: datetime
    text: str
    by: str
    badge: None = None


@dataclass(frozen=True)
class Standing:
    """Where an idea stands, said above its page when that is not simply “open for votes”."""

    kind: str
    title: str
    text: str
    at: datetime


def tab_from(text: str | None) -> Tab:
    """The tab an address asks for; the story when it asks for none there is."""
    return Tab(text) if text in set(Tab) else Tab.STORY


def tabs_of(idea: Idea, current: Tab, counts: Counts) -> list[tuple[str, str, bool, int | None]]:
    """The tabs as links, for ``parts/paging.html``."""
    named: dict[Tab, tuple[str, int | None]] = {
        Tab.STORY: (_("Story"), None),
        Tab.UPDATES: (_("Updates"), counts.updates),
        Tab.COMMENTS: (_("Comments"), counts.comments),
        Tab.ANSWERS: (_("Official answers"), counts.answers),
        Tab.JOURNEY: (_("Journey"), None),
    }
    return [(name, _address(idea, tab), tab is current, n) for tab, (name, n) in named.items()]


def _address(idea: Idea, tab: Tab) -> str:
    chosen: dict[str, Any] = {} if tab is Tab.STORY else {"tab": tab.value}
    return url_for("gallery.idea", slug=idea.slug, **chosen, _anchor="tabs")


def journey_of(idea: Idea, moves: Sequence[Move]) -> list[Happening]:
    """Every move with its date, mover, reason and public sentence, newest first."""
    return [
        Happening(
            title=label_of("move", move.to_stage),
            at=move.moved_at,
            text=said_of(move),
            by=_mover(idea, move),
        )
        for move in reversed(moves)
    ]


def _mover(idea: Idea, move: Move) -> str:
    """The creator by name, the staff as a team; nobody when time did it."""
    if move.by_id is None:
        return ""
    names = {idea.creator_id: idea.creator.name}
    names |= {member.person_id: member.person.name for member in idea.team if member.accepted_at}
    return names.get(move.by_id, str(_("the brand team")))


def standing_of(idea: Idea, last: Move | None) -> Standing | None:
    """What stands above the page; nothing while an idea is simply open for votes."""
    if not idea.is_public:
        told = _("Only its team and the brand's staff can see this page.")
        return Standing("warn", label_of("stage", idea.stage), told, idea.stage_at)
    if idea.stage is Stage.LIVE:
        return None
    told = said_of(last) if last else ""
    kind = TONES.get(idea.stage, "info")
    return Standing(kind, label_of("stage", idea.stage), told, idea.stage_at)


def spoken(texts: Mapping[str, str]) -> Spoken:
    """What the brand wrote, in the reader's language."""
    return in_language(texts, language())
