"""Cancelling a campaign, deleting its plan."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.accounts.roles.actions import take_role
from ideas.audit.actions import note
from ideas.campaigns.calendar.actions import Texts
from ideas.campaigns.calendar.models import Calendar, Juror
from ideas.campaigns.calendar.queries import juries_of, jury_of, locked_calendar
from ideas.contests.changing import queries, rules
from ideas.contests.changing.actions import demand_running
from ideas.contests.changing.models import Cancellation
from ideas.contests.changing.queries import ids_of_entries
from ideas.contests.events import CampaignCancelled
from ideas.contests.queries import none_of_these
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refusal, refuse
from ideas.voting.entries.actions import end_vote

CANCELLED = "campaign_cancelled"


@writes
def propose_cancelling(calendar: Calendar, sentence: Texts, *, by: Person) -> Cancellation:
    """Propose to cancel a campaign, with the reason everybody will read; the last word stands."""
    calendar = locked_calendar(calendar.campaign_id)
    demand_running(calendar)
    refuse(rules.refusal_to_explain(sentence))
    proposed = queries.cancellation_of(calendar.campaign_id)
    proposed = proposed or Cancellation(campaign_id=calendar.campaign_id)
    proposed.sentence, proposed.proposed_at = rules.said(sentence), clock.now()
    proposed.proposed_by_id = by.id
    session().add(proposed)
    session().flush()
    note("campaign.propose_cancelling", f"campaign:{calendar.campaign_id}", by=by.id)
    return proposed


@writes
def take_back_cancelling(calendar: Calendar, *, by: Person) -> None:
    """Take back what nobody has confirmed yet; any admin may."""
    calendar = locked_calendar(calendar.campaign_id)
    demand_running(calendar)
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
    demand_running(calendar)
    proposed = queries.cancellation_of(calendar.campaign_id)
    others = [each.name for each in holders_of(Role.ADMIN) if each.id != by.id]
    is_own = proposed is not None and proposed.proposed_by_id == by.id
    refuse(rules.refusal_to_confirm(is_proposed=proposed is not None, is_own=is_own, others=others))
    if proposed is None:
        return
    returned = ids_of_entries(calendar.campaign_id, Stage.NEEDS_WORK)
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
    for entry in queries.entries_in(calendar.campaign_id, Stage.LIVE, Stage.SUBMITTED):
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
