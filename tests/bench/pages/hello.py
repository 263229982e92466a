"""The floor: the least that Flask can answer, under the site's own gunicorn."""

from types import SimpleNamespace

from flask import Flask

app = Flask("hello")
app.extensions["ideas.config"] = SimpleNamespace(worker=False)


@app.get("/")
def hello() -> str:
    """Two words."""
    return "Hello, world"
