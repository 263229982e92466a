"""Finding exports."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.insights.exports.models import Export
from ideas.insights.exports.rules import ExportState


def exports_of(person_id: int, session_id: int, *, limit: int) -> Sequence[Export]:
    """What somebody asked for in this session, the newest first."""
    own = sa.select(Export).where(Export.person_id == person_id, Export.session_id == session_id)
    own = own.where(Export.ends_at > clock.now())
    return session().scalars(own.order_by(Export.id.desc()).limit(limit)).all()


def export_to_fetch(mark: str, *, person_id: int, session_id: int) -> Export | None:
    """A file that is there, for whom it was written, in the session it was asked for in."""
    found = sa.select(Export).where(
        Export.mark == mark,
        Export.person_id == person_id,
        Export.session_id == session_id,
        Export.state == ExportState.READY,
        Export.ends_at > clock.now(),
    )
    return session().scalar(found)


def export_numbered(export_id: int) -> Export | None:
    """The export with this number."""
    return session().get(Export, export_id)


def number_waiting(person_id: int) -> int:
    """How many files somebody waits for."""
    waiting = sa.select(sa.func.count()).select_from(Export)
    waiting = waiting.where(Export.person_id == person_id, Export.state == ExportState.WAITING)
    return session().scalar(waiting) or 0


def exports_over() -> Sequence[Export]:
    """What has had its time."""
    over = sa.select(Export).where(Export.ends_at <= clock.now()).order_by(Export.id)
    return session().scalars(over).all()


def marks_known() -> frozenset[str]:
    """The marks of all exports there are: every other file is nobody's."""
    return frozenset(session().scalars(sa.select(Export.mark)))
