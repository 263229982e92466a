"""Logs as lines of JSON, each with the id of the request it came from.

Only the place in the code and the kind of an error are told of its values: what a database says of
a row it refused may hold an address.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that this thread answers; empty in the worker and in commands."""
SERVERS = ("gunicorn.error", "granian")
DETAIL = "DETAIL:"


class Lines(logging.Formatter):
    """One object a line: at, level, logger, said, request; more where more was told."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": without_details(record.getMessage()),
        }
        if said := request_id.get():
            line["request"] = said
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["trace"] = without_details(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def without_details(text: str) -> str:
    """A text without what PostgreSQL adds about the values of a row."""
    return "\n".join(each for each in text.split("\n") if not each.startswith(DETAIL))


def write_json() -> None:
    """From now on this process logs in JSON to standard error, its server too; twice is once."""
    root = logging.getLogger()
    if any(isinstance(each.formatter, Lines) for each in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in SERVERS:
        server = logging.getLogger(name)
        server.handlers, server.propagate = [], True
