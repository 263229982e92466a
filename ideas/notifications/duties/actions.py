"""Telling the staff."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import RoleGrant
from ideas.campaigns.calendar.models import Juror
from ideas.db import writes
from ideas.jobs.queries import backlog
from ideas.mail.queries import count_failed
from ideas.moderation.queries import oldest_in_queue, queue_length
from ideas.moderation.rules import Age, age_of
from ideas.moderation.settings import Moderation
from ideas.notifications.actions import tell
from ideas.notifications.duties import rules
from ideas.notifications.rules import NoticeKind, Told
from ideas.policy import Role
from ideas.review.models import Round
from ideas.review.queries import coming_rounds
from ideas.settings.queries import dials


@writes
def tell_of_duties() -> None:
    """Tell those who can act what is late, near or broken; twice on a day is once."""
    _tell_of_queue()
    for round_ in coming_rounds():
        _tell_of_round(round_)
    _tell_of_jobs()


def _tell_of_queue() -> None:
    oldest = oldest_in_queue()
    if oldest is None:
        return
    if age_of(oldest, clock.now(), dials(Moderation).working_days) is Age.RED:
        words = {"number": queue_length(), "since": oldest.date().isoformat()}
        told = Told(NoticeKind.QUEUE_LATE, f"queue:{clock.today()}", words=words)
        tell(told, _holders(Role.MODERATOR))


def _tell_of_round(round_: Round) -> None:
    variant = rules.variant_of_round(
        closes_on=None if round_.cut_off_at else round_.cutoff_at.date(),
        due_on=round_.decision_due_on,
        today=clock.today(),
    )
    if variant is not None:
        key, words = f"round:{round_.id}:{variant}", {"round": round_.name}
        tell(Told(NoticeKind.ROUND_NEAR, key, variant, words=words), _judges(round_))


def _judges(round_: Round) -> sa.Select[int]:
    """The jury of a campaign's own round, else the reviewers."""
    if round_.campaign_id is None:
        return _holders(Role.REVIEWER)
    return sa.select(Juror.person_id).where(Juror.campaign_id == round_.campaign_id)


def _tell_of_jobs() -> None:
    jobs, messages = backlog().dead, count_failed()
    if jobs or messages:
        words = {"jobs": jobs, "messages": messages}
        told = Told(NoticeKind.JOBS_FAILED, f"jobs:{clock.today()}", words=words)
        tell(told, _holders(Role.ADMIN))


def _holders(role: Role) -> sa.Select[int]:
    return sa.select(RoleGrant.person_id).where(RoleGrant.role == role)
