import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.web.keeping.reading import Process


@pytest.fixture
def site(another_app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Process:
    """A process that serves visitors."""
    return Process(another_app, monkeypatch)
