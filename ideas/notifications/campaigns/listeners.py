"""Who is told when a campaign is put off or cancelled: the teams of its entries.

Voters, and the teams of entries that leave the vote, hear of a cancellation by the entries' moves.
"""

from ideas.contests.changing.queries import cancellation_of, change_numbered
from ideas.contests.events import CampaignCancelled, CampaignPutOff
from ideas.notifications import rules
from ideas.notifications.actions import tell
from ideas.notifications.queries import team_of
from ideas.notifications.rules import NoticeKind, Told


def tell_of_putting_off(event: CampaignPutOff) -> None:
    """The teams hear that the calendar changed, and why."""
    change = change_numbered(event.campaign_id, event.version)
    words = {"sentence": change.sentence if change else {}}
    for idea_id in event.idea_ids:
        key = f"put_off:{event.campaign_id}:{event.version}:{idea_id}"
        told = Told(NoticeKind.OWN_DEADLINE, key, rules.PUT_OFF, idea_id, words=words)
        tell(told, team_of(idea_id))


def tell_of_cancelling(event: CampaignCancelled) -> None:
    """The teams of entries that were with their creators hear it as well."""
    cancelled = cancellation_of(event.campaign_id)
    words = {"sentence": cancelled.sentence if cancelled else {}}
    for idea_id in event.idea_ids:
        key = f"cancelled:{event.campaign_id}:{idea_id}"
        told = Told(NoticeKind.OWN_DEADLINE, key, rules.CANCELLED, idea_id, words=words)
        tell(told, team_of(idea_id))
