"""What a server imports."""

from ideas.app import create_app

app = create_app()
