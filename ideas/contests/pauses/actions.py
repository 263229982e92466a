"""Letting a campaign's calendar follow its vote, once a pause is over."""

from collections.abc import Callable
from functools import partial

from ideas.campaigns.calendar.actions import Texts
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.queries import locked_calendar
from ideas.contests.changing.actions import let_vote_close
from ideas.contests.pauses.queries import votes_put_off
from ideas.contests.queries import none_of_these
from ideas.db import writes
from ideas.jobs.alone import each_alone
from ideas.voting.pauses.actions import make_up_for_pauses


def follow_pauses(write: Callable[[Calendar], Texts], sentence: Texts) -> None:
    """Put off each calendar whose vote a pause has put off; ``sentence`` says why."""
    if make_up_for_pauses():
        each_alone(votes_put_off(), partial(_follow, write, sentence))


@writes
def _follow(write: Callable[[Calendar], Texts], sentence: Texts, campaign_id: int) -> None:
    calendar, none = locked_calendar(campaign_id), none_of_these(campaign_id)
    is_over = calendar.closed_at is not None or calendar.finished_at is not None
    if none is not None and not is_over and none.ballot.closes_at > calendar.vote_closes_at:
        let_vote_close(calendar, none.ballot.closes_at, sentence, write=write)
