"""What belongs to an idea while and after it is drafted: the rights answer, pictures, tags."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.storage.grounds import LENGTH


class Rights(StrEnum):
    """The creator's answer to whose property the idea uses."""

    OWN = "own"
    PUBLIC_DOMAIN = "public_domain"
    THIRD_PARTY = "third_party"
    NOT_SURE = "not_sure"


class Draft(Base):
    """How an idea began: the rights answer, and the form's ``nonce``, so that sent twice is once.

    ``property_named`` says whose property it is when the answer is THIRD_PARTY. ``changed`` says
    what has changed since the idea it takes up again.
    """

    __tablename__ = "drafts"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(unique=True)
    rights: Mapped[Rights] = mapped_column(Word(Rights))
    property_named: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime]

    __table_args__ = (
        check_word("rights", Rights),
        sa.CheckConstraint("rights <> 'third_party' OR property_named <> ''", name="property_said"),
    )


class Writing(Base):
    """How often an idea's words were written, and the window (``pen``) that wrote last."""

    __tablename__ = "writings"

    idea_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    pen: Mapped[str]

    __table_args__ = (sa.CheckConstraint("version > 0", name="version_counts"),)


class Picture(Base):
    """A picture of an idea, kept in ``widths`` under ``name``; positions count from 0.

    ``width`` and ``height`` are the largest copy's, ``colour`` is like ``#d9481c``. ``cells``
    are drawn as in ``ideas.storage.grounds``; empty for a picture taken before there were any.
    """

    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    position: Mapped[int]
    name: Mapped[str]
    widths: Mapped[list[Any]]
    width: Mapped[int]
    height: Mapped[int]
    colour: Mapped[str]
    cells: Mapped[str] = mapped_column(default="", server_default="")
    alt: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]

    __table_args__ = (
        sa.Index("ix_pictures_idea", "idea_id", "position"),
        sa.Index("ix_pictures_name", "name"),
        sa.CheckConstraint("position >= 0", name="position_counts"),
        sa.CheckConstraint(
            f"length(cells) IN (0, {LENGTH}) AND ltrim(cells, '0123456789abcdef') = ''",
            name="cells_drawn",
        ),
    )


class PictureMeasures(Base):
    """What ``ideas.storage.measuring`` found in a picture when it was taken."""

    __tablename__ = "picture_measures"

    picture_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True
    )
    width: Mapped[int]
    height: Mapped[int]
    sharpness: Mapped[int | None]
    darkest: Mapped[int]
    light: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("width > 0 AND height > 0", name="size_counts"),
        sa.CheckConstraint("sharpness >= 0", name="sharpness_counts"),
        sa.CheckConstraint("darkest BETWEEN 0 AND 255", name="darkest_bounds"),
        sa.CheckConstraint("light BETWEEN 0 AND 255", name="light_bounds"),
    )


class Tag(Base):
    """A word under which an idea is found, in lower case, in the order typed."""

    __tablename__ = "tags"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]

    __table_args__ = (sa.Index("ix_tags_name", "name", "idea_id"),)
