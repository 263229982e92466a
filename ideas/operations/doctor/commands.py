"""``ideas doctor``."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from ideas.config import Config
from ideas.operations.doctor import copies, findings, outside
from ideas.operations.doctor.findings import Mark


@click.command()
@with_appcontext
def doctor() -> None:
    """Look over the installation and say what to do; the exit code is 1 when something is BAD.

    What is marked -- is worth knowing and stops nothing.
    """
    config: Config = current_app.extensions["ideas.config"]
    marks = set()
    for look in (*findings.LOOKS, *copies.LOOKS, *outside.LOOKS):
        for finding in look(config):
            marks.add(finding.mark)
            click.echo(f"{finding.mark:3} {finding.what}")
            if finding.advice:
                click.echo(f"      {finding.advice}")
    sys.exit(1 if Mark.BAD in marks else 0)
