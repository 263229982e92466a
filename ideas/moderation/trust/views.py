"""What somebody may do, how often, and what lifts it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, Response
from flask_login import current_user

from ideas import clock
from ideas.limits.rules import LIFTED, LIMITS, Level, limit_at
from ideas.moderation.trust.queries import conducts_of, moves_of
from ideas.moderation.trust.rules import ORDER, STEPS, Conduct, Step, is_clean, next_level
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.guard import found, guarded

blueprint = Blueprint("trust", __name__)


@dataclass(frozen=True)
class Ahead:
    """The way to the next level: what it asks for, and how far somebody is."""

    level: Level
    step: Step
    days: int
    accepted: int
    is_clean: bool
    clean_from: datetime | None


@blueprint.get("/decisions/trust")
@guarded(Permission.SELF_MANAGE)
def mine() -> Response:
    """The reader's level."""
    level, conduct = found(conducts_of([current_user.id]).get(current_user.id))
    return answer(
        "moderation/trust/mine.html",
        level=level,
        levels=ORDER,
        ahead=_ahead(level, conduct),
        limits={action: [limit_at(action, each).most for each in ORDER] for action in LIFTED},
        windows={action: LIMITS[action].window for action in LIFTED},
        moves=moves_of(current_user.id),
    )


def _ahead(level: Level, conduct: Conduct) -> Ahead | None:
    above, moment = next_level(level), clock.now()
    if above is None:
        return None
    step = STEPS[above]
    violated = conduct.violated_at
    return Ahead(
        level=above,
        step=step,
        days=(moment - conduct.joined_at).days,
        accepted=conduct.accepted,
        is_clean=is_clean(conduct, step, moment),
        clean_from=violated + timedelta(days=step.clean_days) if violated else None,
    )
