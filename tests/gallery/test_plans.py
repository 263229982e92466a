"""Lists are read in the order of an index, never sorted, however many ideas there are."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.gallery.queries import ORDERS, ordered, standings
from ideas.gallery.rules import Group, Sort, Wanted


@pytest.mark.parametrize("tag", ["", "music"])
@pytest.mark.parametrize("sort", list(ORDERS))
def test_what_is_open_is_never_sorted(session: Session, sort: Sort, tag: str) -> None:
    """Not even for a tag, when it is a common one."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it counted, and there is nothing to count")
    order = replace(ORDERS[sort], looks_along=True)
    wanted = Wanted(group=Group.OPEN, sort=sort, tag=tag)
    asked = ordered(standings(wanted, order, None), order).limit(25)
    text = str(asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    plan = session.execute(sa.text(f"EXPLAIN QUERY PLAN {text.replace(':', chr(92) + ':')}"))
    assert "TEMP B-TREE" not in str(plan.all())
