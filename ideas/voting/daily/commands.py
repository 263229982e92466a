"""``ideas roll-up``: count the votes of every day anew."""

import click
from flask.cli import with_appcontext

from ideas.voting.daily.listeners import rebuild


@click.command("roll-up")
@with_appcontext
def roll_up() -> None:
    """Count the votes of every day anew, for forecasts and insights."""
    click.echo(f"{rebuild():,} ideas rolled up by day.")
