"""The list of properties, and the names by which each is found."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word


class PropertyKind(StrEnum):
    """What naming it means."""

    BLOCKED = "blocked"
    LICENSED = "licensed"


class PropertyName(Base):
    """A name of a property, in one case and without accents, as it is looked for in texts."""

    __tablename__ = "property_names"

    property_id: Mapped[int] = mapped_column(
        sa.ForeignKey("properties.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str] = mapped_column(primary_key=True)


class Property(Base):
    """Something that belongs to others; ``aliases`` as typed, one a line; ``note`` is for staff.

    ``sort_key`` is the name as it is looked for: by it the list is in order, each once.
    """

    __tablename__ = "properties"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(unique=True)
    aliases: Mapped[str] = mapped_column(default="")
    kind: Mapped[PropertyKind] = mapped_column(Word(PropertyKind))
    note: Mapped[str] = mapped_column(default="")
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime]

    names: Mapped[list[PropertyName]] = relationship(cascade="all, delete-orphan")
    changed_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        check_word("kind", PropertyKind),
        sa.CheckConstraint("name <> '' AND sort_key <> ''", name="named"),
        sa.Index("ix_properties_kind", "kind", "sort_key"),
    )
