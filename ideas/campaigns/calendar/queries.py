"""Finding calendars, rulebooks and juries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.models import Person
from ideas.campaigns.calendar.models import Calendar, Juror, Rulebook
from ideas.campaigns.models import Campaign
from ideas.db import session
from ideas.text import in_language


def calendar_of(campaign_id: int) -> Calendar | None:
    """A campaign's calendar; None for the standing one."""
    return session().get(Calendar, campaign_id)


def locked_calendar(campaign_id: int) -> Calendar:
    """The calendar, read anew and locked until the transaction ends."""
    locked = sa.select(Calendar).where(Calendar.campaign_id == campaign_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def calendar_at(slug: str) -> Calendar | None:
    """The calendar of the campaign at an address, announced or not."""
    return session().scalar(_with_campaign().where(Campaign.slug == slug))


def announced_at(slug: str) -> Calendar | None:
    """The same, once it is announced."""
    calendar = calendar_at(slug)
    return calendar if calendar is not None and calendar.announced_at is not None else None


def planned() -> Sequence[Calendar]:
    """Every campaign with an end, the latest first."""
    newest = _with_campaign().order_by(Calendar.entries_open_at.desc(), Calendar.campaign_id)
    return session().scalars(newest).all()


def announced(most: int | None = None) -> Sequence[Calendar]:
    """Those that are announced, the latest first."""
    newest = _with_campaign().where(Calendar.announced_at.is_not(None))
    return session().scalars(newest.order_by(Calendar.entries_open_at.desc()).limit(most)).all()


def open_for_entries(*, and_also: int | None = None) -> Sequence[Calendar]:
    """Campaigns that take entries now, the first to close first; one more by its campaign."""
    now = clock.now()
    is_open = sa.and_(
        Calendar.announced_at.is_not(None),
        Calendar.finished_at.is_(None),
        Calendar.entries_open_at <= now,
        Calendar.entries_close_at > now,
    )
    found = _with_campaign().where(sa.or_(is_open, Calendar.campaign_id == and_also))
    return session().scalars(found.order_by(Calendar.entries_close_at)).all()


def closing_by(moment: datetime) -> Sequence[int]:
    """Campaigns whose vote has ended and is not counted yet."""
    due = (
        *(Calendar.announced_at.is_not(None), Calendar.closed_at.is_(None)),
        Calendar.finished_at.is_(None),
    )
    stands = sa.or_(Calendar.has_jury.is_(False), Calendar.shortlisted_at.is_not(None))
    found = sa.select(Calendar.campaign_id).where(*due, stands, Calendar.vote_closes_at <= moment)
    return session().scalars(found.order_by(Calendar.campaign_id)).all()


def counted_and_unfinished() -> Sequence[int]:
    """Campaigns whose vote is counted and whose results are not out."""
    found = sa.select(Calendar.campaign_id).where(Calendar.closed_at.is_not(None))
    found = found.where(Calendar.finished_at.is_(None))
    return session().scalars(found.order_by(Calendar.campaign_id)).all()


def _with_campaign() -> sa.Select[Calendar]:
    return sa.select(Calendar).join(Calendar.campaign).options(joinedload(Calendar.campaign))


def names_of_campaigns(ids: Collection[int], language: str) -> Mapping[int, str]:
    """What these campaigns are called, by id."""
    found = session().execute(sa.select(Campaign.id, Campaign.name).where(Campaign.id.in_(ids)))
    return {key: in_language(name, language).text for key, name in found}


def rulebook_of(campaign_id: int, version: int | None = None) -> Mapping[str, Rulebook]:
    """A version of the rules by language, the newest if none is named; empty when there is none."""
    if version is None:
        version = newest_version(campaign_id)
    found = sa.select(Rulebook).where(
        Rulebook.campaign_id == campaign_id, Rulebook.version == version
    )
    return {each.language: each for each in session().scalars(found)}


def newest_version(campaign_id: int) -> int:
    """The number of the newest rules; 0 before there are any."""
    newest = sa.select(sa.func.max(Rulebook.version)).where(Rulebook.campaign_id == campaign_id)
    return session().scalar(newest) or 0


def rule_versions(campaign_id: int) -> Sequence[Any]:
    """Each version with its day and reason, newest first."""
    first = sa.func.min(Rulebook.published_at).label("published_at")
    columns: tuple[Any, ...] = (Rulebook.version, first, Rulebook.reason)
    found = sa.select(*columns).where(Rulebook.campaign_id == campaign_id)
    found = found.group_by(Rulebook.version, Rulebook.reason)
    return session().execute(found.order_by(Rulebook.version.desc())).all()


def jury_of(campaign_id: int) -> Sequence[Person]:
    """The people on a jury, in the order they were named."""
    found = sa.select(Person).join(Juror, Juror.person_id == Person.id)
    found = found.where(Juror.campaign_id == campaign_id)
    return session().scalars(found.order_by(Juror.named_at, Person.id)).all()


def juror_ids(campaign_id: int) -> frozenset[int]:
    """Their ids."""
    found = sa.select(Juror.person_id).where(Juror.campaign_id == campaign_id)
    return frozenset(session().scalars(found))


def juries_of(person_id: int) -> frozenset[int]:
    """The campaigns on whose jury a person sits."""
    found = sa.select(Juror.campaign_id).where(Juror.person_id == person_id)
    return frozenset(session().scalars(found))
