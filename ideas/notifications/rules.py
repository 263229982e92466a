"""Which topic a notice belongs to, how it reaches people, and which moves are told to whom."""

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
    MENTION = "mention"
    REPORT_DECIDED = "report_decided"
    WORDS_TAKEN_DOWN = "words_taken_down"
    VOTE_DECIDED = "vote_decided"
    APPEAL_DECIDED = "appeal_decided"
    OWN_VOTES = "own_votes"
    MEASURE_TAKEN = "measure_taken"
    MEASURE_APPEAL = "measure_appeal"
    TEAM_INVITED = "team_invited"
    TEAM_ANSWERED = "team_answered"
    AGREEMENT = "agreement"
    STATEMENT = "statement"
    PAYMENT = "payment"
    BACKED_MOVED = "backed_moved"
    BACKED_ANSWER = "backed_answer"
    BACKED_TIER = "backed_tier"
    BACKED_UPDATE = "backed_update"
    QUEUE_LATE = "queue_late"
    ROUND_NEAR = "round_near"
    JOBS_FAILED = "jobs_failed"
    DISPUTE = "dispute"
    ROLE = "role"


class Topic(StrEnum):
    """What a person chooses a way for; ``duties`` are the staff's."""

    MY_IDEAS = "my_ideas"
    CONVERSATION = "conversation"
    TEAM = "team"
    OUTCOMES = "outcomes"
    PROGRESS = "progress"
    DUTIES = "duties"
    MONEY = "money"
    DECISIONS = "decisions"


class Way(StrEnum):
    """How a notice reaches somebody: all but ``off`` are on the site, the first three by e-mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    SITE = "site"
    OFF = "off"


TOPIC_OF = {
    NoticeKind.OWN_MOVED: Topic.MY_IDEAS,
    NoticeKind.OWN_TIER: Topic.MY_IDEAS,
    NoticeKind.OWN_DEADLINE: Topic.MY_IDEAS,
    NoticeKind.OWN_PICKED: Topic.MY_IDEAS,
    NoticeKind.OWN_ANSWER: Topic.MY_IDEAS,
    NoticeKind.OWN_COMMENT: Topic.CONVERSATION,
    NoticeKind.REPLY: Topic.CONVERSATION,
    NoticeKind.MENTION: Topic.CONVERSATION,
    NoticeKind.WORDS_TAKEN_DOWN: Topic.DECISIONS,
    NoticeKind.REPORT_DECIDED: Topic.DECISIONS,
    NoticeKind.VOTE_DECIDED: Topic.DECISIONS,
    NoticeKind.APPEAL_DECIDED: Topic.DECISIONS,
    NoticeKind.OWN_VOTES: Topic.MY_IDEAS,
    NoticeKind.MEASURE_TAKEN: Topic.DECISIONS,
    NoticeKind.MEASURE_APPEAL: Topic.DECISIONS,
    NoticeKind.TEAM_INVITED: Topic.TEAM,
    NoticeKind.TEAM_ANSWERED: Topic.TEAM,
    NoticeKind.AGREEMENT: Topic.MONEY,
    NoticeKind.STATEMENT: Topic.MONEY,
    NoticeKind.PAYMENT: Topic.MONEY,
    NoticeKind.BACKED_MOVED: Topic.OUTCOMES,
    NoticeKind.BACKED_ANSWER: Topic.OUTCOMES,
    NoticeKind.BACKED_TIER: Topic.PROGRESS,
    NoticeKind.BACKED_UPDATE: Topic.PROGRESS,
    NoticeKind.QUEUE_LATE: Topic.DUTIES,
    NoticeKind.ROUND_NEAR: Topic.DUTIES,
    NoticeKind.JOBS_FAILED: Topic.DUTIES,
    NoticeKind.DISPUTE: Topic.DUTIES,
    NoticeKind.ROLE: Topic.DECISIONS,
}
USUAL = {
    Topic.MY_IDEAS: Way.AT_ONCE,
    Topic.CONVERSATION: Way.AT_ONCE,
    Topic.TEAM: Way.AT_ONCE,
    Topic.OUTCOMES: Way.AT_ONCE,
    Topic.PROGRESS: Way.WEEKLY,
    Topic.DUTIES: Way.DAILY,
    Topic.MONEY: Way.AT_ONCE,
    Topic.DECISIONS: Way.AT_ONCE,
}
BY_MAIL = (Way.AT_ONCE, Way.DAILY, Way.WEEKLY)
IN_DIGEST = (Way.DAILY, Way.WEEKLY)
REQUIRED = frozenset({Topic.MONEY, Topic.DECISIONS})
GROUPED = frozenset(
    {NoticeKind.OWN_COMMENT, NoticeKind.REPLY, NoticeKind.MENTION, NoticeKind.BACKED_UPDATE}
)
KEPT_ON_SITE = frozenset({Topic.MY_IDEAS, Topic.TEAM, Topic.DUTIES})
SENT_BACK, RESTORED, STAYS = "sent_back", "restored", "stays"
TO_BUY, AGAIN, CHANCE = "to_buy", "again", "chance"
DELAYED, LATE = "delayed", "late"
GOAL, TIER, TERMS, JURY = "goal", "tier", "terms", "jury"
PUT_OFF, CANCELLED, NONE_LEFT = "put_off", "cancelled", "none_left"
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


def kinds_of(topic: Topic) -> frozenset[NoticeKind]:
    """What a topic tells."""
    return frozenset(kind for kind, its in TOPIC_OF.items() if its is topic)


def ways_for(topic: Topic) -> tuple[Way, ...]:
    """What one may choose for a topic; what has to reach people knows one way."""
    if topic in REQUIRED:
        return (Way.AT_ONCE,)
    return tuple(way for way in Way if way is not Way.OFF or topic not in KEPT_ON_SITE)


def way_of(topic: Topic, chosen: Way | None) -> Way:
    """How a topic reaches somebody who chose this, or nothing."""
    return chosen if chosen in ways_for(topic) else USUAL[topic]


def choosable(*, is_staff: bool) -> tuple[Topic, ...]:
    """The topics somebody chooses a way for."""
    return tuple(
        topic for topic in Topic if topic not in REQUIRED and (is_staff or topic != Topic.DUTIES)
    )


def variant_of_move(start: Stage, to: Stage) -> str:
    """What a move means to people: its new stage, a restoring, or a climb begun again."""
    if start in RESTORABLE:
        return RESTORED
    return SENT_BACK if start is Stage.CERTIFYING and to is Stage.LIVE else to.value


def backers_hear_of(variant: str) -> bool:
    """Are voters and followers told of such a move?"""
    return variant in {RESTORED, STAYS} or variant in BACKERS_HEAR


def refusal_to_follow(stage: Stage, *, is_hidden: bool) -> Refusal | None:
    """Refuse what is not public."""
    if stage in PUBLIC and not is_hidden:
        return None
    return Refusal("follow.not_public")
