"""Who is told when a campaign is put off or cancelled: the teams of its entries.

Voters, and the teams of entries that leave the vote, hear of a cancellation by the entries' moves;
who chose none of the entries hears of it here.
"""

from typing import Any

import sqlalchemy as sa

from ideas.contests.cancelling.actions import CANCELLED
from ideas.contests.changing.queries import cancellation_of, change_numbered, left_by
from ideas.contests.events import CampaignCancelled, CampaignPutOff
from ideas.contests.queries import vote_of_campaign
from ideas.db import session
from ideas.journey.models import Idea
from ideas.notifications import rules
from ideas.notifications.actions import tell
from ideas.notifications.crowds import tell_many
from ideas.notifications.queries import team_of
from ideas.notifications.rules import NoticeKind, Told
from ideas.voting.models import Vote
from ideas.voting.queries import SUPPORTS, voters_of


def tell_of_putting_off(event: CampaignPutOff) -> None:
    """The teams hear that the calendar changed, and why."""
    change = change_numbered(event.campaign_id, event.version)
    words = {"sentence": change.sentence if change else {}}
    for idea_id in event.idea_ids:
        key = f"put_off:{event.campaign_id}:{event.version}:{idea_id}"
        told = Told(NoticeKind.OWN_DEADLINE, key, rules.PUT_OFF, idea_id, words=words)
        tell(told, team_of(idea_id))


def tell_of_cancelling(event: CampaignCancelled) -> None:
    """The teams of entries that were with their creators hear it, and who chose none of them."""
    cancelled = cancellation_of(event.campaign_id)
    words = {"sentence": cancelled.sentence if cancelled else {}}
    for idea_id in event.idea_ids:
        key = f"cancelled:{event.campaign_id}:{idea_id}"
        told = Told(NoticeKind.OWN_DEADLINE, key, rules.CANCELLED, idea_id, words=words)
        tell(told, team_of(idea_id))
    _tell_who_chose_none(event.campaign_id, words)


def _tell_who_chose_none(campaign_id: int, words: dict[str, Any]) -> None:
    """Those who hear of no entry's move, because they voted for “none of these” alone."""
    vote = vote_of_campaign(campaign_id)
    if vote is None:
        return
    key, none = f"cancelled:{campaign_id}:none", session().get_one(Idea, vote.none_id)
    said = words | {"campaign": none.campaign.name}
    told = Told(NoticeKind.BACKED_MOVED, key, rules.NONE_LEFT, none.id, words=said)
    moved = left_by(CANCELLED, campaign_id)
    hear = sa.select(Vote.person_id).where(Vote.idea_id.in_(moved), Vote.state.in_(SUPPORTS))
    tell_many(told, voters_of(none.id).where(Vote.person_id.not_in(hear)))
