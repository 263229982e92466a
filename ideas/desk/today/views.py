"""The desk's first page."""

from flask import Response

from ideas.desk.blueprint import blueprint
from ideas.desk.today.lines import lines_for_reader
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.guard import guarded


@blueprint.get("/desk")
@guarded(Permission.DESK_SEE)
def today() -> Response:
    """What waits for the reader."""
    return answer("desk/today.html", lines=lines_for_reader())
