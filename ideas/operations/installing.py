"""Putting all of this into an application."""

from flask import Flask

from ideas.config import Config
from ideas.operations import health, logs, slow, standing, watching


def install(app: Flask, config: Config) -> None:
    """Stand before all doors; to be called last."""
    if config.log == "json":
        logs.write_json()
    slow.install(app, config)
    health.install(app)
    standing.install(app)
    watching.install(app, config)
