"""Sales, and what took them back. They count once their import is posted."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.db import Base, refuse_rows_when, refuse_when
from ideas.production.models import Product
from ideas.references import refer_at_once
from ideas.royalties.periods.models import Period, keep_out_unless_open
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.rules import COLUMNS


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

    @property
    def told(self) -> dict[str, Any]:
        """What the shop told, by the columns of a file."""
        looked_up = {"sku": self.product.sku, "period": self.told_period.code}
        own = [name for name in COLUMNS if name not in looked_up]
        return looked_up | {name: getattr(self, name) for name in own}


class SaleTakenBack(Base):
    """A sale that a later revision replaced, and the period its reversal is dated into."""

    __tablename__ = "sales_taken_back"

    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"), primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"))

    __table_args__ = (
        sa.Index("ix_sales_taken_back_period", "period_id", "sale_id"),
        sa.Index("ix_sales_taken_back_import", "import_id", "sale_id"),
    )


def counted(table: Any = Sale) -> sa.ColumnElement[bool]:
    """Those whose import is posted: whoever reads sales asks for these."""
    uncounted = sa.select(SalesImport.id).where(SalesImport.state != "posted")
    return sa.and_(table.import_id.not_in(uncounted))


POSTED = "EXISTS (SELECT 1 FROM sales_imports WHERE id = {row}.import_id AND state = 'posted')"


def changes_until_posted(table: sa.Table) -> None:
    """Rows come and go under an import that is not posted, and never afterwards."""
    name = table.name
    refuse_when(table, "no_update", "UPDATE", when="true", say=f"{name} is append-only")
    say = f"{name} is append-only once posted"
    refuse_rows_when(table, "no_insert", when=POSTED.format(row="NEW"), say=say)
    refuse_when(table, "no_delete", "DELETE", when=POSTED.format(row="OLD"), say=say)


refer_at_once(Sale.__table__)  # type: ignore[arg-type]
for _table in (Sale, SaleTakenBack):
    changes_until_posted(_table.__table__)  # type: ignore[arg-type]
    keep_out_unless_open(_table.__table__)  # type: ignore[arg-type]
