"""What the driver of a database is told, and what its errors mean."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import OperationalError

READ_ONLY = "25006"
"""What PostgreSQL says to who writes where another server leads by now."""

LOST = ("08", "57P")
"""How the codes begin of PgBouncer that has nobody behind it, and of a server that ends."""

POSTGRESQL = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
"""A server of which nothing is heard for so long (seconds, once milliseconds) is away."""


def reached(address: str) -> tuple[sa.URL, dict[str, Any]]:
    """Where an address leads, and what the driver is told on the way.

    Behind PgBouncer, which lends a connection for one transaction, ``pgbouncer=true`` stands among
    the address's arguments: then no statement is prepared for a connection that others get next.
    """
    url = sa.make_url(address)
    if url.get_backend_name() != "postgresql":
        return url, {}
    told: dict[str, Any] = dict(POSTGRESQL)
    if url.query.get("pgbouncer") == "true":
        told["prepare_threshold"] = None
    return url.difference_update_query(["pgbouncer"]), told


def is_away(error: Exception) -> bool:
    """Was a server lost, or could none be reached? What one refuses has another code."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.orig, "sqlstate", "")  # None when nobody answered
    return error.connection_invalidated or code is None or code.startswith(LOST)


@event.listens_for(Engine, "handle_error", retval=True)
def _leave_who_leads_no_more(context: ExceptionContext) -> OperationalError | None:
    """A server that may only be read is as good as away: its connections are not used again."""
    error = context.original_exception
    if getattr(error, "sqlstate", None) != READ_ONLY:
        return None
    context.is_disconnect = True
    return OperationalError(
        context.statement, None, error, hide_parameters=True, connection_invalidated=True
    )
