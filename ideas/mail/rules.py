"""How often a message is tried, and how messages are told apart."""

from datetime import timedelta

MOST_ATTEMPTS = 8
FIRST_REST = timedelta(seconds=30)
KEPT_SENT = timedelta(days=90)
KEPT_FAILED = timedelta(days=7)
KEPT_STRANGERS = timedelta(days=29)  # looked for daily: gone within 30 days


def rest_after(attempts: int) -> timedelta | None:
    """Pause before the next attempt (30 s, 1.5 min, 4.5 min …, 18 h); None when it has failed."""
    return None if attempts >= MOST_ATTEMPTS else FIRST_REST * int(3 ** (attempts - 1))


def message_id_of(number: int, moment: float, host: str) -> str:
    """The same for every attempt at a message, so that a mailbox can drop a second copy."""
    return f"<{number}.{int(moment)}@{host}>"
