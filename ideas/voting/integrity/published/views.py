"""The public page about how votes are checked."""

from flask import Response
from flask_babel import format_date

from ideas.voting.integrity.blueprint import blueprint
from ideas.voting.integrity.published.queries import months, totals
from ideas.voting.pauses.queries import last_pauses
from ideas.web.answer import answer
from ideas.web.guard import guarded

SHOWN_PAUSES = 6


@blueprint.get("/integrity")
@guarded(None)
def numbers() -> Response:
    """How votes are checked, and what came of it month by month."""
    named = [(format_date(month.begins_on, "LLLL y"), month) for month in months()]
    page, pauses = "voting/integrity/numbers.html", last_pauses(SHOWN_PAUSES)
    return answer(page, months=named, totals=totals(), pauses=pauses)
