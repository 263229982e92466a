"""Where the files lie until they are fetched or their time is over: never among the pictures."""

from pathlib import Path

from flask import current_app

from ideas.config import Config
from ideas.insights.exports.models import Export


def file_of(export: Export) -> Path:
    """The file of an export, there or not."""
    return folder() / f"{export.mark}.{export.file_kind}"


def folder() -> Path:
    """The folder of all, readable by the site alone."""
    config: Config = current_app.extensions["ideas.config"]
    path = config.home / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path
