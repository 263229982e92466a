"""Imports, sales, what took them back, and conflicts."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.production.models import Product
from ideas.royalties.periods.models import Period, keep_out_unless_open
from ideas.witness import needs_witness


class SalesImport(Base):
    """A file that was read: what became of its rows. ``problems`` lists ``[row, code, value]``."""

    __tablename__ = "sales_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    added: Mapped[int]
    known: Mapped[int]
    conflicting: Mapped[int]
    bad: Mapped[int]
    problems: Mapped[list[Any]]
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    imported_at: Mapped[datetime]

    imported_by: Mapped[Person] = relationship()


class Sale(Base):
    """A reported sale in one revision, in minor units of its currency.

    ``told_period_id`` is the period the shop names; ``period_id`` the one it is dated into, which
    was open.
    """

    __tablename__ = "sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    external_id: Mapped[str]
    revision: Mapped[int]
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("products.id"))
    told_period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    territory: Mapped[str]
    channel: Mapped[str]
    units: Mapped[int]
    returned_units: Mapped[int]
    gross: Mapped[int]
    returns: Mapped[int]
    deductions: Mapped[int]
    currency: Mapped[str]
    content_hash: Mapped[str]
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"))

    product: Mapped[Product] = relationship()
    told_period: Mapped[Period] = relationship(foreign_keys=told_period_id)
    imported: Mapped[SalesImport] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("source", "external_id", "revision"),
        sa.CheckConstraint("revision > 0", name="revision_counts"),
        sa.CheckConstraint("units >= 0 AND returned_units >= 0", name="units_count"),
        sa.CheckConstraint("gross >= 0 AND returns >= 0 AND deductions >= 0", name="amounts_count"),
        sa.Index("ix_sales_period", "period_id", "product_id", "id"),
        sa.Index("ix_sales_import", "import_id", "id"),
    )


class SaleTakenBack(Base):
    """A sale that a later revision replaced, and the period its reversal is dated into."""

    __tablename__ = "sales_taken_back"

    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"), primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"))

    __table_args__ = (sa.Index("ix_sales_taken_back_period", "period_id", "sale_id"),)


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
    )


for _table in (Sale, SaleTakenBack, SaleConflict, SalesImport):
    append_only(_table.__table__)  # type: ignore[arg-type]
    needs_witness(_table.__table__)
for _dated in (Sale, SaleTakenBack):
    keep_out_unless_open(_dated.__table__)  # type: ignore[arg-type]
