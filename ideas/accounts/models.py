"""People and how they get in."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.db import Base, Word, append_only, check_word
from ideas.limits.rules import Level
from ideas.policy import Role


class AgeBand(StrEnum):
    """All the site keeps of an age: a minor needs a guardian to sign."""

    MINOR = "minor"
    ADULT = "adult"


class RoleGrant(Base):
    """A role a person holds, since when and from whom."""

    __tablename__ = "role_grants"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Word(Role), primary_key=True)
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    granted_at: Mapped[datetime]

    __table_args__ = (check_word("role", Role),)


NOBODY = "closed votes"
"""Where those come from whom nobody can be, as the creator of “none of these”."""


class Person(Base):
    """Somebody with an account. ``email`` is folded; imported people may have none yet.

    ``taken_about`` is what a moderator took from ``about``, for an appeal, and ``taken_name`` the
    name, with its handle. ``level`` says how much
    room they have; only ``moderation/trust`` reckons it.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    country: Mapped[str | None]
    age_band: Mapped[AgeBand | None] = mapped_column(Word(AgeBand))
    about: Mapped[str] = mapped_column(default="")
    taken_about: Mapped[str] = mapped_column(default="", server_default="")
    taken_name: Mapped[str] = mapped_column(default="", server_default="")
    taken_handle: Mapped[str] = mapped_column(default="", server_default="")
    level: Mapped[Level] = mapped_column(Word(Level), default=Level.NEW, server_default="new")
    imported_from: Mapped[str | None]
    imported_id: Mapped[str | None]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str | None]
    erased_at: Mapped[datetime | None]

    grants: Mapped[list[RoleGrant]] = relationship(
        primaryjoin=lambda: Person.id == RoleGrant.person_id,
        foreign_keys=lambda: RoleGrant.person_id,
        lazy="selectin",
        cascade="all, delete-orphan",
    )

    __table_args__ = (
        check_word("age_band", AgeBand),
        check_word("level", Level),
        sa.CheckConstraint("email = lower(email)", name="email_folded"),
        sa.UniqueConstraint("imported_from", "imported_id"),
    )

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held, whether or not a second factor is at hand."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """True when the person holds any role."""
        return bool(self.grants)

    @property
    def is_verified(self) -> bool:
        """True when the address is confirmed and the account is in good standing."""
        return self.email_confirmed_at is not None and self.is_active

    @property
    def is_active(self) -> bool:
        """False while suspended, and for ever once erased."""
        return self.suspended_at is None and self.erased_at is None

    @property
    def is_authenticated(self) -> bool:
        """A person, unlike a visitor, is somebody we know."""
        return True


class Consent(Base):
    """Which version of which document a person agreed to, and when."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    document: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_consents_person", "person_id"),)


append_only(Consent.__table__)  # type: ignore[arg-type]
