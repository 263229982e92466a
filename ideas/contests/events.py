"""What happened in a campaign with an end."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class JurorVotesTaken(Event):
    """Somebody came to the jury, so their votes in its campaign were taken back."""

    campaign_id: int
    person_id: int
    idea_ids: tuple[int, ...]


@dataclass(frozen=True)
class CampaignPutOff(Event):
    """Moments of a campaign were put off; ``idea_ids`` are the entries it concerns."""

    campaign_id: int
    version: int
    idea_ids: tuple[int, ...]


@dataclass(frozen=True)
class CampaignCancelled(Event):
    """A campaign was cancelled; ``idea_ids`` are entries that were with their creators."""

    campaign_id: int
    idea_ids: tuple[int, ...]
