"""The list of ideas, a page at a time: paged by the key of its order and the idea's id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import Moment, session
from ideas.gallery.queries import (
    ORDERS,
    Among,
    Order,
    Selected,
    ids_by,
    rows_of,
    standings,
)
from ideas.gallery.rules import Group, Sort, Wanted
from ideas.search.queries import ideas_found, search_ideas
from ideas.voting.standing.models import Standing
from ideas.web.paging import id_of, is_number, key_of, mark_of, moment_of

PAGE = 24
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Listed:
    """A page of a list. ``total`` is exact up to MOST_COUNTED, else one more than that."""

    ids: Sequence[int]
    total: int
    after: str | None
    before: str | None

    @property
    def is_more(self) -> bool:
        """True when there are more than were counted."""
        return self.total > MOST_COUNTED


def listed(wanted: Wanted, common_tags: Sequence[str] = ()) -> Listed:
    """The page of the list that was asked for; ideas with one of the common tags are many."""
    if wanted.sort is Sort.BEST:
        return _listed_by_rank(wanted, search_ideas(wanted.text, MOST_COUNTED + 1))
    order, ids = ORDERS[wanted.sort], _found_by(wanted.text)
    found = standings(wanted, order, ids)
    order = replace(order, looks_along=wanted.tag in common_tags)
    rows, has_before, has_after = _page(found, order, wanted, ids)
    return Listed(
        ids=[row.idea_id for row in rows],
        total=rows[0].total if rows else _number(found),
        after=_mark(rows[-1]) if has_after else None,
        before=_mark(rows[0]) if has_before else None,
    )


def _found_by(text: str) -> Among:
    """What a search found, asked for once within the list's own statement."""
    if not text:
        return None
    found = ideas_found(text, MOST_COUNTED + 1)
    return [] if found is None else sa.select(found.cte("found"))


def _page(
    found: Selected, order: Order, wanted: Wanted, ids: Among
) -> tuple[Sequence[Any], bool, bool]:
    """Rows of a page with the number found, and whether there are more before and after them."""
    total = _counted(found).scalar_subquery().label("total")
    after, before = _key(order, wanted.after), _key(order, wanted.before)
    if before is not None and after is None:
        back = rows_of(wanted, order, ids, before, limit=PAGE + 1, backwards=True)
        rows = session().execute(back.add_columns(total)).all()
        if len(rows) >= PAGE:
            return rows[:PAGE][::-1], len(rows) > PAGE, True
    first = rows_of(wanted, order, ids, after, limit=PAGE + 1)
    rows = session().execute(first.add_columns(total)).all()
    return rows[:PAGE], bool(rows) and after is not None, len(rows) > PAGE


def _counted(found: Selected) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(found.limit(MOST_COUNTED + 1).subquery())


def _number(found: Selected) -> int:
    """How many there are, for a page that holds none of them."""
    return session().scalar(_counted(found)) or 0


def _key(order: Order, mark: str | None) -> Any:
    """The key in a mark, typed like its column; None for what is no such key."""
    value, idea_id = key_of(mark, 2) or (None, None)
    if isinstance(order.key.type, Moment):
        value = moment_of(value)
    if value is None or not is_number(idea_id):
        return None
    if not isinstance(value, datetime) and not is_number(value):
        return None
    typed = sa.literal(value, order.key.type), sa.literal(idea_id, Standing.idea_id.type)
    return sa.tuple_(*typed)


def _mark(row: Any) -> str:
    return mark_of(row.key, row.idea_id)


def _listed_by_rank(wanted: Wanted, ids: Sequence[int]) -> Listed:
    """A search's best matches first; its mark is the last idea of the page."""
    if ids and (wanted.tag or wanted.group is not Group.ALL):
        kept = set(session().scalars(standings(wanted, ORDERS[Sort.NEW], ids)))
        ids = [idea_id for idea_id in ids if idea_id in kept]
    start = _place(ids, wanted.after, 1)
    if wanted.before:
        start = max(0, _place(ids, wanted.before, 0) - PAGE)
    page = ids[start : start + PAGE]
    return Listed(
        ids=page,
        total=len(ids),
        after=mark_of(page[-1]) if start + PAGE < len(ids) else None,
        before=mark_of(page[0]) if start > 0 else None,
    )


def _place(ids: Sequence[int], mark: str | None, beyond: int) -> int:
    idea_id = id_of(mark)
    return ids.index(idea_id) + beyond if idea_id in ids else 0


def page_by(person_id: int, *, before: str | None) -> tuple[Sequence[int], str | None]:
    """A page of the public ideas a person leads or has joined, newest first, and its next mark."""
    ids = ids_by(person_id, before=id_of(before), limit=PAGE + 1)
    older = mark_of(ids[PAGE - 1]) if len(ids) > PAGE else None
    return ids[:PAGE], older
