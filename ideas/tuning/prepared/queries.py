"""What the worker prepared."""

from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.tuning.prepared.models import PreparedSample


def mark_since(campaign_id: int, since: datetime) -> str | None:
    """The mark of a campaign's sample, if it was read later than a moment."""
    found = sa.select(PreparedSample.mark).where(PreparedSample.campaign_id == campaign_id)
    return session().scalar(found.where(PreparedSample.read_at > since))


def prepared_sample(campaign_id: int) -> sa.Row[tuple[str, datetime, int, list[object]]]:
    """Its ``mark``, ``read_at``, ``number`` and ``ideas``."""
    of_it = PreparedSample.mark, PreparedSample.read_at, PreparedSample.number, PreparedSample.ideas
    return session().execute(sa.select(*of_it).filter_by(campaign_id=campaign_id)).one()
