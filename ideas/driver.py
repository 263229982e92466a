"""What the driver of a database is told."""

from typing import Any

import sqlalchemy as sa

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
