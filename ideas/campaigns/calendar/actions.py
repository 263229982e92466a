"""Planning a campaign, naming its jury, announcing it, publishing its rules."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.roles.actions import grant_role, take_role
from ideas.audit.actions import note
from ideas.campaigns.actions import KEPT_FROM_BEFORE
from ideas.campaigns.calendar import rules
from ideas.campaigns.calendar.models import Calendar, Juror, Rulebook
from ideas.campaigns.calendar.phases import Dates, Kind
from ideas.campaigns.calendar.queries import (
    juries_of,
    juror_ids,
    locked_calendar,
    newest_version,
)
from ideas.campaigns.events import TermsPublished
from ideas.campaigns.models import Campaign, Terms
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.policy import Role
from ideas.refusals import Refusal, refuse
from ideas.text import short_id, slug_of

Texts = Mapping[str, str]
FIRST = "first"


@dataclass(frozen=True)
class Plan:
    """Everything an admin says of a campaign; texts per language, ``own_terms`` by term."""

    kind: Kind
    name: Texts
    brief: Texts
    dates: Dates
    zone: str
    has_jury: bool
    places: int
    jury_prize: Texts = field(default_factory=dict)
    community_prize: Texts = field(default_factory=dict)
    rules: Texts = field(default_factory=dict)
    own_terms: Mapping[str, Any] = field(default_factory=dict)


@writes
def plan_campaign(plan: Plan, *, by: Person) -> Calendar:
    """A new campaign, private until it is announced."""
    _demand_good(plan, is_announced=False)
    name = next((text for text in plan.name.values() if text), "")
    campaign = Campaign(
        slug=f"{slug_of(name) or plan.kind.value}-{short_id()}",
        name=dict(plan.name),
        brief=dict(plan.brief),
        is_standing=False,
        created_at=clock.now(),
    )
    session().add(campaign)
    session().flush()
    calendar = Calendar(campaign_id=campaign.id, **_said(plan))
    session().add(calendar)
    session().flush()
    note("campaign.plan", f"campaign:{campaign.id}", by=by.id)
    return calendar


@writes
def change_plan(calendar: Calendar, plan: Plan, *, by: Person) -> None:
    """Say anew what is planned; refused once it is announced."""
    calendar = locked_calendar(calendar.campaign_id)
    _demand_good(plan, is_announced=calendar.announced_at is not None)
    for name, value in _said(plan).items():
        setattr(calendar, name, value)
    calendar.campaign.name, calendar.campaign.brief = dict(plan.name), dict(plan.brief)
    session().flush()
    note("campaign.plan", f"campaign:{calendar.campaign_id}", by=by.id)


def _demand_good(plan: Plan, *, is_announced: bool) -> None:
    refuse(
        rules.refusal_to_plan(
            plan.dates, plan.kind, has_jury=plan.has_jury, is_announced=is_announced
        )
    )


def _said(plan: Plan) -> dict[str, Any]:
    """The plan as the columns of a calendar."""
    texts = ("jury_prize", "community_prize", "rules", "own_terms")
    return {
        **asdict(plan.dates),
        **{name: getattr(plan, name) for name in ("kind", "zone", "has_jury", "places")},
        **{name: dict(getattr(plan, name)) for name in texts},
    }


@writes
def name_juror(calendar: Calendar, person: Person, *, has_entry: bool, by: Person) -> None:
    """Put somebody on the jury; who holds no role becomes a juror, and votes no longer.

    ``has_entry``: are they of the team of an entry in it?
    """
    calendar = locked_calendar(calendar.campaign_id)
    is_on_jury = person.id in juror_ids(calendar.campaign_id)
    is_closed = calendar.shortlisted_at is not None or calendar.closed_at is not None
    refuse(rules.refusal_to_name(is_on_jury=is_on_jury, is_closed=is_closed, has_entry=has_entry))
    if Role.JUROR not in person.roles:
        grant_role(person, Role.JUROR, by=by)
    juror = Juror(
        campaign_id=calendar.campaign_id,
        person_id=person.id,
        named_by_id=by.id,
        named_at=clock.now(),
    )
    session().add(juror)
    session().flush()
    note("jury.name", f"campaign:{calendar.campaign_id}", by=by.id, person=person.id)


@writes
def release_juror(calendar: Calendar, person: Person, *, by: Person) -> None:
    """Take somebody off the jury; on no other jury they are a juror no more."""
    calendar = locked_calendar(calendar.campaign_id)
    is_closed = calendar.shortlisted_at is not None or calendar.closed_at is not None
    refuse(rules.refusal_to_name(is_on_jury=False, is_closed=is_closed, has_entry=False))
    juror = session().get(Juror, (calendar.campaign_id, person.id))
    if juror is None:
        return
    jurors = len(juror_ids(calendar.campaign_id))
    if calendar.announced_at and jurors <= rules.LEAST_JURORS:
        refuse(Refusal("campaign.jury_small", least=rules.LEAST_JURORS))
    session().delete(juror)
    session().flush()
    if Role.JUROR in person.roles and not juries_of(person.id):
        take_role(person, Role.JUROR, by=by)
    note("jury.release", f"campaign:{calendar.campaign_id}", by=by.id, person=person.id)


@writes
def announce(calendar: Calendar, texts: Texts, *, by: Person) -> None:
    """Make a campaign public: its terms and its rules in words stand from now on."""
    calendar = locked_calendar(calendar.campaign_id)
    refuse(
        rules.refusal_to_announce(
            calendar.dates,
            clock.now(),
            is_announced=calendar.announced_at is not None,
            jurors=len(juror_ids(calendar.campaign_id)),
        )
    )
    calendar.announced_at = clock.now()
    _publish_terms(calendar, by)
    publish_rules(calendar, texts, reason=FIRST, by=by)
    note("campaign.announce", f"campaign:{calendar.campaign_id}", by=by.id)


def _publish_terms(calendar: Calendar, by: Person) -> None:
    """The standing campaign's terms with its own in their place; in a closed vote no ladder."""
    usual = current_terms(standing_campaign().id)
    own = calendar.own_terms
    terms = Terms(
        campaign_id=calendar.campaign_id,
        version=1,
        ladder=[],
        reason="First terms",
        published_by_id=by.id,
        published_at=clock.now(),
        **{name: own.get(name, getattr(usual, name)) for name in KEPT_FROM_BEFORE},
    )
    session().add(terms)
    session().flush()
    record(TermsPublished(terms.id, calendar.campaign_id))


@writes
def publish_rules(calendar: Calendar, texts: Texts, *, reason: str, by: Person | None) -> int:
    """Publish the rules in words as the next version; answers its number."""
    refuse(rules.refusal_to_publish_rules(texts))
    version = newest_version(calendar.campaign_id) + 1
    for language, text in texts.items():
        rulebook = Rulebook(
            campaign_id=calendar.campaign_id,
            version=version,
            language=language,
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            reason=reason,
            published_by_id=by.id if by else None,
            published_at=clock.now(),
        )
        session().add(rulebook)
    session().flush()
    return version
