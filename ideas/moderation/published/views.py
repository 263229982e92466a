"""The public log of moderation, as a page and as a table a year."""

import csv
import io
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from flask import Blueprint, Response, request

from ideas.moderation.published.queries import Line, lately, lines_before, lines_of_year, years
from ideas.web.answer import answer, for_everybody
from ideas.web.forms import FIRST_YEAR, LAST_YEAR
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_network
from ideas.web.paging import id_of, mark_of

blueprint = Blueprint("published", __name__)
A_PAGE = 50
IN_MEMORY, A_BLOCK = 1 << 20, 1 << 16
HEAD = ("number", "day", "done", "thing", "ground", "basis", "source", "automatic", "appeal")


@blueprint.get("/moderation-log")
@guarded(None)
def log() -> Response:
    """What was done, the newest first."""
    before = id_of(request.args.get("before"))
    rows = lines_before(before, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/published/log.html",
        lines=shown,
        lately=lately(),
        years=years(),
        is_first=before is None,
        older=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


@blueprint.get("/moderation-log/<int:year>.csv")
@guarded(None)
def table(year: int) -> Response:
    """A year's log as comma-separated values, the oldest first."""
    found(year if FIRST_YEAR <= year <= LAST_YEAR else None)
    spend_by_network("table")
    written = _written(lines_of_year(year))
    response = for_everybody(Response(_in_blocks(written), mimetype="text/csv"))
    response.headers["Content-Disposition"] = f'attachment; filename="moderation-{year}.csv"'
    response.call_on_close(written.close)
    return response


def _written(lines: Iterable[Line]) -> SpooledTemporaryFile[bytes]:
    """A year in a file of its own: memory holds a megabyte of it, the rest lies on the disk.

    The database is let go of before anybody, however slowly, takes it away.
    """
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEAD)
    for line in lines:
        appeal = line.outcome.value if line.outcome else "open" if line.is_appealed else "none"
        done = (line.kind.value, line.thing.value, line.ground, line.basis.value)
        how = (line.source.value, "yes" if line.is_automatic else "no", appeal)
        rows.writerow((line.id, line.day.isoformat(), *done, *how))
    out.detach()
    file.seek(0)
    return file


def _in_blocks(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(A_BLOCK):
            yield block
