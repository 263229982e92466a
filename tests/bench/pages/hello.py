"""The floor: the least that Flask can answer, under the site's own gunicorn."""

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    """Two words."""
    return "Hello, world"
