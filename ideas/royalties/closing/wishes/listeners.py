"""What the worker does about a period: it calculates without the lock, then writes at once."""

from ideas.db import session
from ideas.refusals import Refused
from ideas.royalties.closing.figures import calculate
from ideas.royalties.closing.wishes.actions import carry_out, leave
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.closing.wishes.queries import wish_by_id


def carry_out_wish(event: CloseWished) -> None:
    """Calculate a period and keep its figures, or close it; a refusal is kept with the wish."""
    wish = wish_by_id(event.wish_id)
    if wish is None or wish.finished_at is not None:
        return
    found = calculate(wish.period)
    try:
        carry_out(event.wish_id, found)
    except Refused as refused:
        session().rollback()
        leave(event.wish_id, refused.refusal, found)
