"""Commands that make a site in another place than the one they were started in.

They make an application of their own, on the configuration of that place.
"""

import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate, upgrade
from sqlalchemy.engine import Engine

from ideas.app import create_app
from ideas.config import Config, configured, shipped
from ideas.contests.queries import entries_of_nobody
from ideas.db import db, session
from ideas.limits.store import store as limits
from ideas.operations.backups.checking import faults_of_site
from ideas.operations.backups.commands import FILE, said_of
from ideas.operations.backups.databases import demand_empty, kind_of
from ideas.operations.backups.keys import keys_in
from ideas.operations.backups.manifest import BadBackup, Manifest
from ideas.operations.backups.restoring import demand_empty_home, open_site, put_keys
from ideas.operations.backups.restoring import restore as put_in_place
from ideas.operations.health import newest_revision, revision_of_database
from ideas.operations.moving.rules import CannotMove, why_not
from ideas.search.actions import index_everything
from ideas.settings.queries import dials
from ideas.settings.settings import Site


def to_migrate(app: Flask) -> Flask:
    """An application whose database can be migrated; the web's do without the 11 MB it takes."""
    Migrate(app, db, directory=str(shipped("migrations")), render_as_batch=True)
    return app


@click.command()
@click.argument("file", type=FILE)
@click.option("--keys", type=FILE, help="The file that “ideas backup --keys” wrote.")
@click.option("--without-keys", is_flag=True, help="Go on though keys are missing.")
def restore(file: Path, keys: Path | None, *, without_keys: bool) -> None:
    """Bring the backup FILE back into an empty IDEAS_HOME and database; - reads standard input.

    Nothing starts there before every row, count and log was checked.
    """
    home = Path(os.environ.get("IDEAS_HOME", "var")).resolve()
    try:
        demand_empty_home(home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if keys is not None:
            put_keys(home, keys_in(keys))
        config = configured(os.environ)
        with click.open_file(str(file), "rb") as source:
            manifest = put_in_place(config, source, without_keys=without_keys)
        _demand_well(config, manifest)
    except FileNotFoundError as error:
        raise click.ClickException(f"There is no {error.filename}.") from None
    except BadBackup as error:
        raise click.ClickException(str(error)) from None
    open_site(config)
    click.echo(f"{said_of(manifest)} Everything is whole.")
    click.echo(
        "Who left since then is back: run “ideas erase-again FILE” with the old home’s list."
    )


def _demand_well(config: Config, manifest: Manifest) -> None:
    with create_app(config).app_context():
        faults = faults_of_site(manifest.counts)
        session().rollback()
        for engine in (db.engine, limits().engine):
            engine.dispose()
    if faults:
        raise BadBackup("\n".join(["What was restored is not whole, and will not start:", *faults]))


@click.command("migrate-database")
@click.argument("target", envvar="IDEAS_TARGET_URL")
@click.option("--password-file", type=FILE, help="Where the password of the target is written.")
@with_appcontext
def migrate_database(target: str, password_file: Path | None) -> None:
    """Copy this site from SQLite into the empty PostgreSQL database TARGET, and count every row.

    The site is read only meanwhile. Pictures and keys stay where they are. Afterwards set
    IDEAS_DATABASE_URL, start the site anew, and let it be written again.
    """
    if find_spec("psycopg") is None:
        raise click.ClickException("psycopg is missing. Run: pip install 'ideas[postgres]'")
    config: Config = current_app.extensions["ideas.config"]
    address = _with_password(target, password_file)
    reason = why_not(
        kind=kind_of(config.database_url),
        target=kind_of(address),
        is_read_only=dials(Site).is_read_only,
        stands=revision_of_database(),
        newest=newest_revision(),
    )
    if reason:
        raise click.ClickException(reason)
    session().rollback()
    try:
        demand_empty(address)
        counts = _move(db.engine, replace(config, database_url=address))
    except (BadBackup, CannotMove) as error:
        raise click.ClickException(str(error)) from None
    rows = sum(counts.values())
    click.echo(f"{rows:,} rows in {len(counts)} tables are in the new database. All is whole.")
    click.echo("Set IDEAS_DATABASE_URL to it and start the site anew; then end “Read only”.")


def _with_password(target: str, password_file: Path | None) -> str:
    url = sa.make_url(target).set(drivername="postgresql+psycopg")
    if not target.startswith("postgresql"):
        return target
    if password_file is not None:
        url = url.set(password=password_file.read_text(encoding="utf-8").strip())
    return url.render_as_string(hide_password=False)


def _move(engine: Engine, config: Config) -> dict[str, int]:
    """Build the tables, copy, look it over, and take down the words for the search anew."""
    from ideas.operations.moving.copying import copy_everything  # noqa: PLC0415 needs an extra

    with to_migrate(create_app(config)).app_context():
        upgrade()
        with engine.connect() as source, db.engine.begin() as target:
            counts = copy_everything(source, target)
        if faults := faults_of_site(counts):
            raise CannotMove("\n".join(["What was copied is not whole:", *faults]))
        session().rollback()
        index_everything(but=entries_of_nobody())
        session().commit()
        for each in (db.engine, limits().engine):
            each.dispose()
    return counts
