"""What to do about a part that cannot be reached, by what was heard of it."""

from collections.abc import Sequence

LEADS = "“patronictl list” says who leads, and HAProxy beside PgBouncer must hear it at port 8008."
DATABASE = (
    ("password authentication failed", "The user or the password is another one."),
    ("no pg_hba.conf entry", "Let this machine in, in its pg_hba.conf."),
    ("no such database", "PgBouncer knows no such name: see [databases] in pgbouncer.ini."),
    ("server login", f"PgBouncer reaches no database. {LEADS}"),
    ("query_wait_timeout", f"PgBouncer reaches no database. {LEADS}"),
    ("closed the connection", f"A balancer answers and has nobody behind it. {LEADS}"),
    ("does not exist", "Make it there: createuser -P ideas; createdb -O ideas ideas"),
    ("refused", "Nothing listens there: start it, or mend the address."),
    ("timeout", "Nothing is heard from there: is it on, and does a firewall let this machine in?"),
)
"""In the words of PostgreSQL, PgBouncer and the driver; the first that fits."""
SERVERS = (
    ("404", "There is no such bucket: make it, or mend the address."),
    ("403", "The key or the secret is another one, or may not do this."),
    ("SMTPAuthenticationError", "The user or the password is another one."),
    ("NameResolution", "Nobody knows that name: mend the address."),
    ("gaierror", "Nobody knows that name: mend the address."),
    ("EndpointConnection", "Nothing listens there: start it, or mend the address."),
    ("ConnectionRefused", "Nothing listens there: start it, or mend the address."),
    ("Timeout", "Nothing is heard from there: is it on, and does a firewall let this machine out?"),
)
"""In the names of errors that a mail server or a bucket is the cause of."""


def what_to_do(heard: str, known: Sequence[tuple[str, str]]) -> str:
    """The advice for what was heard, or where to look."""
    fitting = (advice for words, advice in known if words in heard)
    return next(fitting, "Mend it, or the address.")
