"""Who is called in which comment."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class Mention(Base):
    """Somebody is called in a comment; ``handle`` is the name they had by then."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    handle: Mapped[str]

    __table_args__ = (sa.Index("ix_mentions_person", "person_id"),)
