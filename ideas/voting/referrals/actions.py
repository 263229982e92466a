"""Writing down what was gathered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from ideas.db import session, writes
from ideas.voting.referrals.models import Referral


def add_referrals(rows: Sequence[dict[str, Any]]) -> None:
    """Add visits and votes to their days; nothing gathered takes no lock."""
    if rows:
        _add(rows)


@writes
def _add(rows: Sequence[dict[str, Any]]) -> None:
    current = session()
    is_postgres = current.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Referral) if is_postgres else sqlite.insert(Referral)
    upsert = insert.on_conflict_do_update(
        index_elements=[Referral.idea_id, Referral.seen_on, Referral.channel],
        set_={
            "visits": Referral.visits + insert.excluded.visits,
            "votes": Referral.votes + insert.excluded.votes,
        },
    )
    current.connection().execute(upsert, rows)
