"""What is turned away at the doors is written to the log: what, where, and who by number.

Nothing that was typed is in it, nor an address of a mailbox or of a network.
"""

import logging

from flask import request
from flask_login import current_user

log = logging.getLogger(__name__)


def tell(what: str) -> None:
    """Write that somebody was turned away, as in ``not allowed: desk.today, person 12``."""
    number = getattr(current_user, "id", None)
    who = f"person {number}" if number is not None else "a visitor"
    log.warning("%s: %s, %s", what, request.endpoint or "no page", who)
