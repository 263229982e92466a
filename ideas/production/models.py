"""Products."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base
from ideas.journey.models import Idea
from ideas.money import Money
from ideas.references import stays


class Product(Base):
    """Something on the shelf that came from an idea; ``price`` is in minor units."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    url: Mapped[str | None]
    price: Mapped[int]
    currency: Mapped[str]
    on_sale_on: Mapped[date] = mapped_column(sa.Date)
    launched_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    launched_at: Mapped[datetime]

    idea: Mapped[Idea] = relationship()
    launched_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("price >= 0", name="price_counts"),
        sa.CheckConstraint("trim(sku) <> ''", name="sku_written"),
        sa.Index("ix_products_idea", "idea_id", "id"),
    )

    @property
    def price_tag(self) -> Money:
        """What it costs."""
        return Money(self.price, self.currency)


stays(Product.__table__)  # type: ignore[arg-type]
