"""Reckoning the size of the announced rounds."""

from math import ceil, floor

from ideas import clock
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.review.rounds.actions import keep_forecast
from ideas.tuning.proposals import Proposal
from ideas.tuning.queries import coming_rounds, sample_of
from ideas.tuning.trial import try_out


def foretell_rounds() -> None:
    """Reckon every open round from the votes so far; nothing is locked while it reckons."""
    now, campaign = clock.now(), standing_campaign()
    coming = coming_rounds(now)
    if not coming:
        return
    terms = current_terms(campaign.id)
    force = Proposal(terms.tiers, terms.certification_hours, None, for_open=False)
    tried = try_out(force, sample_of(campaign.id, now).seen, coming, now)
    for each, size in zip(coming, tried.rounds, strict=True):
        low, high = floor(size.low), ceil(size.high)
        middle = min(max(round(size.middle), low), high)
        keep_forecast(each.round_id, low=low, middle=middle, high=high)
