"""Announcing a closed vote, choosing its shortlist, counting it, and calling its final."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from ideas import clock
from ideas.accounts.imports.actions import import_people
from ideas.accounts.models import NOBODY, Person
from ideas.audit.actions import note
from ideas.campaigns.calendar import actions as calendars
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import moved_on, phase_at
from ideas.campaigns.calendar.queries import locked_calendar
from ideas.contests import queries, rules
from ideas.contests.models import Choice, ClosedVote, ShortlistReason
from ideas.db import session, writes
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.search.actions import forget_idea
from ideas.text import short_id
from ideas.voting.entries.actions import let_stand, move_vote
from ideas.voting.models import Entry

NONE = "None of these"
LATE = "late_jury"
Texts = Mapping[str, str]
Writer = Callable[[Calendar], Texts]
"""Writes the rules of a campaign in words, per language."""


@writes
def open_campaign(calendar: Calendar, write: Writer, *, by: Person) -> None:
    """Announce a campaign, with “none of these” as the first entry of its vote."""
    calendar = locked_calendar(calendar.campaign_id)
    calendars.announce(calendar, write(calendar), by=by)
    none = _none_of_these(calendar.campaign_id)
    session().add(ClosedVote(campaign_id=calendar.campaign_id, none_id=none.id))
    session().flush()


def _none_of_these(campaign_id: int) -> Idea:
    nobody, moment, key = import_people(NOBODY, [NONE])[NONE], clock.now(), short_id()
    none = Idea(
        short_id=key,
        slug=f"none-of-these-{key}",
        campaign_id=campaign_id,
        creator_id=nobody,
        title=NONE,
        stage_at=moment,
        created_at=moment,
        edited_at=moment,
    )
    session().add(none)
    session().flush()
    for stage in (Stage.SUBMITTED, Stage.LIVE):
        advance(none, stage, by=None)
    let_stand(none, Entry.NONE)
    forget_idea(none.id)
    return none


@writes
def choose(
    calendar: Calendar,
    idea: Idea,
    *,
    reason: ShortlistReason,
    sentence: Texts,
    by: Person,
) -> Choice:
    """Put an entry on the shortlist, or leave it out with a reason; the last word stands."""
    calendar, idea = locked_calendar(calendar.campaign_id), locked_idea(idea.id)
    is_chosen = reason is ShortlistReason.CHOSEN
    refuse(
        rules.refusal_to_choose(
            phase_at(calendar.course, clock.now()),
            is_published=calendar.shortlisted_at is not None,
            is_live=idea.stage is Stage.LIVE and idea.campaign_id == calendar.campaign_id,
            is_own=by.id in idea.team_ids,
        )
    )
    refuse(rules.refusal_to_say(reason, sentence, is_chosen=is_chosen))
    choice = Choice(
        idea_id=idea.id,
        is_chosen=is_chosen,
        reason=reason,
        sentence={language: text.strip() for language, text in sentence.items() if text.strip()},
        by_id=by.id,
        chosen_at=clock.now(),
    )
    kept: Choice = session().merge(choice)
    session().flush()
    note("shortlist.choose", f"idea:{idea.id}", by=by.id, reason=reason.value)
    return kept


@writes
def publish_shortlist(calendar: Calendar, write: Writer, *, by: Person) -> None:
    """Let the chosen stand in the vote and answer the others.

    A vote that should have opened by now opens now, and stays open as long as was promised.
    """
    calendar = locked_calendar(calendar.campaign_id)
    entries = queries.live_entries(calendar.campaign_id)
    _demand_publishable(calendar, [each.choice for each in entries], by)
    late = clock.now() > calendar.vote_opens_at
    if late:
        _move_on(calendar)
    calendar.shortlisted_at = clock.now()
    for each in entries:
        if each.choice is not None and each.choice.is_chosen:
            let_stand(each.idea)
        elif each.choice is not None:
            reason, words = f"shortlist_{each.choice.reason.value}", each.choice.sentence
            advance(each.idea, Stage.NOT_SELECTED, by=by, reason=reason, public_text=words)
    if late:
        calendars.publish_rules(calendar, write(calendar), reason=LATE, by=by)
    session().flush()
    note("shortlist.publish", f"campaign:{calendar.campaign_id}", by=by.id)


def _demand_publishable(calendar: Calendar, choices: Sequence[Choice | None], by: Person) -> None:
    made = [each for each in choices if each is not None]
    refuse(
        rules.refusal_to_publish(
            phase_at(calendar.course, clock.now()),
            is_published=calendar.shortlisted_at is not None,
            undecided=len(choices) - len(made),
            queued=queries.waiting_entries(calendar.campaign_id),
            chosen=sum(each.is_chosen for each in made),
            is_alone=bool(made) and {each.by_id for each in made} == {by.id},
        )
    )


def _move_on(calendar: Calendar) -> None:
    dates = moved_on(calendar.dates, clock.now())
    for name, moment in asdict(dates).items():
        setattr(calendar, name, moment)
    ids = queries.ballot_ids(calendar.campaign_id)
    move_vote(ids, dates.vote_opens_at, dates.vote_closes_at)
