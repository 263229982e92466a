"""Finding what was said when a campaign changed its course."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ideas.campaigns.calendar.models import Calendar
from ideas.contests.changing.models import CalendarChange, Cancellation
from ideas.contests.queries import none_of_these
from ideas.db import session
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage


def cancellation_of(campaign_id: int) -> Cancellation | None:
    """A cancellation, proposed or confirmed."""
    return session().get(Cancellation, campaign_id, populate_existing=True)


def cancellations_waiting(person_id: int) -> Sequence[Cancellation]:
    """Those proposed by somebody else, which this person could confirm."""
    found = sa.select(Cancellation).where(
        Cancellation.confirmed_at.is_(None), Cancellation.proposed_by_id != person_id
    )
    found = found.join(Calendar, Calendar.campaign_id == Cancellation.campaign_id)
    found = found.where(Calendar.closed_at.is_(None), Calendar.finished_at.is_(None))
    return session().scalars(found.order_by(Cancellation.proposed_at)).all()


def changes_of(campaign_id: int) -> Sequence[CalendarChange]:
    """How a calendar was changed, the newest first."""
    found = sa.select(CalendarChange).where(CalendarChange.campaign_id == campaign_id)
    return session().scalars(found.order_by(CalendarChange.version.desc())).all()


def change_numbered(campaign_id: int, version: int) -> CalendarChange | None:
    """The change a version of the rules tells of."""
    return session().get(CalendarChange, (campaign_id, version))


def entries_in(campaign_id: int, *stages: Stage) -> Sequence[Idea]:
    """A campaign's entries in these stages, in the order of their ids."""
    found = sa.select(Idea).where(Idea.campaign_id == campaign_id, Idea.stage.in_(stages))
    return session().scalars(found.order_by(Idea.id)).all()


def ids_of_entries(campaign_id: int, *stages: Stage) -> tuple[int, ...]:
    """The ids of its entries in these stages; “none of these” is nobody's."""
    none = none_of_these(campaign_id)
    found = [each.id for each in entries_in(campaign_id, *stages)]
    return tuple(each for each in found if none is None or each != none.idea.id)


def left_by(reason: str, campaign_id: int) -> sa.Select[Any]:
    """Ids of a campaign's entries that ever moved for this reason."""
    moved = sa.select(Move.idea_id).join(Idea, Idea.id == Move.idea_id)
    return moved.where(Idea.campaign_id == campaign_id, Move.reason == reason)
