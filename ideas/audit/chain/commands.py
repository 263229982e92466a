"""``ideas audit``: seal now, compute the chain again, write it to a file."""

import sys
from typing import TextIO

import click
from flask.cli import with_appcontext

from ideas import clock
from ideas.audit.chain.actions import check_chain
from ideas.audit.chain.listeners import seal_entries
from ideas.audit.chain.published import lines
from ideas.audit.chain.queries import hash_at, head_of_chain, unsealed
from ideas.audit.rules import LATE
from ideas.db import session


@click.group("audit")
def audit() -> None:
    """The audit log: seal, check, export."""


@audit.command()
@with_appcontext
def seal() -> None:
    """Seal what waits, without waiting for the schedule."""
    click.echo(f"{seal_entries():,} entries sealed.")


@audit.command()
@click.option("--head", default="", help="NUMBER:HASH noted earlier, to be looked for.")
@with_appcontext
def check(head: str) -> None:
    """Compute the whole chain again; the exit code is 1 when it does not hold."""
    number, _, noted = head.partition(":")
    fault, end = check_chain(), head_of_chain()
    session().commit()
    holds = not head or (number.isdecimal() and hash_at(int(number)) == noted)
    if fault is not None:
        click.echo(f"BAD: {fault.kind} at {fault.place}.")
    if not holds:
        click.echo(f"BAD: {head} is not in the chain.")
    wait = unsealed()
    if wait.since is not None and clock.now() - wait.since > LATE:
        click.echo(f"{wait.number:,} entries wait for their seal. Is the worker running?")
    click.echo(f"{end.length:,} entries, head {end.length}:{end.hash}")
    sys.exit(0 if fault is None and holds else 1)


@audit.command()
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
@with_appcontext
def export(file: TextIO) -> None:
    """Write the chain as lines of JSON, to be verified with static/verify_audit.py."""
    for line in lines():
        file.write(line)
