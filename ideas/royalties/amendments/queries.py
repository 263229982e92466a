"""Finding amendments, who accepted them, and how far periods are closed."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.guardians.queries import signed_for
from ideas.agreements.models import Agreement, Share
from ideas.db import session
from ideas.royalties.amendments.models import AmendmentAcceptance, AmendmentEnd
from ideas.royalties.amendments.rules import Calendar
from ideas.royalties.periods.models import Period, PeriodState


def amendment_in(agreement: Agreement, version: int) -> RateCard | None:
    """The agreement's amendment of this number."""
    later = [card for card in agreement.cards if card.version > 1]
    return next((card for card in later if card.version == version), None)


def amendment_offered_in(agreement: Agreement, version: int) -> RateCard | None:
    """The same, once it was offered; a draft is finance's own."""
    card = amendment_in(agreement, version)
    return card if card is not None and card.text_hash is not None else None


def agreed_before(agreement: Agreement, card: RateCard) -> RateCard:
    """The version that an amendment takes the place of."""
    earlier = [each for each in agreement.cards if each.version < card.version and each.is_active]
    return earlier[-1] if earlier else agreement.cards[0]


def locked_amendment(card: RateCard) -> RateCard:
    """An amendment read anew; whoever changes it holds its agreement."""
    found = sa.select(RateCard).where(RateCard.id == card.id)
    return session().scalars(found.execution_options(populate_existing=True)).one()


def calendar_of(first_on: date) -> Calendar:
    """A first day beside the last day of all closed periods."""
    closed = sa.select(sa.func.max(Period.ends_on)).where(Period.state == PeriodState.CLOSED)
    return Calendar(first_on, session().scalar(closed))


def acceptance_of(card_id: int, share_id: int) -> AmendmentAcceptance | None:
    """Somebody's yes to an amendment."""
    return session().get(AmendmentAcceptance, (card_id, share_id))


def acceptances_to(card_id: int) -> dict[int, AmendmentAcceptance]:
    """Who accepted an amendment, by their share."""
    found = sa.select(AmendmentAcceptance).where(AmendmentAcceptance.card_id == card_id)
    return {each.share_id: each for each in session().scalars(found)}


def acceptances_missing(card: RateCard) -> int:
    """How many of the agreement's creators have not accepted an amendment."""
    accepted = sa.exists().where(
        AmendmentAcceptance.card_id == card.id, AmendmentAcceptance.share_id == Share.id
    )
    missing = sa.select(sa.func.count()).select_from(Share)
    missing = missing.where(Share.agreement_id == card.agreement_id, ~accepted)
    return session().scalar(missing) or 0


def guardians_missing(card: RateCard) -> int:
    """How many minors accepted an amendment whose guardians have not."""
    missing = sa.select(sa.func.count()).select_from(Share)
    missing = missing.join(AmendmentAcceptance, AmendmentAcceptance.share_id == Share.id).where(
        AmendmentAcceptance.card_id == card.id,
        AmendmentAcceptance.guardian.is_not(None),
        ~signed_for(card.id),
    )
    return session().scalar(missing) or 0


def end_of(card_id: int) -> AmendmentEnd | None:
    """Who gave an amendment up, and why."""
    loaded = (joinedload(AmendmentEnd.ended_by),)
    return session().get(AmendmentEnd, card_id, options=loaded)


def amendments_to_offer() -> Sequence[RateCard]:
    """Drafts of amendments that wait for a second person, oldest first."""
    drafts = sa.select(RateCard).where(RateCard.version > 1, RateCard.state == CardState.DRAFT)
    return session().scalars(drafts.order_by(RateCard.id)).all()


def amendments_accepted_by(person_id: int) -> list[dict[str, str | None]]:
    """What a person signed, as plain values: for them to take along. It is kept as evidence."""
    found = sa.select(AmendmentAcceptance).join(Share, Share.id == AmendmentAcceptance.share_id)
    return [
        {
            "name": each.name,
            "guardian": each.guardian,
            "text_hash": each.text_hash,
            "accepted_at": each.accepted_at.isoformat(),
        }
        for each in session().scalars(found.where(Share.person_id == person_id))
    ]
