"""``ideas transparency``: count a year, publish it, and write its table."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ideas.config import Config
from ideas.db import db
from ideas.transparency.actions import publish_year
from ideas.transparency.tables import csv_of
from ideas.web.forms import FIRST_YEAR, LAST_YEAR


@click.command("transparency")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="Of which.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the table goes; transparency-YEAR.csv in this folder if you do not say.",
)
@with_appcontext
def transparency(year: int, output: Path | None) -> None:
    """Publish the yearly report of moderation, and write it as CSV, always alike."""
    report = publish_year(year)
    db.session.commit()
    path = output or Path(f"transparency-{year}.csv")
    path.write_text(csv_of(report), encoding="utf-8", newline="")
    config: Config = current_app.extensions["ideas.config"]
    click.echo(f"{path} is written. The page: {config.base_url}/transparency/{year}")
