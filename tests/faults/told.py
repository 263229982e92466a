"""A line of figures per fault, shown by ``make faults``."""

import sys

from tests.faults.crowd import Storm


def tell(what: str, times: int, storm: Storm, **more: object) -> None:
    """Say how often it happened, and what the people saw."""
    statuses = {str(status): number for status, number in storm.statuses.items()}
    rest = "".join(f", {name} {value}" for name, value in more.items())
    print(
        f"\n{what}: {times} times, {len(storm.voted)} votes answered, answers {statuses}, "
        f"slowest {storm.slowest:.2f} s{rest}",
        file=sys.stderr,
    )
