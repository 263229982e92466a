"""Publishing terms, and the campaign that is always there."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.campaigns import rules
from ideas.campaigns.events import TermsPublished
from ideas.campaigns.ladder import PRESETS, Tier, pairs_of
from ideas.campaigns.models import Campaign, Terms
from ideas.campaigns.queries import current_terms
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse

KEPT_FROM_BEFORE = (
    *("certification_hours", "rights_check_tier", "live_ideas_per_creator", "resubmit_hours"),
    *("vote_again_hours", "royalty_bp", "copies", "currency", "decision_days", "park_months"),
    *("price_steps", "guidelines", "licence"),
)

NAME = {"en": "Open ideas", "fr": "Idées ouvertes"}
BRIEF = {
    "en": "Show us what you would like us to make.",
    "fr": "Montrez-nous ce que vous aimeriez que nous fabriquions.",
}


@writes
def ensure_standing_campaign() -> Campaign:
    """The standing campaign with its first terms; made once, then only found."""
    current = session()
    campaign = current.scalar(sa.select(Campaign).where(Campaign.is_standing))
    if campaign is not None:
        return campaign
    moment = clock.now()
    campaign = Campaign(
        slug="open-ideas", name=NAME, brief=BRIEF, is_standing=True, created_at=moment
    )
    current.add(campaign)
    current.flush()
    ladder = [list(pair) for pair in PRESETS["large"]]
    current.add(
        Terms(
            campaign_id=campaign.id,
            version=1,
            ladder=ladder,
            guidelines={},
            licence={},
            reason="First terms",
            published_at=moment,
        )
    )
    current.flush()
    return campaign


@writes
def describe_campaign(campaign: Campaign, *, brief: Mapping[str, str], by: Person) -> None:
    """Say anew what a campaign asks for, per language."""
    campaign = session().get_one(Campaign, campaign.id)
    campaign.brief = dict(brief)
    note("campaign.describe", f"campaign:{campaign.id}", by=by.id)


@writes
def publish_terms(
    campaign: Campaign,
    ladder: tuple[Tier, ...],
    *,
    by: Person,
    reason: str,
    based_on: int | None = None,
    **changed: Any,
) -> Terms:
    """Publish the next version: this ladder, what ``changed``, the rest as it was.

    It holds for ideas published after it; nothing already reached is taken away. ``based_on`` is
    the version its author had before them; refused when another was published meanwhile.
    """
    refuse(rules.refusal_to_publish(ladder, reason))
    current = session()
    current.execute(sa.select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    before = current_terms(campaign.id)
    refuse(rules.refusal_to_follow(before.version, based_on))
    refuse(rules.refusal_to_ask_prices(changed.get("price_steps", ())))
    kept = {name: changed.get(name, getattr(before, name)) for name in KEPT_FROM_BEFORE}
    terms = Terms(
        campaign_id=campaign.id,
        version=before.version + 1,
        ladder=pairs_of(ladder),
        reason=reason.strip(),
        published_by_id=by.id,
        published_at=clock.now(),
        **kept,
    )
    current.add(terms)
    current.flush()
    note("terms.publish", f"terms:{terms.id}", by=by.id, version=terms.version)
    record(TermsPublished(terms.id, campaign.id))
    return terms
