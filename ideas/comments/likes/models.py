"""Who likes which comment."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class CommentLike(Base):
    """Somebody likes a comment; ``Comment.likes`` is how many do."""

    __tablename__ = "comment_likes"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    liked_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_comment_likes_person", "person_id"),)
