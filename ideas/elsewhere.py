"""Commands that make a site in another place than the one they were started in.

They make an application of their own, on the configuration of that place.
"""

import os
from pathlib import Path

import click

from ideas.app import create_app
from ideas.config import Config, configured
from ideas.db import db, session
from ideas.limits.store import store as limits
from ideas.operations.backups.checking import faults_of_site
from ideas.operations.backups.commands import FILE, said_of
from ideas.operations.backups.keys import keys_in
from ideas.operations.backups.manifest import BadBackup, Manifest
from ideas.operations.backups.restoring import demand_empty_home, open_site, put_keys
from ideas.operations.backups.restoring import restore as put_in_place


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


def _demand_well(config: Config, manifest: Manifest) -> None:
    with create_app(config).app_context():
        faults = faults_of_site(manifest.counts)
        session().rollback()
        for engine in (db.engine, limits().engine):
            engine.dispose()
    if faults:
        raise BadBackup("\n".join(["What was restored is not whole, and will not start:", *faults]))
