"""What a moderator sees: the queue's lines with their ages, and an idea as fans would see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from ideas import clock
from ideas.accounts.queries import names_of
from ideas.campaigns.queries import current_terms
from ideas.journey.models import Idea, Move
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation import queries, rules
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claims_on_ideas
from ideas.moderation.rules import Age
from ideas.moderation.settings import Moderation
from ideas.properties.queries import Named, named_in_each
from ideas.settings.queries import dials
from ideas.submission.again.queries import change_of
from ideas.submission.kin.queries import kin_of
from ideas.submission.models import Draft, Rights
from ideas.submission.queries import PictureView, draft_of, first_pictures, pictures_of, tags_of
from ideas.submission.team.queries import team_of
from ideas.text import in_language
from ideas.web.languages import language
from ideas.web.speak import label_of

DOUBTFUL = frozenset({Rights.THIRD_PARTY, Rights.NOT_SURE})
MOST_SIMILAR = MOST_OTHERS = 6
MOST_AHEAD = 3


@dataclass(frozen=True)
class Waiting:
    """An idea in the queue: until when it should be decided, and how that stands."""

    idea: Idea
    due_at: datetime
    age: Age
    is_own: bool
    picture: PictureView | None
    draft: Draft | None
    claim: Claim | None
    named: Named

    @property
    def has_doubt(self) -> bool:
        """True when the rights need a second look: by the creator's answer, or a name."""
        is_unsure = self.draft is not None and self.draft.rights in DOUBTFUL
        return is_unsure or bool(self.named)


@dataclass(frozen=True)
class Happening:
    """A move with everything staff may know of it, for ``parts/timeline.html``."""

    title: str
    at: datetime
    text: str
    by: str
    badge: tuple[str, str] | None


def lines_of(ideas: Sequence[Idea], person_id: int) -> list[Waiting]:
    """The lines of the queue for a moderator."""
    ids = [idea.id for idea in ideas]
    pictures, rights = first_pictures(ids), queries.rights_of(ids)
    claims, named = claims_on_ideas(ids), named_in_each({each.id: words_in(each) for each in ideas})
    days, moment = dials(Moderation).working_days, clock.now()
    return [
        Waiting(
            idea=idea,
            due_at=rules.after_working_time(idea.stage_at, timedelta(days=days)),
            age=rules.age_of(idea.stage_at, moment, days),
            is_own=person_id in idea.team_ids,
            picture=pictures.get(idea.id),
            draft=rights.get(idea.id),
            claim=claims.get(idea.id),
            named=named[idea.id],
        )
        for idea in ideas
    ]


def words_in(idea: Idea) -> str:
    """Everything an idea says, in which properties are looked for."""
    return " / ".join((idea.title, idea.summary, idea.body, idea.specs))


def numbers_by_age() -> dict[Age, int]:
    """How many ideas are late, and how many are due soon."""
    promised, moment = timedelta(days=dials(Moderation).working_days), clock.now()
    since = (rules.before_working_time(moment, length) for length in (promised, promised / 2))
    late, half = queries.numbers_older_than(*since)
    return {Age.RED: late, Age.AMBER: half - late}


def seen_as_fans_do(idea: Idea) -> dict[str, Any]:
    """What ``moderation/seen.html`` shows: the idea with its pictures, tags, team and changes."""
    return {
        "idea": idea,
        "pictures": pictures_of(idea.id),
        "tags": tags_of(idea.id),
        "team": team_of(idea),
        "changed": change_of(idea),
    }


def item_values(idea: Idea, person_id: int) -> dict[str, Any]:
    """Everything on the page of one item, but what is being decided."""
    (waiting,) = lines_of([idea], person_id)
    onward = queries.next_in_queue((idea.stage_at, idea.id), by_id=person_id)
    return {
        **seen_as_fans_do(idea),
        "waiting": waiting,
        "draft": draft_of(idea.id),
        "terms": current_terms(idea.campaign_id),
        "others": queries.others_by(idea.creator_id, but=idea.id, limit=MOST_OTHERS),
        "similar": kin_of(idea, MOST_SIMILAR),
        "history": history_of(idea),
        "pick": queries.pick_of(idea.id),
        "onward": onward,
        "coming": pictures_of(onward.id)[:MOST_AHEAD] if onward else [],
        "place": queries.place_in_queue(idea) if idea.stage is Stage.SUBMITTED else 0,
        "length": queries.queue_length(),
    }


def history_of(idea: Idea) -> list[Happening]:
    """Every move with its mover's name, reason, words and note for staff, newest first."""
    moves = moves_of(idea.id)
    names = names_of({move.by_id for move in moves if move.by_id is not None})
    return [
        Happening(
            title=label_of("move", move.to_stage),
            at=move.moved_at,
            text=_words_of(move),
            by=names.get(move.by_id, "") if move.by_id else str(_("by itself")),
            badge=_reason_of(move.reason or ""),
        )
        for move in reversed(moves)
    ]


def _words_of(move: Move) -> str:
    sentence = in_language(move.public_text, language()).text
    note = _("Note for staff: %(note)s", note=move.private_note) if move.private_note else ""
    return " ".join(part for part in (sentence, note) if part)


def _reason_of(reason: str) -> tuple[str, str] | None:
    """A reason in words, whichever package gave it; None for one without words."""
    spoken = (label_of(kind, reason) for kind in ("reason", "decision_reason"))
    return next(((label, "") for label in spoken if label != reason), None)
