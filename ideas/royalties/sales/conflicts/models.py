"""Conflicts and decisions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.models import Sale, changes_until_posted
from ideas.royalties.sales.rules import COLUMNS, IDENTITY
from ideas.witness import needs_witness


class SaleConflict(Base):
    """The same sale and revision with other figures; ``sale_id`` is the one that stands, if any."""

    __tablename__ = "sale_conflicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"))
    row: Mapped[int]
    source: Mapped[str]
    external_id: Mapped[str]
    revision: Mapped[int]
    content_hash: Mapped[str]
    sent: Mapped[dict[str, Any]]
    sale_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sales.id"))

    sale: Mapped[Sale | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id", "revision", "content_hash"),
        sa.Index("ix_sale_conflicts_import", "import_id", "id"),
        sa.Index("ix_sale_conflicts_sale", "sale_id"),
    )

    @property
    def compared(self) -> list[tuple[str, Any, Any, bool]]:
        """Each field: what was sent, what stands (None: nothing does), and whether they differ."""
        stands = self.sale.told if self.sale else {}
        told = [(name, self.sent[name], stands.get(name)) for name in COLUMNS[IDENTITY:]]
        return [(*each, bool(stands) and each[1] != each[2]) for each in told]

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """The fields that differ from the sale that stands."""
        return [(name, sent, stands) for name, sent, stands, differs in self.compared if differs]


class ConflictDecision(Base):
    """What somebody decided: ``import_id`` brings what was taken; it is None when ignored."""

    __tablename__ = "conflict_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    conflict_id: Mapped[int] = mapped_column(sa.ForeignKey("sale_conflicts.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sales_imports.id"))
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime]

    decided_by: Mapped[Person] = relationship()
    brought_by: Mapped[SalesImport | None] = relationship()

    __table_args__ = (sa.CheckConstraint("trim(reason) <> ''", name="reason_written"),)


changes_until_posted(SaleConflict.__table__)  # type: ignore[arg-type]
append_only(ConflictDecision.__table__)  # type: ignore[arg-type]
needs_witness(ConflictDecision.__table__)
