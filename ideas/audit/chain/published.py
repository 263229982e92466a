"""The chain as lines of JSON, for a stranger to verify with ``verify_audit.py``."""

import json
from collections.abc import Iterator

from ideas.audit.chain.queries import links


def lines() -> Iterator[str]:
    """A line per entry, in the order of the chain; what is gone has no content."""
    for link in links():
        line = {
            "number": link.number,
            "entry": link.entry_id,
            **(link.content or {}),
            "previous": link.previous,
            "hash": link.hash,
        }
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
