"""Putting a campaign off."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.campaigns.calendar.actions import Texts, publish_rules
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import Dates
from ideas.campaigns.calendar.queries import locked_calendar
from ideas.contests.changing import rules
from ideas.contests.changing.models import CalendarChange
from ideas.contests.changing.queries import ids_of_entries
from ideas.contests.events import CampaignPutOff
from ideas.contests.queries import ballot_ids
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.voting.entries.actions import move_vote

PUT_OFF = "put_off"
ENTERED = (Stage.SUBMITTED, Stage.NEEDS_WORK, Stage.LIVE)


@writes
def put_off(
    calendar: Calendar,
    dates: Dates,
    sentence: Texts,
    *,
    write: Callable[[Calendar], Texts],
    by: Person,
) -> int:
    """Put moments off that have not come; answers the version of the rules that says so."""
    calendar = locked_calendar(calendar.campaign_id)
    demand_running(calendar)
    refuse(rules.refusal_to_put_off(calendar.dates, dates, clock.now()))
    refuse(rules.refusal_to_explain(sentence))
    return _move(calendar, dates, sentence, write=write, by=by)


def _move(
    calendar: Calendar,
    dates: Dates,
    sentence: Texts,
    *,
    write: Callable[[Calendar], Texts],
    by: Person | None,
) -> int:
    changed = rules.changed_moments(calendar.dates, dates)
    was = {name: getattr(calendar, name).isoformat() for name in changed}
    for name, moment in asdict(dates).items():
        setattr(calendar, name, moment)
    if {"vote_opens_at", "vote_closes_at"} & set(changed):
        move_vote(ballot_ids(calendar.campaign_id), dates.vote_opens_at, dates.vote_closes_at)
    version = publish_rules(calendar, write(calendar), reason=PUT_OFF, by=by)
    change = CalendarChange(
        campaign_id=calendar.campaign_id,
        version=version,
        sentence=rules.said(sentence),
        was=was,
        became={name: getattr(dates, name).isoformat() for name in changed},
        changed_by_id=by.id if by else None,
        changed_at=clock.now(),
    )
    session().add(change)
    session().flush()
    actor = by.id if by else None
    note("campaign.put_off", f"campaign:{calendar.campaign_id}", by=actor, **change.became)
    record(
        CampaignPutOff(
            calendar.campaign_id, version, ids_of_entries(calendar.campaign_id, *ENTERED)
        )
    )
    return version


@writes
def let_vote_close(
    calendar: Calendar,
    closes_at: datetime,
    sentence: Texts,
    *,
    write: Callable[[Calendar], Texts],
) -> int:
    """Let the vote of a locked calendar close later, and the results come later by as much.

    Nobody does this: a pause of all votes has put the ballots off.
    """
    longer = closes_at - calendar.vote_closes_at
    dates = replace(
        calendar.dates, vote_closes_at=closes_at, results_at=calendar.results_at + longer
    )
    return _move(calendar, dates, sentence, write=write, by=None)


def demand_running(calendar: Calendar) -> None:
    """Refuse what is only planned, counted or over."""
    refuse(
        rules.refusal_to_change(
            is_announced=calendar.announced_at is not None,
            is_counted=calendar.closed_at is not None,
            is_over=calendar.finished_at is not None,
        )
    )
