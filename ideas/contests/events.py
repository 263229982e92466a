"""What happened in a campaign with an end."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class JurorVotesTaken(Event):
    """Somebody came to the jury, so their votes in its campaign were taken back."""

    campaign_id: int
    person_id: int
    idea_ids: tuple[int, ...]
