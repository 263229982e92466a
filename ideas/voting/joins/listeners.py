"""What goes on by itself with joins; each portion is a transaction."""

from ideas.db import db
from ideas.jobs.alone import each_alone
from ideas.voting.joins.actions import carry_on, look_again
from ideas.voting.joins.queries import changed_joins, moving_joins


def carry_on_joins() -> None:
    """Go on with every join, and begin anew where a child's votes have changed since."""
    each_alone(changed_joins(), look_again)
    each_alone(moving_joins(), _to_its_end)


def _to_its_end(join_id: int) -> None:
    while carry_on(join_id):
        db.session.commit()
