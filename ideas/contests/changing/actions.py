"""Putting a campaign off, cancelling it, deleting its plan."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.accounts.roles.actions import take_role
from ideas.audit.actions import note
from ideas.campaigns.calendar.actions import Texts, publish_rules
from ideas.campaigns.calendar.models import Calendar, Juror
from ideas.campaigns.calendar.phases import Dates
from ideas.campaigns.calendar.queries import juries_of, jury_of, locked_calendar
from ideas.contests.changing import queries, rules
from ideas.contests.changing.models import CalendarChange, Cancellation
from ideas.contests.events import CampaignCancelled, CampaignPutOff
from ideas.contests.queries import ballot_ids, none_of_these
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refusal, refuse
from ideas.voting.entries.actions import end_vote, move_vote

CANCELLED, PUT_OFF = "campaign_cancelled", "put_off"
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
    _demand_running(calendar)
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
        sentence=_said(sentence),
        was=was,
        became={name: getattr(dates, name).isoformat() for name in changed},
        changed_by_id=by.id if by else None,
        changed_at=clock.now(),
    )
    session().add(change)
    session().flush()
    actor = by.id if by else None
    note("campaign.put_off", f"campaign:{calendar.campaign_id}", by=actor, **change.became)
    record(CampaignPutOff(calendar.campaign_id, version, _ids(calendar, *ENTERED)))
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


def _demand_running(calendar: Calendar) -> None:
    refuse(
        rules.refusal_to_change(
            is_announced=calendar.announced_at is not None,
            is_counted=calendar.closed_at is not None,
            is_over=calendar.finished_at is not None,
        )
    )


def _said(sentence: Texts) -> dict[str, str]:
    return {language: text.strip() for language, text in sentence.items() if text.strip()}


def _ids(calendar: Calendar, *stages: Stage) -> tuple[int, ...]:
    none, entries = none_of_these(calendar.campaign_id), _entries(calendar, *stages)
    return tuple(each.id for each in entries if none is None or each.id != none.idea.id)


def _entries(calendar: Calendar, *stages: Stage) -> list[Idea]:
    return list(queries.entries_in(calendar.campaign_id, *stages))


@writes
def propose_cancelling(calendar: Calendar, sentence: Texts, *, by: Person) -> Cancellation:
    """Propose to cancel a campaign, with the reason everybody will read; the last word stands."""
    calendar = locked_calendar(calendar.campaign_id)
    _demand_running(calendar)
    refuse(rules.refusal_to_explain(sentence))
    proposed = queries.cancellation_of(calendar.campaign_id)
    proposed = proposed or Cancellation(campaign_id=calendar.campaign_id)
    proposed.sentence, proposed.proposed_at = _said(sentence), clock.now()
    proposed.proposed_by_id = by.id
    session().add(proposed)
    session().flush()
    note("campaign.propose_cancelling", f"campaign:{calendar.campaign_id}", by=by.id)
    return proposed


@writes
def take_back_cancelling(calendar: Calendar, *, by: Person) -> None:
    """Take back what nobody has confirmed yet; any admin may."""
    calendar = locked_calendar(calendar.campaign_id)
    _demand_running(calendar)
    proposed = queries.cancellation_of(calendar.campaign_id)
    if proposed is not None:
        session().delete(proposed)
        session().flush()
        note("campaign.take_back_cancelling", f"campaign:{calendar.campaign_id}", by=by.id)


@writes
def cancel(calendar: Calendar, *, by: Person) -> None:
    """Confirm what another admin proposed: entries leave the vote, votes stay where they are.

    What waits for moderators goes back to its creator, who may submit it as an open idea.
    """
    calendar = locked_calendar(calendar.campaign_id)
    _demand_running(calendar)
    proposed = queries.cancellation_of(calendar.campaign_id)
    others = [each.name for each in holders_of(Role.ADMIN) if each.id != by.id]
    is_own = proposed is not None and proposed.proposed_by_id == by.id
    refuse(rules.refusal_to_confirm(is_proposed=proposed is not None, is_own=is_own, others=others))
    if proposed is None:
        return
    returned = _ids(calendar, Stage.NEEDS_WORK)
    _let_entries_go(calendar, proposed.sentence, by)
    proposed.confirmed_by_id, proposed.confirmed_at = by.id, clock.now()
    calendar.cancelled_at = calendar.finished_at = clock.now()
    _dissolve(calendar, by)
    note("campaign.cancel", f"campaign:{calendar.campaign_id}", by=by.id)
    record(CampaignCancelled(calendar.campaign_id, returned))


def _let_entries_go(calendar: Calendar, sentence: Texts, by: Person) -> None:
    none = none_of_these(calendar.campaign_id)
    if none is not None:
        end_vote(none.idea)
    for entry in _entries(calendar, Stage.LIVE, Stage.SUBMITTED):
        if none is None or entry.id != none.idea.id:
            to = Stage.NOT_SELECTED if entry.stage is Stage.LIVE else Stage.NEEDS_WORK
            advance(entry, to, by=by, reason=CANCELLED, public_text=sentence)


def _dissolve(calendar: Calendar, by: Person) -> None:
    """Nobody is on this jury any more; who is on no other may vote again."""
    for person in jury_of(calendar.campaign_id):
        session().delete(session().get_one(Juror, (calendar.campaign_id, person.id)))
        session().flush()
        if Role.JUROR in person.roles and not juries_of(person.id):
            take_role(person, Role.JUROR, by=by)
        note("jury.release", f"campaign:{calendar.campaign_id}", by=by.id, person=person.id)


@writes
def delete_plan(calendar: Calendar, *, by: Person) -> None:
    """Delete a plan that was never announced."""
    calendar = locked_calendar(calendar.campaign_id)
    if calendar.announced_at is not None:
        refuse(Refusal("campaign.announced"))
    campaign = calendar.campaign
    _dissolve(calendar, by)
    note("campaign.delete", f"campaign:{calendar.campaign_id}", by=by.id, name=campaign.name)
    session().delete(calendar)
    session().flush()
    session().delete(campaign)
    session().flush()
