"""Naming a jury: whoever judges does not vote as well."""

from ideas.accounts.models import Person
from ideas.campaigns.calendar import actions as calendars
from ideas.campaigns.calendar.models import Calendar
from ideas.contests import queries
from ideas.contests.events import JurorVotesTaken
from ideas.db import writes
from ideas.events.actions import record
from ideas.voting.actions import take_back_vote_of_member
from ideas.voting.models import VoteReason
from ideas.voting.queries import voted_ideas


@writes
def name_juror(calendar: Calendar, person: Person, *, by: Person) -> None:
    """Put somebody on the jury; the votes they cast in its campaign are taken back."""
    campaign_id = calendar.campaign_id
    has_entry = queries.has_entry(campaign_id, person.id)
    calendars.name_juror(calendar, person, has_entry=has_entry, by=by)
    cast = sorted(voted_ideas(person.id, queries.ballot_ids(campaign_id)))
    taken = [
        idea_id
        for idea_id in cast
        if take_back_vote_of_member(idea_id, person.id, VoteReason.TAKEN_BACK)
    ]
    if taken:
        record(JurorVotesTaken(campaign_id, person.id, tuple(taken)))
