"""What is late, and what an operator reads about it. Times are told on the status pages."""

from datetime import timedelta

LATE = timedelta(minutes=5)
"""Longer than any pause of a worker that lives."""
MAIL_LATE = timedelta(minutes=10)


def lag(since: float | None) -> float:
    """Seconds that something has waited; nothing when it is not due yet, or nothing waits."""
    return max(since or 0.0, 0.0)
