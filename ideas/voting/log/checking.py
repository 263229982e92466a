"""Is the log in this database whole? Every leaf is hashed again, up to the newest checkpoint."""

from collections.abc import Iterator

from ideas.voting.log import tree
from ideas.voting.log.queries import entries, newest_checkpoint
from ideas.voting.log.rules import coded

AT_ONCE = 10_000


def fault_of_log() -> str | None:
    """What is wrong, in a sentence for operators; None when every leaf is under its checkpoint."""
    newest = newest_checkpoint()
    if newest is None:
        return None
    edge: list[bytes] = []
    size = 0
    for leaves in _portions(newest.size):
        edge, _ = tree.grown(size, edge, leaves)
        size += len(leaves)
    if size != newest.size:
        return f"{newest.size:,} leaves were signed, and {size:,} are here."
    if newest.note.split("\n")[2] != coded(tree.root_of(edge)):
        return "The leaves are not those that were signed."
    return None


def _portions(size: int) -> Iterator[list[bytes]]:
    for start in range(0, size, AT_ONCE):
        yield [tree.leaf_hash(each.encode()) for each in entries(start, min(start + AT_ONCE, size))]
