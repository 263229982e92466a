"""Who accepted an amendment, and who ended it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.cards.models import RateCard
from ideas.agreements.models import Share
from ideas.db import Base, append_only, refuse_when
from ideas.witness import needs_witness


class AmendmentAcceptance(Base):
    """A creator's yes to a version: their typed name, when, and the hash of what they read.

    ``guardian`` is the name of the adult who signs with a minor.
    """

    __tablename__ = "amendment_acceptances"

    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"), primary_key=True)
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"), primary_key=True)
    name: Mapped[str]
    guardian: Mapped[str | None]
    text_hash: Mapped[str]
    accepted_at: Mapped[datetime]

    share: Mapped[Share] = relationship()
    card: Mapped[RateCard] = relationship()

    __table_args__ = (
        sa.CheckConstraint("trim(name) <> ''", name="name_written"),
        sa.Index("ix_amendment_acceptances_share", "share_id"),
    )


class AmendmentEnd(Base):
    """Why a version was given up: by finance, or by the holder of ``share`` who refused it."""

    __tablename__ = "amendment_ends"

    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"), primary_key=True)
    share_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shares.id"))
    ended_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str]
    ended_at: Mapped[datetime]

    ended_by: Mapped[Person] = relationship()
    share: Mapped[Share | None] = relationship()

    __table_args__ = (sa.CheckConstraint("trim(reason) <> ''", name="reason_written"),)


for _table in (AmendmentAcceptance, AmendmentEnd):
    append_only(_table.__table__)  # type: ignore[arg-type]
    needs_witness(_table.__table__)
refuse_when(
    AmendmentAcceptance.__table__,  # type: ignore[arg-type]
    "of_what_is_offered",
    "INSERT",
    when=(
        "NOT EXISTS (SELECT 1 FROM rate_cards JOIN shares "
        "ON shares.agreement_id = rate_cards.agreement_id WHERE rate_cards.id = NEW.card_id "
        "AND shares.id = NEW.share_id AND rate_cards.version > 1 "
        "AND rate_cards.state = 'offered' AND rate_cards.text_hash = NEW.text_hash)"
    ),
    say="only an offered amendment is accepted, as it was read",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "accepted_by_all",
    "UPDATE",
    when=(
        "NEW.version > 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM shares WHERE agreement_id = NEW.agreement_id AND id NOT IN "
        "(SELECT share_id FROM amendment_acceptances WHERE card_id = NEW.id))"
    ),
    say="an amendment holds once everybody has accepted it",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "not_into_closed",
    "UPDATE",
    when=(
        "NEW.version > 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM periods WHERE state = 'closed' AND ends_on >= NEW.first_on)"
    ),
    say="an amendment begins after every closed period",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "change_signed_by_guardians",
    "UPDATE",
    when=(
        "NEW.version > 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM amendment_acceptances WHERE card_id = NEW.id "
        "AND guardian IS NOT NULL AND share_id NOT IN "
        "(SELECT share_id FROM guardian_acceptances WHERE card_id = NEW.id))"
    ),
    say="an amendment holds once every guardian has signed",
)
