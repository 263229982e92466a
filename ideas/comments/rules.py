"""When one may speak, correct, and take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ideas.journey.stages import COMMENTABLE, Stage
from ideas.refusals import Refusal
from ideas.text import is_seen

UPDATE_TIMES = 5  # news may be so many times as long as a comment


@dataclass(frozen=True)
class Place:
    """What the rules need to know of the idea somebody speaks under."""

    stage: Stage
    is_public: bool
    is_open: bool


@dataclass(frozen=True)
class Said:
    """What the rules need to know of something said."""

    created_at: datetime
    is_removed: bool


def refusal_to_speak(place: Place) -> Refusal | None:
    """Refuse under an idea that is closed to comments, and while the brand has paused them."""
    if not place.is_open:
        return Refusal("comment.paused")
    return refusal_to_tell(place)


def refusal_to_tell(place: Place) -> Refusal | None:
    """Refuse news where an idea takes no more words."""
    if not place.is_public or place.stage not in COMMENTABLE:
        return Refusal("comment.wrong_stage", stage=place.stage.value)
    return None


def refusal_to_answer(place: Place, *, is_own: bool = False) -> Refusal | None:
    """The brand may answer every public idea, closed ones too; nobody answers their own."""
    if is_own:
        return Refusal("comment.own_idea")
    return None if place.is_public else Refusal("comment.wrong_stage", stage=place.stage.value)


def refusal_to_reply(parent: Said | None) -> Refusal | None:
    """Refuse a reply to words that are gone."""
    return Refusal("comment.gone") if parent is not None and parent.is_removed else None


def refusal_to_like(place: Place, said: Said, *, is_own: bool) -> Refusal | None:
    """Refuse one's own words, what is gone, and under an idea that is closed to comments."""
    if is_own:
        return Refusal("comment.own_like")
    return refusal_to_remove(said) or refusal_to_speak(place)


def refusal_to_say(text: str, longest: int) -> Refusal | None:
    """Refuse silence, and too much."""
    if not is_seen(text):
        return Refusal("comment.empty")
    return Refusal("comment.too_long", longest=longest) if len(text) > longest else None


def refusal_to_entitle(title: str) -> Refusal | None:
    """Refuse news under no headline."""
    return None if is_seen(title) else Refusal("comment.no_title")


def refusal_to_edit(said: Said, moment: datetime, minutes: int) -> Refusal | None:
    """Refuse once others have had time to read and answer."""
    if said.is_removed:
        return Refusal("comment.gone")
    is_late = moment > said.created_at + timedelta(minutes=minutes)
    return Refusal("comment.too_late", minutes=minutes) if is_late else None


def refusal_to_remove(said: Said) -> Refusal | None:
    """Refuse to take away what is gone."""
    return Refusal("comment.gone") if said.is_removed else None


def refusal_to_put_back(*, is_down: bool) -> Refusal | None:
    """Refuse what nobody took down, and what its writer has taken back."""
    return None if is_down else Refusal("comment.not_down")
