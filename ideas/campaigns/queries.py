"""Finding campaigns and the terms in force."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.campaigns.models import Campaign, Terms
from ideas.db import session


def standing_campaign() -> Campaign:
    """The campaign that is always open."""
    return session().scalars(sa.select(Campaign).where(Campaign.is_standing)).one()


def current_terms(campaign_id: int) -> Terms:
    """The newest published version of a campaign's terms."""
    return session().scalars(_newest_first(campaign_id).limit(1)).one()


def terms_version(campaign_id: int, version: int) -> Terms | None:
    """One version of a campaign's terms by its number."""
    found = sa.select(Terms).where(Terms.campaign_id == campaign_id, Terms.version == version)
    return session().scalar(found)


def versions_of(campaign_id: int) -> Sequence[Terms]:
    """Every published version, newest first."""
    return session().scalars(_newest_first(campaign_id)).all()


def _newest_first(campaign_id: int) -> sa.Select[Terms]:
    found = sa.select(Terms).where(Terms.campaign_id == campaign_id)
    return found.order_by(Terms.version.desc())
