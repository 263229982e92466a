"""What the worker does about a period: all that takes long, without the lock; then it writes."""

from ideas.db import session
from ideas.refusals import Refused
from ideas.royalties.closing.figures import Calculated, calculate
from ideas.royalties.closing.wishes.actions import carry_out, leave
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.closing.wishes.laying import clear, laid_ready
from ideas.royalties.closing.wishes.models import CloseWish
from ideas.royalties.closing.wishes.queries import wish_by_id


def carry_out_wish(event: CloseWished) -> None:
    """Calculate a period and keep its figures, or close it; a refusal is kept with the wish.

    What somebody changes meanwhile has it calculated anew.
    """
    wish = wish_by_id(event.wish_id)
    while wish is not None and wish.finished_at is None:
        found = calculate(wish.period)
        try:
            is_done = _carried_out(wish, found)
        except Refused as refused:
            session().rollback()
            leave(wish.id, refused.refusal, found)
            is_done = True
        if not is_done:
            session().rollback()
            continue
        session().commit()
    if wish is not None:
        clear(wish.id)


def _carried_out(wish: CloseWish, found: Calculated) -> bool:
    if not wish.is_close or found.digest != wish.seen:
        return carry_out(wish.id, found)
    ready = laid_ready(wish, found)
    return ready is not None and carry_out(wish.id, found, ready)
