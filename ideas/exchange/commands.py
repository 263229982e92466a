"""``ideas import``, the command over ``importing``; and what ``ideas demo`` makes and prints."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import Config
from ideas.db import db
from ideas.exchange.bench.making import make
from ideas.exchange.demo.home import bench_of, is_made, mark_made, password_of
from ideas.exchange.demo.links import doors
from ideas.exchange.demo.story import tell
from ideas.exchange.importing import Import, import_ideas, import_vote_file
from ideas.exchange.mapping import BadMap, read_map
from ideas.exchange.reading import Unreadable, size_of
from ideas.exchange.reporting import Report
from ideas.voting.standing.actions import refresh_standings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.option("--source", required=True, help="A short name for where the files come from.")
@click.option("--ideas", "ideas_file", type=FILE, help="CSV, TSV or JSON lines, plain or .gz.")
@click.option("--votes", "votes_file", type=FILE, help="Who voted for which idea.")
@click.option("--map", "map_file", type=FILE, help="A column map in TOML.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="import-report.csv",
    show_default=True,
    help="Where refused rows are written.",
)
@with_appcontext
def import_files(
    *,
    source: str,
    ideas_file: Path | None,
    votes_file: Path | None,
    map_file: Path | None,
    report_file: Path,
) -> None:
    """Import ideas, then votes, from another platform's files.

    Doing it again changes nothing, so a stopped import is resumed by the same command.
    """
    ensure_standing_campaign()
    db.session.commit()
    try:
        columns = read_map(map_file)
    except BadMap as error:
        raise click.ClickException(str(error)) from error
    with Report(report_file) as report:
        job = Import(source, columns, report, lambda rows: None)
        try:
            if ideas_file:
                _with_progress(ideas_file, import_ideas, job)
            if votes_file:
                _with_progress(votes_file, import_vote_file, job)
        except Unreadable as error:
            _say_what_was_done(report)
            raise click.ClickException(f"{error} What is counted above is kept.") from error
        finally:
            _bring_into_the_lists()
    _say_what_was_done(report)


def _bring_into_the_lists() -> None:
    while refresh_standings():
        db.session.commit()


def _say_what_was_done(report: Report) -> None:
    for what, number in report.counts.items():
        click.echo(f"{number:>9,}  {what}")
    if any(what.startswith("refused") for what in report.counts):
        click.echo(f"Refused rows are in {report.path}.")


def open_doors(config: Config) -> None:
    """Tell the demo's story where it is not told yet, and print a link for everybody one can be."""
    if not is_made(config):
        click.echo("Telling the story of Oddlark Works. This takes about a minute.")
        _forget_the_disk(db.engine)
        tell(current_app._get_current_object())  # type: ignore[attr-defined]
        mark_made(config)
    click.echo("\nEach link signs in once, within a day. The same command prints new ones.\n")
    for door in doors():
        click.echo(f"  {door.role:<10} {door.name:<20} {door.url}")
    if password := password_of(config):
        click.echo(f"\nWhere a page asks for the present password, everybody's is: {password}")
    click.echo("")


def make_bench(config: Config, ideas: int, votes: int) -> None:
    """Make data to measure with where it is not made yet, and report what it is."""
    wanted = bench_of(ideas, votes)
    if is_made(config, wanted):
        click.echo(f"{config.home} holds {ideas:,} ideas with {votes:,} votes already.")
        return
    started = time.monotonic()
    _forget_the_disk(db.engine)
    with click.progressbar(length=ideas + ideas // 3 + votes // 12, file=sys.stderr) as bar:
        made = make(ideas, votes, bar.update, lambda step: setattr(bar, "label", step))
    mark_made(config, wanted)
    click.echo(f"{made.ideas:>12,}  ideas, {made.found:,} of which can be found by their words")
    click.echo(f"{made.votes:>12,}  votes, at most {made.most:,} for one idea")
    click.echo(f"{made.top_share:>12.1%}  of the votes are for the first hundredth of the ideas")
    click.echo(f"{made.miscounted:>12,}  ideas whose count differs from their votes")
    click.echo(f"{time.monotonic() - started:>12.0f}  seconds")


def _forget_the_disk(engine: Engine) -> None:
    """Do not wait for the disk while this process lasts: a story cut short is told anew."""
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()
    event.listen(engine, "connect", lambda kept, _: kept.execute("PRAGMA synchronous=OFF"))


def _with_progress(path: Path, run: Callable[[Import, Path], None], job: Import) -> None:
    started = time.monotonic()
    with click.progressbar(length=size_of(path), label=path.name, file=sys.stderr) as bar:
        run(replace(job, progress=bar.update), path)
    click.echo(f"{path.name}: {time.monotonic() - started:.1f} s")
