"""Counting closed votes that have ended, calling the jury, ending the campaign."""

from ideas import clock
from ideas.campaigns.calendar.queries import closing_by, counted_and_unfinished, locked_calendar
from ideas.contests import queries, rules
from ideas.contests.rules import Tallied
from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.review.juries.actions import convene
from ideas.text import in_language
from ideas.voting.entries.actions import send_to_final
from ideas.voting.joins.queries import is_moving
from ideas.voting.pauses.actions import make_up_for_pauses
from ideas.voting.rules import CONFIRM_WITHIN

NOT_AMONG, NONE_WON = "not_among_the_first", "none_of_these_won"


def count_due() -> None:
    """Count the votes that have ended; those with votes under review wait, at most 72 hours.

    No vote ends while nobody can vote.
    """
    if make_up_for_pauses():
        each_alone(closing_by(clock.now()), _count)


@writes
def _count(campaign_id: int) -> None:
    calendar, none = locked_calendar(campaign_id), queries.none_of_these(campaign_id)
    is_over = calendar.closed_at is not None or calendar.finished_at is not None
    if is_over or none is None:
        return
    overdue = clock.now() - max(calendar.vote_closes_at, none.ballot.closes_at)
    if overdue.total_seconds() < 0:
        return
    entries = queries.live_entries(campaign_id)
    if any(each.ballot.held for each in (*entries, none)) and overdue < CONFIRM_WITHIN:
        return
    if is_moving(*(each.idea.id for each in entries)):
        return
    tallied = [Tallied(each.idea.id, each.ballot.votes) for each in entries]
    ahead = rules.finalists(tallied, none.ballot.votes, calendar.places)
    for each in entries:
        if each.idea.id in ahead:
            send_to_final(each.idea)
        else:
            reason = NOT_AMONG if ahead else NONE_WON
            advance(each.idea, Stage.NOT_SELECTED, by=None, reason=reason)
    calendar.closed_at = clock.now()
    calendar.finished_at = None if ahead else calendar.closed_at
    session().flush()


def finish_due() -> None:
    """Call the jury once the votes of its final are checked; end what it has answered."""
    each_alone(counted_and_unfinished(), _go_on)


@writes
def _go_on(campaign_id: int) -> None:
    calendar, vote = locked_calendar(campaign_id), queries.vote_of_campaign(campaign_id)
    if vote is None or calendar.finished_at is not None:
        return
    round_ = queries.round_of(vote)
    if round_ is None:
        final = queries.in_the_final(campaign_id)
        if final[Stage.CERTIFYING]:
            return
        if final[Stage.QUALIFIED]:
            vote.round_id = convene(
                campaign_id,
                in_language(calendar.campaign.name, "en").text,
                final[Stage.QUALIFIED],
                due_on=calendar.results_at.date(),
            ).id
            return
    elif round_.published_at is None:
        return
    calendar.finished_at = clock.now()
