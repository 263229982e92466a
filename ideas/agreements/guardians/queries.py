"""Finding links to guardians, and what is signed and missing."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.sessions.rules import hash_of
from ideas.agreements.guardians.models import GuardianAcceptance, GuardianLink, GuardianRefusal
from ideas.agreements.models import Acceptance, Share
from ideas.db import session


def usable_guardian_link(token: str) -> GuardianLink | None:
    """The link of this token, while it is young, unused and the last that was sent."""
    found = sa.select(GuardianLink).where(
        GuardianLink.token_hash == hash_of(token),
        GuardianLink.used_at.is_(None),
        GuardianLink.expires_at > clock.now(),
    )
    loaded = found.options(joinedload(GuardianLink.card), joinedload(GuardianLink.share))
    link = session().scalar(loaded.execution_options(populate_existing=True))
    is_last = link is not None and link.id == _last(link.card_id, link.share_id)
    return link if is_last else None


def _last(card_id: int, share_id: int) -> int | None:
    return session().scalar(sa.select(sa.func.max(GuardianLink.id)).where(_of(card_id, share_id)))


def _of(card_id: int, share_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(GuardianLink.card_id == card_id, GuardianLink.share_id == share_id)


def last_link(card_id: int, share_id: int) -> GuardianLink | None:
    """The link that was sent last."""
    found = sa.select(GuardianLink).where(_of(card_id, share_id))
    return session().scalar(found.order_by(GuardianLink.id.desc()).limit(1))


def links_sent(card_id: int, share_id: int) -> int:
    """How often a guardian was written to."""
    counted = sa.select(sa.func.count()).select_from(GuardianLink).where(_of(card_id, share_id))
    return session().scalar(counted) or 0


def guardians_of(card_id: int) -> dict[int, GuardianAcceptance]:
    """Who signed a version with a minor, by the minor's share."""
    found = sa.select(GuardianAcceptance).where(GuardianAcceptance.card_id == card_id)
    return {each.share_id: each for each in session().scalars(found)}


def refusals_of(card_id: int) -> dict[int, GuardianRefusal]:
    """Whose guardian said no to a version, by the minor's share; not where another was asked."""
    last = sa.select(sa.func.max(GuardianLink.id)).where(GuardianLink.card_id == card_id)
    found = sa.select(GuardianRefusal).where(
        GuardianRefusal.link_id.in_(last.group_by(GuardianLink.share_id))
    )
    return {each.link.share_id: each for each in session().scalars(found)}


def signed_for(card_id: int) -> sa.Exists:
    """Narrows shares to those whose guardian has signed a version."""
    return sa.exists().where(
        GuardianAcceptance.card_id == card_id, GuardianAcceptance.share_id == Share.id
    )


def guardians_missing(agreement_id: int, card_id: int) -> int:
    """How many minors accepted an agreement whose guardians have not."""
    missing = sa.select(sa.func.count()).select_from(Share)
    missing = missing.join(Acceptance, Acceptance.share_id == Share.id).where(
        Share.agreement_id == agreement_id,
        Acceptance.guardian.is_not(None),
        ~signed_for(card_id),
    )
    return session().scalar(missing) or 0
