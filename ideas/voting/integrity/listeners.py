"""What goes on by itself with votes that are looked into; each portion is a transaction."""

from ideas.db import db
from ideas.jobs.alone import each_alone
from ideas.voting.integrity.actions import carry_on
from ideas.voting.integrity.queries import running_sweeps


def carry_on_sweeps() -> None:
    """Carry out what was decided; a decision that is stopped meanwhile goes no further."""
    each_alone(running_sweeps(), _to_its_end)


def _to_its_end(sweep_id: int) -> None:
    while carry_on(sweep_id):
        db.session.commit()
