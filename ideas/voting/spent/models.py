"""Which addresses have a vote in a count though nobody has them any more."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class SpentAddress(Base):
    """The fingerprint of an address that voted for this idea, once its account is erased."""

    __tablename__ = "spent_addresses"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
