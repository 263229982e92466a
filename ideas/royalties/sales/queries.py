"""Finding sales, imports and conflicts."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ideas.db import session
from ideas.royalties.sales.models import Sale, SaleConflict, SalesImport, SaleTakenBack
from ideas.royalties.sales.rules import Identity

CHUNK = 300
Standing = dict[Identity, tuple[int, str]]


def standing_sales(identities: Iterable[Identity]) -> Standing:
    """Id and content hash of those sales that are already kept."""
    wanted, kept = sorted({each[:2] for each in identities}), Standing()
    named = sa.tuple_(Sale.source, Sale.external_id)
    for start in range(0, len(wanted), CHUNK):
        found = sa.select(Sale.source, Sale.external_id, Sale.revision, Sale.id, Sale.content_hash)
        some = found.where(named.in_(wanted[start : start + CHUNK]))
        for source, external_id, revision, sale_id, content_hash in session().execute(some):
            kept[source, external_id, revision] = sale_id, content_hash
    return kept


def known_conflicts(identities: Iterable[Identity]) -> set[tuple[Identity, str]]:
    """Conflicts on record for these sales, with the hash of what was sent."""
    wanted, known = sorted({each[:2] for each in identities}), set()
    named = sa.tuple_(SaleConflict.source, SaleConflict.external_id)
    for start in range(0, len(wanted), CHUNK):
        some = sa.select(SaleConflict).where(named.in_(wanted[start : start + CHUNK]))
        for each in session().scalars(some):
            known.add(((each.source, each.external_id, each.revision), each.content_hash))
    return known


def replaced_by(import_id: int) -> Sequence[Sale]:
    """Sales that stand although a higher revision is kept, touched by this import."""
    newer, touched = aliased(Sale), aliased(Sale)
    of_import = sa.select(touched.source, touched.external_id).where(touched.import_id == import_id)
    same: Any = sa.and_(newer.source == Sale.source, newer.external_id == Sale.external_id)
    replaced = sa.select(Sale).where(
        sa.tuple_(Sale.source, Sale.external_id).in_(of_import),
        sa.exists().where(same, newer.revision > Sale.revision),
        ~sa.exists().where(SaleTakenBack.sale_id == Sale.id),
    )
    return session().scalars(replaced.order_by(Sale.id)).all()


def imports(limit: int = 50) -> Sequence[SalesImport]:
    """The last imports, newest first."""
    found = sa.select(SalesImport).options(joinedload(SalesImport.imported_by))
    return session().scalars(found.order_by(SalesImport.id.desc()).limit(limit)).all()


def import_by_id(import_id: int) -> SalesImport | None:
    """The import."""
    return session().get(SalesImport, import_id)


def last_import_of(sha256: str) -> SalesImport | None:
    """The last import of a file with this content."""
    found = sa.select(SalesImport).where(SalesImport.sha256 == sha256)
    return session().scalar(found.order_by(SalesImport.id.desc()).limit(1))


def conflicts_of(import_id: int, limit: int = 200) -> Sequence[SaleConflict]:
    """What an import found in conflict, in the file's order."""
    found = sa.select(SaleConflict).where(SaleConflict.import_id == import_id)
    loaded = found.options(joinedload(SaleConflict.sale))
    return session().scalars(loaded.order_by(SaleConflict.id).limit(limit)).all()


def conflicts(limit: int = 200) -> Sequence[SaleConflict]:
    """Conflicts that no higher revision has settled, newest first."""
    settled = sa.exists().where(
        Sale.source == SaleConflict.source,
        Sale.external_id == SaleConflict.external_id,
        Sale.revision > SaleConflict.revision,
    )
    found = sa.select(SaleConflict).where(~settled).options(joinedload(SaleConflict.sale))
    return session().scalars(found.order_by(SaleConflict.id.desc()).limit(limit)).all()
