"""Whom no import brings back."""

from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class ForgottenKey(Base):
    """The fingerprint of an erased person's source and key there; it leads to nobody's row."""

    __tablename__ = "forgotten_keys"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
