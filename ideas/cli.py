"""The ``ideas`` command. ``flask --app wsgi`` offers the same commands."""

import os
import sys
import threading
from dataclasses import replace

import click
import sqlalchemy.exc
from flask import Flask, current_app, url_for
from flask.cli import FlaskGroup, with_appcontext
from flask_migrate import upgrade

from ideas.accounts.actions import make_admin_link, make_claim_link
from ideas.accounts.queries import holders_of, person_by_handle
from ideas.app import create_app
from ideas.audit.chain.commands import audit
from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import BadConfig, Config
from ideas.contests.queries import entries_of_nobody
from ideas.db import db
from ideas.elsewhere import migrate_database, restore, to_migrate
from ideas.exchange.commands import import_files, make_bench, open_doors
from ideas.exchange.demo.home import (
    BENCH_HOME,
    HOME,
    MADE,
    NotHere,
    bench_of,
    clear,
    demo_config,
    is_made,
)
from ideas.jobs import worker
from ideas.operations.backups.commands import backup
from ideas.operations.doctor.commands import doctor
from ideas.operations.erased import erase_again_command
from ideas.operations.secrets import secret_key
from ideas.operations.waiting import wait_until_migrated
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.commands import export, payee_key
from ideas.search.actions import index_everything
from ideas.serving import (
    GUNICORN,
    SERVERS,
    Missing,
    Taken,
    become_server,
    demand_free,
    demand_server,
)
from ideas.transparency.commands import transparency
from ideas.voting.daily.commands import roll_up
from ideas.voting.integrity.signals.actions import rotate_keys
from ideas.voting.integrity.simulation.commands import simulate_attacks
from ideas.voting.log.commands import vote_log
from ideas.voting.recounts.actions import recount_all
from ideas.web.speak import sentence_of


def app_with_commands() -> Flask:
    """The application, with its commands."""
    app = create_app()
    add_commands(app)
    return app


def add_commands(app: Flask) -> None:
    """Offer the commands beside Flask's own."""
    to_migrate(app)
    for command in COMMANDS:
        app.cli.add_command(command)


def main() -> None:
    """Entry point of the ``ideas`` script."""
    group = FlaskGroup(name="ideas", create_app=app_with_commands, add_default_commands=True)
    group.add_command(demo)
    group.add_command(simulate_attacks)
    group.add_command(restore)
    try:
        group()
    except BadConfig as error:
        sys.exit(str(error))
    except sqlalchemy.exc.DBAPIError as error:
        sys.exit(f"The database cannot be used: {error.orig}\nIs it set up? Run: ideas migrate")


BIND = click.option(
    "--bind",
    default=Config.bind,
    envvar="IDEAS_BIND",
    show_default=True,
    help="Address and port.",
)


def demand_address(bind: str) -> None:
    """End with a sentence when somebody else serves there."""
    try:
        demand_free(bind)
    except Taken as error:
        raise click.ClickException(str(error)) from error


def demand_there(server: str) -> None:
    """End with a sentence when a server is not installed."""
    try:
        demand_server(server)
    except Missing as error:
        raise click.ClickException(str(error)) from error


@click.command()
@BIND
@click.option(
    "--server",
    type=click.Choice(SERVERS),
    default=GUNICORN,
    show_default=True,
    help="What speaks HTTP.",
)
@with_appcontext
def serve(bind: str, server: str) -> None:
    """Migrate the database and serve the site, with the worker beside it."""
    demand_there(server)
    demand_address(bind)
    os.environ["IDEAS_BIND"] = bind
    os.environ.setdefault("IDEAS_BASE_URL", f"http://{bind}")
    config: Config = current_app.extensions["ideas.config"]
    base_url = os.environ["IDEAS_BASE_URL"].rstrip("/")
    current_app.extensions["ideas.config"] = replace(config, base_url=base_url, bind=bind)
    prepare()
    announce_admin_link()
    click.echo(f"Serving {base_url} from {bind}. Ctrl-C ends.")
    become_server(server)


def prepare() -> None:
    """Bring the database to the newest revision and make the standing campaign."""
    upgrade()
    ensure_standing_campaign()
    db.session.commit()


def announce_admin_link() -> None:
    """Say how to become admin while nobody is."""
    if holders_of(Role.ADMIN):
        return
    link = admin_link()
    click.echo(f"Nobody is admin yet. Open this link once to become admin:\n\n    {link}\n")


def admin_link() -> str:
    """A link, good once, whose holder becomes admin."""
    token = make_admin_link()
    db.session.commit()
    return _address("accounts.become_admin", token)


def _address(endpoint: str, token: str) -> str:
    config: Config = current_app.extensions["ideas.config"]
    with current_app.test_request_context():
        return config.base_url + url_for(endpoint, token=token)


@click.command("make-admin")
@with_appcontext
def make_admin() -> None:
    """Print a link, good once, whose holder becomes admin."""
    click.echo(admin_link())


@click.command("claim-link")
@click.argument("handle")
@with_appcontext
def claim_link(handle: str) -> None:
    """Print a link, good once, that hands an imported account to its owner."""
    person = person_by_handle(handle)
    if person is None:
        raise click.ClickException(f"There is nobody called {handle!r}.")
    try:
        token = make_claim_link(person)
    except Refused as refused:
        with current_app.test_request_context():
            raise click.ClickException(sentence_of(refused.refusal)) from None
    db.session.commit()
    click.echo(_address("accounts.claim", token))


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision."""
    prepare()
    click.echo("The database is up to date.")


@click.command("worker")
@with_appcontext
def work() -> None:
    """Run the worker alone, beside processes that serve with IDEAS_WORKER=0."""
    stop = threading.Event()
    wait_until_migrated(stop)
    click.echo("Working. Ctrl-C ends.")
    worker.run(current_app._get_current_object(), stop)  # type: ignore[attr-defined]


@click.command()
@with_appcontext
def tick() -> None:
    """Do everything that is due, once, and end."""
    performed = worker.drain(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo(f"{performed} jobs done.")


@click.command()
@with_appcontext
def reindex() -> None:
    """Take down the words of every public idea anew, for the search."""
    counted = index_everything(but=entries_of_nobody())
    db.session.commit()
    click.echo(f"{counted} ideas can be found.")


@click.command()
@with_appcontext
def recount() -> None:
    """Count every vote again, repair what was wrong, and tell the admins."""
    wrong = recount_all()
    repaired = f"{wrong} counts were wrong, and are repaired."
    click.echo(repaired if wrong else "Every count is right.")


@click.command()
@click.option("--serve", "and_serve", is_flag=True, help="Serve it afterwards.")
@BIND
@click.option("--fresh", is_flag=True, help="Make it anew, even if it is there.")
@click.option("--ideas", type=click.IntRange(1), help="Instead: so many ideas to measure with.")
@click.option("--votes", type=click.IntRange(0), default=0, help="And so many votes for them.")
def demo(*, and_serve: bool, bind: str, fresh: bool, ideas: int | None, votes: int) -> None:
    """Make an invented brand with ideas in every stage, and print links to sign in by.

    With --ideas, make data to measure with, in a home of its own.
    """
    wanted = MADE if ideas is None else bench_of(ideas, votes)
    try:
        config = demo_config(os.environ, bind, HOME if ideas is None else BENCH_HOME)
    except NotHere as error:
        raise click.ClickException(str(error)) from error
    if and_serve:
        demand_address(bind)
    if fresh or not is_made(config, wanted):
        clear(config)
    with to_migrate(create_app(config)).app_context():
        upgrade()
        if ideas is None:
            open_doors(config)
        else:
            make_bench(config, ideas, votes)
        if and_serve:
            click.echo(f"Serving {config.base_url}. Ctrl-C ends.")
            become_server()


@click.command("rotate-keys")
@with_appcontext
def rotate() -> None:
    """Take a new key for the signals of votes and destroy the old, as happens each month."""
    rotate_keys()
    db.session.commit()
    click.echo("The key is new. What was noticed until now can no longer be matched.")


COMMANDS = (
    *(serve, migrate, work, tick, reindex, recount, demo, doctor, payee_key, secret_key),
    erase_again_command,
    *(backup, migrate_database, make_admin, claim_link, rotate, import_files),
    *(vote_log, roll_up, transparency, audit, export),
)
