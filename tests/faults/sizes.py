"""How large the tests of faults are: small in the suite, full with ``make faults``."""

import os

IS_FULL = bool(os.environ.get("FAULTS"))


def size(name: str, *, small: int, full: int) -> int:
    """A size; ``FAULT_KILLS=10`` sets that of ``kills`` itself."""
    chosen = os.environ.get(f"FAULT_{name.upper()}")
    return int(chosen) if chosen else full if IS_FULL else small
