"""What happened to a campaign."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class TermsPublished(Event):
    """A new version of a campaign's terms holds for ideas published from now on."""

    terms_id: int
    campaign_id: int
