"""``ideas export``: the books, to read and check elsewhere; ``ideas payee-key``: a new key."""

from pathlib import Path
from typing import IO

import click
from flask.cli import with_appcontext

from ideas import clock
from ideas.db import db
from ideas.royalties.actions import seal_anew
from ideas.royalties.audits.writing import write_audit
from ideas.royalties.ledger.beancount import beancount_of
from ideas.royalties.ledger.queries import every_line, trial_balance
from ideas.royalties.payees.keys import add_key, are_ours, drop_old_keys
from ideas.royalties.periods.queries import period_called

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def export() -> None:
    """The books in files: all of the ledger, or one period with its proof."""


@export.command()
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=False), default="-")
@with_appcontext
def beancount(file: IO[str]) -> None:
    """The whole ledger as Beancount text; bean-check agrees with every balance."""
    for line in beancount_of(every_line(), trial_balance(), today=clock.today()):
        click.echo(line, file=file)


@export.command()
@click.argument("code")
@click.argument("file", type=FILE)
@with_appcontext
def period(code: str, file: Path) -> None:
    """A period's entries, statements and sales as a ZIP that static/verify_ledger.py checks."""
    found = period_called(code)
    if found is None:
        raise click.ClickException(f"There is no period called {code!r}.")
    with file.open("wb") as out:
        write_audit(found, out)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@click.command("payee-key")
@with_appcontext
def payee_key() -> None:
    """Encrypt payees' bank accounts and tax data under a new key, and drop the old one.

    Keys that come from IDEAS_PAYEE_KEYS are yours to change: put the new one in front, restart,
    run this, then remove the old one.
    """
    if are_ours():
        add_key()
    count = seal_anew()
    db.session.commit()
    if are_ours():
        drop_old_keys()
    click.echo(f"{count:,} rows are encrypted under the newest key.")
