"""Finding conflicts."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.royalties.sales.conflicts.models import ConflictDecision, SaleConflict
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.models import Sale, counted
from ideas.royalties.sales.rules import Identity

CHUNK = 300
_SALE = joinedload(SaleConflict.sale)
_WITH_SALES = (_SALE.joinedload(Sale.product), _SALE.joinedload(Sale.told_period))


def _decided() -> sa.ColumnElement[bool]:
    """Ignored, or taken by an import that was not left again."""
    over = (ImportState.CANCELLED, ImportState.FAILED)
    left = sa.select(SalesImport.id).where(SalesImport.state.in_(over))
    return sa.exists().where(
        ConflictDecision.conflict_id == SaleConflict.id,
        sa.or_(ConflictDecision.import_id.is_(None), ConflictDecision.import_id.not_in(left)),
    )


def _settled() -> sa.ColumnElement[bool]:
    """A higher revision of the sale has arrived."""
    return sa.exists().where(
        Sale.source == SaleConflict.source,
        Sale.external_id == SaleConflict.external_id,
        Sale.revision > SaleConflict.revision,
        counted(),
    )


def conflicts(limit: int = 200) -> Sequence[SaleConflict]:
    """Conflicts that wait for a decision, newest first."""
    found = sa.select(SaleConflict).where(~_settled(), ~_decided(), counted(SaleConflict))
    loaded = found.options(*_WITH_SALES)
    return session().scalars(loaded.order_by(SaleConflict.id.desc()).limit(limit)).all()


def conflicts_of(import_id: int, limit: int = 200) -> Sequence[SaleConflict]:
    """What an import found in conflict, in the file's order."""
    found = sa.select(SaleConflict).where(SaleConflict.import_id == import_id)
    loaded = found.options(*_WITH_SALES)
    return session().scalars(loaded.order_by(SaleConflict.row).limit(limit)).all()


def decisions_on(conflict_ids: Iterable[int]) -> dict[int, ConflictDecision]:
    """The last decision on each of these."""
    found = sa.select(ConflictDecision).where(ConflictDecision.conflict_id.in_(set(conflict_ids)))
    loaded = found.options(joinedload(ConflictDecision.decided_by))
    ordered = session().scalars(loaded.order_by(ConflictDecision.id))
    return {each.conflict_id: each for each in ordered}


def conflict_by_id(conflict_id: int) -> SaleConflict | None:
    """A conflict that a posted import found."""
    found = sa.select(SaleConflict).where(SaleConflict.id == conflict_id, counted(SaleConflict))
    return session().scalar(found)


def locked_conflict(conflict_id: int) -> SaleConflict:
    """The conflict, locked until the transaction ends."""
    locked = sa.select(SaleConflict).where(SaleConflict.id == conflict_id)
    return session().scalars(locked.with_for_update()).one()


def is_open(conflict_id: int) -> bool:
    """Whether it still waits for a decision."""
    waits = sa.select(SaleConflict.id).where(SaleConflict.id == conflict_id)
    return session().scalar(waits.where(~_settled(), ~_decided())) is not None


def known_conflicts(identities: Iterable[Identity]) -> set[tuple[Identity, str]]:
    """Conflicts on record for these sales, with the hash of what was sent."""
    wanted, known = sorted({each[:2] for each in identities}), set()
    named = sa.tuple_(SaleConflict.source, SaleConflict.external_id)
    for start in range(0, len(wanted), CHUNK):
        some = sa.select(SaleConflict).where(named.in_(wanted[start : start + CHUNK]))
        for each in session().scalars(some):
            known.add(((each.source, each.external_id, each.revision), each.content_hash))
    return known


def next_revision(source: str, external_id: str) -> int:
    """The revision after the last one of a sale; 1 when there is none."""
    last = sa.select(sa.func.max(Sale.revision))
    last = last.where(Sale.source == source, Sale.external_id == external_id)
    return (session().scalar(last) or 0) + 1
