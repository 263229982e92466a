"""Which topic a notice belongs to, which moves are told to whom, and when deadlines are near."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from ideas.journey.stages import PUBLIC, RESTORABLE, Stage
from ideas.refusals import Refusal

KEPT = timedelta(days=365)
DEADLINE_DAYS = (30, 7, 1)
NEAR_FOR = timedelta(hours=26)
IMPORTED = "imported"


class NoticeKind(StrEnum):
    """What a notice tells; ``own`` is for the team, ``backed`` for voters and followers."""

    OWN_MOVED = "own_moved"
    OWN_TIER = "own_tier"
    OWN_DEADLINE = "own_deadline"
    OWN_PICKED = "own_picked"
    OWN_ANSWER = "own_answer"
    OWN_COMMENT = "own_comment"
    REPLY = "reply"
    WORDS_TAKEN_DOWN = "words_taken_down"
    TEAM_INVITED = "team_invited"
    TEAM_ANSWERED = "team_answered"
    AGREEMENT = "agreement"
    STATEMENT = "statement"
    PAYMENT = "payment"
    BACKED_MOVED = "backed_moved"
    BACKED_ANSWER = "backed_answer"
    BACKED_TIER = "backed_tier"
    BACKED_UPDATE = "backed_update"


class Topic(StrEnum):
    """What a person can have by e-mail or not."""

    MY_IDEAS = "my_ideas"
    CONVERSATION = "conversation"
    TEAM = "team"
    MONEY = "money"
    OUTCOMES = "outcomes"
    PROGRESS = "progress"


TOPIC_OF = {
    NoticeKind.OWN_MOVED: Topic.MY_IDEAS,
    NoticeKind.OWN_TIER: Topic.MY_IDEAS,
    NoticeKind.OWN_DEADLINE: Topic.MY_IDEAS,
    NoticeKind.OWN_PICKED: Topic.MY_IDEAS,
    NoticeKind.OWN_ANSWER: Topic.MY_IDEAS,
    NoticeKind.OWN_COMMENT: Topic.CONVERSATION,
    NoticeKind.REPLY: Topic.CONVERSATION,
    NoticeKind.WORDS_TAKEN_DOWN: Topic.CONVERSATION,
    NoticeKind.TEAM_INVITED: Topic.TEAM,
    NoticeKind.TEAM_ANSWERED: Topic.TEAM,
    NoticeKind.AGREEMENT: Topic.MONEY,
    NoticeKind.STATEMENT: Topic.MONEY,
    NoticeKind.PAYMENT: Topic.MONEY,
    NoticeKind.BACKED_MOVED: Topic.OUTCOMES,
    NoticeKind.BACKED_ANSWER: Topic.OUTCOMES,
    NoticeKind.BACKED_TIER: Topic.PROGRESS,
    NoticeKind.BACKED_UPDATE: Topic.PROGRESS,
}
BY_EMAIL = {
    Topic.MY_IDEAS: True,
    Topic.CONVERSATION: True,
    Topic.TEAM: True,
    Topic.MONEY: True,
    Topic.OUTCOMES: True,
    Topic.PROGRESS: False,
}
SENT_BACK, RESTORED, STAYS = "sent_back", "restored", "stays"
GOAL, TIER = "goal", "tier"
BACKERS_HEAR = frozenset(
    {
        *(Stage.QUALIFIED, Stage.IN_REVIEW, Stage.SELECTED, Stage.NOT_SELECTED, Stage.PARKED),
        *(Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.CANCELLED),
        *(Stage.EXPIRED, Stage.ARCHIVED, Stage.MERGED, Stage.WITHDRAWN),
    }
)


@dataclass(frozen=True)
class Told:
    """What is told: ``kind`` and ``variant`` choose the sentence, ``words`` fill it.

    ``key`` names the event, so that nobody is told twice.
    """

    kind: NoticeKind
    key: str
    variant: str = ""
    idea_id: int | None = None
    actor_id: int | None = None
    words: dict[str, Any] = field(default_factory=dict)


def variant_of_move(start: Stage, to: Stage) -> str:
    """What a move means to people: its new stage, a restoring, or a climb begun again."""
    if start in RESTORABLE:
        return RESTORED
    return SENT_BACK if start is Stage.CERTIFYING and to is Stage.LIVE else to.value


def backers_hear_of(variant: str) -> bool:
    """Are voters and followers told of such a move?"""
    return variant == RESTORED or variant in BACKERS_HEAR


def refusal_to_follow(stage: Stage, *, is_hidden: bool) -> Refusal | None:
    """Refuse what is not public."""
    if stage in PUBLIC and not is_hidden:
        return None
    return Refusal("follow.not_public")
