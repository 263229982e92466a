"""Asking guardians, and writing down what they signed."""

import secrets

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.sessions.rules import hash_of
from ideas.agreements.cards.models import RateCard
from ideas.agreements.guardians.models import (
    GuardianAcceptance,
    GuardianLink,
    GuardianRefusal,
    Relation,
)
from ideas.agreements.guardians.queries import links_sent
from ideas.agreements.guardians.rules import LIFETIME, Guardian, refusal_to_ask
from ideas.agreements.models import Share
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.mail.actions import post
from ideas.refusals import Refusal, Refused, refuse


@writes
def ask_guardian(card: RateCard, share: Share, guardian: Guardian | None, *, by: Person) -> None:
    """Write to a minor's guardian; whatever link was sent before opens nothing any more."""
    asked = links_sent(card.id, share.id)
    refuse(refusal_to_ask(guardian, own_address=by.email or "", asked=asked))
    assert guardian is not None  # noqa: S101
    token, moment = secrets.token_urlsafe(32), clock.now()
    link = GuardianLink(
        card_id=card.id,
        share_id=share.id,
        name=guardian.name.strip(),
        relation=Relation(guardian.relation),
        address=guardian.address.strip(),
        token_hash=hash_of(token),
        asked_at=moment,
        expires_at=moment + LIFETIME,
    )
    session().add(link)
    session().flush()
    note("guardian.ask", f"agreement:{share.agreement_id}", by=by.id, share=share.id)
    post(
        "agreements/guardian",
        to=guardian.address.strip(),
        language=by.language,
        name=by.name,
        guardian=link.name,
        title=share.agreement.idea.title,
        token=token,
        version=card.version,
        days=LIFETIME.days,
    )


@writes
def write_signature(link: GuardianLink, name: str) -> GuardianAcceptance:
    """Use a link up and keep what its guardian signed; whoever asks has locked the agreement."""
    given = GuardianAcceptance(
        card_id=link.card_id,
        share_id=link.share_id,
        name=name.strip(),
        relation=link.relation,
        text_hash=link.card.text_hash,
        accepted_at=clock.now(),
    )
    link.used_at, link.address = given.accepted_at, None
    session().add(given)
    session().flush()
    about = f"agreement:{link.share.agreement_id}"
    note("guardian.sign", about, by=None, share=link.share_id, version=link.card.version)
    return given


@writes
def write_refusal(link: GuardianLink, words: str) -> None:
    """Use a link up with its guardian's no; whoever asks has locked the agreement."""
    link.used_at, link.address = clock.now(), None
    session().add(GuardianRefusal(link_id=link.id, words=words.strip(), refused_at=link.used_at))
    session().flush()
    about = f"agreement:{link.share.agreement_id}"
    note("guardian.refuse", about, by=None, share=link.share_id, version=link.card.version)


def found_link(link: GuardianLink | None) -> GuardianLink:
    """The link; Refused when it was used, is too old, or another was sent since."""
    if link is None:
        raise Refused(Refusal("guardian.link_gone"))
    return link


@writes
def forget_guardians_addresses() -> None:
    """Drop the addresses of guardians whose links are over; daily, by the schedule."""
    over = sa.and_(GuardianLink.address.is_not(None), GuardianLink.expires_at <= clock.now())
    ids = session().scalars(sa.select(GuardianLink.id).where(over)).all()
    if ids:
        gone = sa.update(GuardianLink).where(GuardianLink.id.in_(ids)).values(address=None)
        session().execute(gone)
        note("guardian.forget", "guardian:addresses", by=None, links=len(ids))
