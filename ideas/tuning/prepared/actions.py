"""Reading the ideas for the tuner, before anybody asks."""

from datetime import datetime
from secrets import token_hex

from ideas import clock
from ideas.campaigns.queries import standing_campaign
from ideas.db import session, writes
from ideas.tuning.prepared.models import PreparedSample
from ideas.tuning.prepared.rules import packed
from ideas.tuning.queries import Sample, sample_of


def prepare_sample() -> None:
    """Read the ideas of the open campaign as they stand; nothing is locked while it reads."""
    now, campaign = clock.now(), standing_campaign()
    _keep(campaign.id, sample_of(campaign.id, now), now)


@writes
def _keep(campaign_id: int, sample: Sample, now: datetime) -> None:
    row = PreparedSample(campaign_id=campaign_id, mark=token_hex(8), read_at=now)
    row.number, row.ideas = sample.of, packed(sample.seen)
    session().merge(row)
    session().flush()
