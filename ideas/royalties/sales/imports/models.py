"""Imports, how far they are, and what lies staged."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Id, Word, check_word, refuse_when
from ideas.references import refer_at_once
from ideas.royalties.sales.imports.rules import ImportState, Verdict
from ideas.royalties.sales.reading.layout import Layout, layout_of
from ideas.royalties.sales.rules import Sum
from ideas.witness import needs_witness

_STANDS = "state NOT IN ('cancelled', 'failed') AND NOT good_rows"
_WRITING = sa.text("is_writing")


class SalesImport(Base):
    """A file, or one row of it that was in conflict; ``sums`` are of the rows it posts.

    ``mark`` names the file on disk. ``prepared_by`` chose the layout. Of what was read, ``added``
    are posted (or would be), ``known`` were there before, ``conflicting`` contradict what stands,
    ``bad`` cannot be read. ``good_rows`` is the choice to post those and leave the others.
    """

    __tablename__ = "sales_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    mark: Mapped[str]
    size: Mapped[int]
    source: Mapped[str]
    state: Mapped[ImportState] = mapped_column(Word(ImportState))
    layout: Mapped[dict[str, Any]]
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    conflicting: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    read_sums: Mapped[list[Any]] = mapped_column(default=list)
    sums: Mapped[list[Any]] = mapped_column(default=list)
    totals: Mapped[list[Any]] = mapped_column(default=list)
    is_large: Mapped[bool] = mapped_column(default=False)
    good_rows: Mapped[bool] = mapped_column(default=False)
    came_back: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    imported_at: Mapped[datetime]
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    posted_at: Mapped[datetime | None]

    imported_by: Mapped[Person] = relationship(foreign_keys=imported_by_id)
    prepared_by: Mapped[Person] = relationship(foreign_keys=prepared_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)

    __table_args__ = (
        check_word("state", ImportState),
        sa.CheckConstraint(
            "NOT is_large OR approved_by_id IS NOT NULL OR state NOT IN ('posting', 'posted')",
            name="large_is_approved",
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name="four_eyes"
        ),
        sa.CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted_says_when"),
        sa.Index(
            "uq_sales_imports_standing",
            "sha256",
            unique=True,
            sqlite_where=sa.text(_STANDS),
            postgresql_where=sa.text(_STANDS),
        ),
        sa.Index("ix_sales_imports_source", "source", "id"),
        sa.Index("ix_sales_imports_state", "state", "id"),
    )

    @property
    def read_by(self) -> Layout:
        """The layout it is read by."""
        return layout_of(self.layout)

    @property
    def posts(self) -> list[Sum]:
        """What it posts, by currency."""
        return [Sum(*each) for each in self.sums]


class ImportProgress(Base):
    """How far the worker is: ``place`` in bytes and ``line`` of the file, ``row`` while posting.

    ``sums`` are of the rows read so far, by currency. ``is_writing`` from its first sale on until
    it is posted or tidied up: one import at a time is.
    """

    __tablename__ = "import_progress"

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    line: Mapped[int] = mapped_column(default=0)
    row: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    sums: Mapped[list[Any]] = mapped_column(default=list)
    is_cleared: Mapped[bool] = mapped_column(default=True)
    is_writing: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        sa.Index(
            "uq_import_progress_writing",
            "is_writing",
            unique=True,
            sqlite_where=_WRITING,
            postgresql_where=_WRITING,
        ),
    )


class SaleProblem(Base):
    """A row that cannot be read: a code and the value at fault. The first 10,000 are kept."""

    __tablename__ = "sale_problems"

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("sales_imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    value: Mapped[str]


class StagedSale(Base):
    """A row that could be read, until its import is posted or cancelled; ``row`` is its line."""

    __tablename__ = "staged_sales"

    import_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("sales_imports.id"), primary_key=True, autoincrement=False
    )
    row: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    source: Mapped[str]
    external_id: Mapped[str]
    revision: Mapped[int]
    product_id: Mapped[int]
    told_period_id: Mapped[int]
    territory: Mapped[str]
    channel: Mapped[str]
    units: Mapped[int]
    returned_units: Mapped[int]
    gross: Mapped[int]
    returns: Mapped[int]
    deductions: Mapped[int]
    currency: Mapped[str]
    content_hash: Mapped[str]
    verdict: Mapped[Verdict] = mapped_column(Word(Verdict))

    __table_args__ = (check_word("verdict", Verdict),)


for _verb, _when in (("UPDATE", "OLD.state = 'posted'"), ("DELETE", "true")):
    refuse_when(
        SalesImport.__table__,  # type: ignore[arg-type]
        f"no_{_verb.lower()}",
        _verb,
        when=_when,
        say="a posted import stays as it is",
    )
refuse_when(
    SalesImport.__table__,  # type: ignore[arg-type]
    "keep_id",
    "UPDATE OF id",
    when="NEW.id <> OLD.id",
    say="an import keeps its number",
)
refuse_when(
    StagedSale.__table__,  # type: ignore[arg-type]
    "keep_import",
    "UPDATE OF import_id",
    when="NEW.import_id <> OLD.import_id",
    say="a staged sale stays with its import",
)
refer_at_once(StagedSale.__table__)  # type: ignore[arg-type]
needs_witness(SalesImport.__table__)
