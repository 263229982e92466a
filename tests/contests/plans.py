"""Campaigns for tests, planned and announced."""

from datetime import timedelta
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.campaigns.calendar.actions import Plan, name_juror, plan_campaign
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import Dates, Kind
from ideas.contests.actions import choose, open_campaign
from ideas.contests.models import ShortlistReason
from ideas.db import db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.factories import a_person, an_idea, the_campaign

DAYS = (-1, 7, 10, 14, 21, 30)
"""When each phase begins, in days from now: entries are open."""


def dates_from(*days: float) -> Dates:
    """The six instants at so many days from now."""
    return Dates(*(clock.now() + timedelta(days=day) for day in days))


def a_plan(kind: Kind = Kind.NAMING, days: tuple[float, ...] = DAYS, **said: Any) -> Plan:
    """A naming with a jury and one place."""
    usual: dict[str, Any] = {"has_jury": True, "places": 1, "zone": "Europe/Paris"}
    return Plan(
        kind=kind,
        name={"en": "Name the lighthouse", "fr": "Nommez le phare"},
        brief={"en": "It shines over the bay and needs a name."},
        dates=dates_from(*days),
        **usual | said,
    )


def a_campaign(plan: Plan | None = None, *jury: Person) -> Calendar:
    """An announced campaign with these people on its jury."""
    the_campaign()
    adam = a_person("Adam", Role.ADMIN)
    calendar = plan_campaign(plan or a_plan(), by=adam)
    for juror in jury:
        name_juror(calendar, juror, has_entry=False, by=adam)
    open_campaign(calendar, lambda _: {"en": "The rules.", "fr": "Les règles."}, by=adam)
    db.session.commit()
    return calendar


def a_jury() -> tuple[Person, Person]:
    """Two people for a jury."""
    return a_person("Jo"), a_person("Juno")


def an_entry(calendar: Calendar, title: str = "Bright Betty") -> Idea:
    """An entry that moderators have published."""
    idea = an_idea(title, stage=Stage.SUBMITTED)
    take_write_lock()
    idea.campaign_id = calendar.campaign_id
    db.session.flush()
    advance(idea, Stage.LIVE, by=None)
    db.session.commit()
    return idea


def chosen(calendar: Calendar, *ideas: Idea, by: Person) -> None:
    """Put these entries on the shortlist."""
    for idea in ideas:
        choose(calendar, idea, reason=ShortlistReason.CHOSEN, sentence={}, by=by)
    db.session.commit()
