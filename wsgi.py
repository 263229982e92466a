"""What a server imports, and ``flask --app wsgi``."""

from ideas.cli import app_with_commands

app = app_with_commands()
