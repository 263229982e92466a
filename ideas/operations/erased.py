"""Who was erased, noted beside the database: a copy from before would bring them back.

``erased`` in the home has a line for each, ``2026-03-02T14:06:30+00:00 1204``: the moment and the
number of the account, which names nobody. The worker writes it soon after; no backup holds it, and
a database that is set back to an earlier moment leaves it as it is.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from ideas import clock
from ideas.accounts import personal
from ideas.accounts.events import AccountErased
from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import db, session
from ideas.refusals import Refused

FILE = "erased"
PORTION = 500
Noted = Mapping[int, datetime]


def note_erased(event: AccountErased) -> None:
    """Add a line; twice does no harm."""
    config: Config = current_app.extensions["ideas.config"]
    _add(config.home / FILE, {event.person_id: clock.now()})


def _add(file: Path, noted: Noted) -> None:
    lines = "".join(f"{moment.isoformat()} {number}\n" for number, moment in noted.items())
    with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "w") as out:
        out.write(lines)
        out.flush()
        os.fsync(out.fileno())


def noted_in(file: Path) -> dict[int, datetime]:
    """When each account was erased first; ValueError for a line that says something else."""
    noted: dict[int, datetime] = {}
    for line in file.read_text(encoding="ascii").splitlines() if file.exists() else ():
        moment, _, number = line.partition(" ")
        noted.setdefault(int(number), datetime.fromisoformat(moment))
    return noted


def here_again(noted: Noted) -> Iterator[int]:
    """Those of them whose accounts are back; a newer account under the same number is not."""
    numbers = sorted(noted)
    for first in range(0, len(numbers), PORTION):
        wanted = sa.select(Person.id, Person.created_at).where(
            Person.id.in_(numbers[first : first + PORTION]), Person.erased_at.is_(None)
        )
        for number, made_at in session().execute(wanted).all():
            if made_at < noted[number]:
                yield number


def erase_again(noted: Noted) -> tuple[int, list[int]]:
    """Erase who is back, each in a transaction; how many, and whom we may not: the last admin."""
    done, refused = 0, []
    for number in list(here_again(noted)):
        try:
            personal.erase(session().get_one(Person, number))
            db.session.commit()
            done += 1
        except Refused:
            db.session.rollback()
            refused.append(number)
    return done, refused


@click.command("erase-again")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def erase_again_command(file: Path) -> None:
    """After a restore: erase whoever had left, as FILE (``erased`` of the home) says.

    What it says is noted in this home as well.
    """
    try:
        noted = noted_in(file)
    except ValueError as error:
        raise click.ClickException(f"{file} is no list of erased accounts.") from error
    done, refused = erase_again(noted)
    config: Config = current_app.extensions["ideas.config"]
    own = noted_in(config.home / FILE)
    _add(config.home / FILE, {number: at for number, at in noted.items() if number not in own})
    click.echo(f"{done:,} accounts were erased again; {len(noted):,} are on the list.")
    if refused:
        raise click.ClickException(f"Account {refused[0]} is the last admin: make another first.")
