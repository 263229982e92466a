"""Finding what the sitemap lists."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import public_ideas
from ideas.voting.models import Ballot, Entry

PORTION = 2_500


def last_portion() -> int:
    """The number of the last part of the sitemap, counted from 0."""
    return (session().scalar(sa.select(sa.func.max(Idea.id))) or 0) // PORTION


def slugs_in(portion: int) -> Sequence[tuple[str, datetime]]:
    """Slugs of the public ideas whose ids fall into a portion, and when each changed last."""
    start = portion * PORTION
    within = Idea.id.between(start, start + PORTION - 1)
    none = sa.select(Ballot.idea_id).where(Ballot.idea_id == Idea.id, Ballot.entry == Entry.NONE)
    later = sa.case((Idea.edited_at > Idea.stage_at, Idea.edited_at), else_=Idea.stage_at)
    found = public_ideas().with_only_columns(Idea.slug, later).where(within, ~none.exists())
    return session().execute(found.order_by(Idea.id)).all()
