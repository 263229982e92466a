"""When the site was saved last: a word in its home, so that an alert can miss it."""

from datetime import datetime
from pathlib import Path

from ideas.config import Config


def _word(config: Config) -> Path:
    return config.home / f"saved-{config.mark}"


def last_backup_at(config: Config) -> datetime | None:
    """When that was; None when it never was, or was another database."""
    try:
        return datetime.fromisoformat(_word(config).read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return None


def note_backup(config: Config, moment: datetime) -> None:
    """Remember that everything until this moment is saved."""
    _word(config).write_text(f"{moment.isoformat()}\n", encoding="ascii")
