"""From bytes a row to ten billion votes: extrapolated, every assumption a number below."""

from collections.abc import Mapping

from tests.bench.scale.sizes import Sizes

VOTES, PEOPLE = 10_000_000_000, 100_000_000
YEARS = 10
"""In which they come; so many days of signals are kept."""
SIGNAL_DAYS = 90
PARTITIONS = 256
GB = 10**9


def growth(kind: str, sizes: Sizes, rows: Mapping[str, int]) -> None:
    """Print what each table and its indexes come to."""
    wanted = {
        **dict.fromkeys(("votes", "vote_events", "vote_leaves"), VOTES),
        **dict.fromkeys(("people", "vote_keys"), PEOPLE),
        "vote_signals": VOTES * SIGNAL_DAYS // (YEARS * 365),
    }
    print(f"\nextrapolated to {VOTES:,} votes of {PEOPLE:,} people, {kind}")
    print("| table | rows | GB of rows | GB of indexes | of both in one of 256 partitions |")
    print("|---|---:|---:|---:|---:|")
    total = 0.0
    for table, number in wanted.items():
        own = sizes[table, table] / rows[table] * number
        beside = sum(size for (of, name), size in sizes.items() if of == table and name != of)
        indexes = beside / rows[table] * number
        total += own + indexes
        part = (own + indexes) / PARTITIONS / GB
        print(f"| {table} | {number:,} | {own / GB:,.0f} | {indexes / GB:,.0f} | {part:,.1f} |")
    print(f"| **all** | | | **{total / GB:,.0f}** | {total / PARTITIONS / GB:,.1f} |")
    a_million = total / VOTES * 10**6 / GB
    print(f"a million votes: {a_million:.2f} GB")
