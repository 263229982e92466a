"""Links to guardians, and what they signed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.agreements.cards.models import RateCard
from ideas.agreements.models import Share
from ideas.db import Base, Word, append_only, check_word, refuse_when
from ideas.witness import needs_witness


class Relation(StrEnum):
    """What an adult is to a minor."""

    PARENT = "parent"
    GUARDIAN = "guardian"


class GuardianLink(Base):
    """A link that lets one adult sign with one minor, once; the last that was sent is the one.

    ``address`` is forgotten once it is of no more use.
    """

    __tablename__ = "guardian_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"))
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"))
    name: Mapped[str]
    relation: Mapped[Relation] = mapped_column(Word(Relation))
    address: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    card: Mapped[RateCard] = relationship()
    share: Mapped[Share] = relationship()

    __table_args__ = (
        check_word("relation", Relation),
        sa.CheckConstraint("trim(name) <> ''", name="name_written"),
        sa.Index("ix_guardian_links_share", "share_id", "card_id", "id"),
    )


class GuardianAcceptance(Base):
    """A guardian's yes: the name they typed, what they are, when, and the hash of what they saw."""

    __tablename__ = "guardian_acceptances"

    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"), primary_key=True)
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"), primary_key=True)
    name: Mapped[str]
    relation: Mapped[Relation] = mapped_column(Word(Relation))
    text_hash: Mapped[str]
    accepted_at: Mapped[datetime]

    __table_args__ = (
        check_word("relation", Relation),
        sa.CheckConstraint("trim(name) <> ''", name="name_written"),
        sa.Index("ix_guardian_acceptances_share", "share_id"),
    )


class GuardianRefusal(Base):
    """A guardian's no by the link they were sent, and what they said, if anything."""

    __tablename__ = "guardian_refusals"

    link_id: Mapped[int] = mapped_column(sa.ForeignKey("guardian_links.id"), primary_key=True)
    words: Mapped[str]
    refused_at: Mapped[datetime]

    link: Mapped[GuardianLink] = relationship(lazy="joined")


append_only(GuardianAcceptance.__table__)  # type: ignore[arg-type]
append_only(GuardianRefusal.__table__)  # type: ignore[arg-type]
for _table in (GuardianLink, GuardianAcceptance, GuardianRefusal):
    needs_witness(_table.__table__)
refuse_when(
    GuardianAcceptance.__table__,  # type: ignore[arg-type]
    "of_what_is_offered",
    "INSERT",
    when=(
        "NOT EXISTS (SELECT 1 FROM rate_cards WHERE id = NEW.card_id "
        "AND state = 'offered' AND text_hash = NEW.text_hash)"
    ),
    say="a guardian signs what is offered, as it was read",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "signed_by_guardians",
    "UPDATE",
    when=(
        "NEW.version = 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM acceptances JOIN shares ON shares.id = acceptances.share_id "
        "WHERE shares.agreement_id = NEW.agreement_id AND acceptances.guardian IS NOT NULL "
        "AND shares.id NOT IN "
        "(SELECT share_id FROM guardian_acceptances WHERE card_id = NEW.id))"
    ),
    say="an agreement holds once every guardian has signed",
)
