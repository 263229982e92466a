"""How the audit log is chained."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

BEFORE_THE_FIRST = "0" * 64


def chained_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the entry as canonical JSON, in hexadecimal."""
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
