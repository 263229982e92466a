"""While the suite runs, every form of the staff that writes has to leave an audit entry."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from ideas.db import db
from ideas.policy import Role, allows
from tests.databases import statements

NOT_AUDITED = {
    "campaigns.check_terms": "a preview: nothing is written",
    "desk.look": "a preview: nothing is written",
    "royalties.quotes.look": "a preview: nothing is written",
    "desk.chain_checked": "the check is a row of the log's own",
    "claims.take_idea": "who looks at what, for some minutes",
    "claims.take_reported": "who looks at what, for some minutes",
    "claims.let_go": "who looks at what, for some minutes",
}
"""Views that leave none, and why."""
BESIDE = {"auth_sessions", "claims", "audit_checks", "audit_heads", "audit_seals", "events"}
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
SAFE = {"GET", "HEAD", "OPTIONS"}
FAILED = 400
FAN = SimpleNamespace(id=1, is_authenticated=True, is_verified=True, roles=frozenset())
STAFF = SimpleNamespace(id=1, is_authenticated=True, is_verified=True, roles=frozenset(Role))


def is_for_staff(view: Any) -> bool:
    """True when no fan gets past the guard of a view, but somebody of the staff does."""
    guard = getattr(view, "guarded_by", None)
    return guard is not None and not allows(guard, FAN) and allows(guard, STAFF)


@contextmanager
def watched(app: Flask, method: str) -> Iterator[list[str]]:
    """Collect what a request sends to the database, unless it only reads."""
    if method in SAFE:
        yield []
        return
    with app.app_context():
        engine = db.engine
    with statements(engine) as sent:
        yield sent


def unaudited(app: Flask, answer: TestResponse, sent: Iterable[str]) -> set[str]:
    """The tables that a form of the staff wrote without an audit entry."""
    request = answer.request.environ.get("werkzeug.request")
    endpoint = getattr(request, "endpoint", None)
    if endpoint is None or endpoint in NOT_AUDITED or answer.status_code >= FAILED:
        return set()
    written = {found[1] for each in sent if (found := WRITES.match(each))} - BESIDE
    is_quiet = "audit_entries" in written or not is_for_staff(app.view_functions[endpoint])
    return set() if is_quiet else written
