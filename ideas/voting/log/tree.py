"""The Merkle tree of RFC 9162: hashes, the edge that grows, and proofs. Pure."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
TILE_BITS = 8
TILE = 1 << TILE_BITS
EMPTY = sha256(b"").digest()

HashOf = Callable[[int, int], bytes]
"""The hash of the leaves from one number to before another."""
Node = tuple[int, int, bytes]
"""A full tile's hash: its level, its number there, itself."""


def leaf_hash(entry: bytes) -> bytes:
    """What the tree holds of an entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands above two."""
    return sha256(b"\x01" + left + right).digest()


def grown(
    size: int, edge: Sequence[bytes], leaves: Iterable[bytes]
) -> tuple[list[bytes], list[Node]]:
    """The edge after more leaves, and the hashes of the tiles they filled.

    The edge holds the hashes of the full trees of which one of ``size`` leaves is made, the
    largest first.
    """
    edge, full = list(edge), []
    for leaf in leaves:
        above, number, height = leaf, size, 0
        while number & 1:
            above = node_hash(edge.pop(), above)
            number, height = number >> 1, height + 1
            if height % TILE_BITS == 0:
                full.append((height // TILE_BITS, number, above))
        edge.append(above)
        size += 1
    return edge, full


def hashes_in(content: bytes) -> list[bytes]:
    """The hashes that were written one after the other."""
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def root_of(edge: Sequence[bytes]) -> bytes:
    """The hash above everything."""
    if not edge:
        return EMPTY
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def half_of(size: int) -> int:
    """How many leaves are on the left: the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def hash_between(start: int, end: int, hash_of: HashOf) -> bytes:
    """The hash of some leaves, split as the tree is; a single one is asked for."""
    if end - start == 1:
        return hash_of(start, end)
    middle = start + half_of(end - start)
    return node_hash(hash_of(start, middle), hash_of(middle, end))


def inclusion(seq: int, size: int, hash_of: HashOf) -> list[bytes]:
    """The proof that leaf ``seq`` is in the tree of ``size`` leaves, from the leaf upwards."""
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = start + half_of(end - start)
        if seq < middle:
            proof.append(hash_of(middle, end))
            end = middle
        else:
            proof.append(hash_of(start, middle))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, hash_of: HashOf) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is the beginning of that of ``new``."""
    start, end, proof, is_whole = 0, new, [], True
    while old != end:
        middle = start + half_of(end - start)
        if old <= middle:
            proof.append(hash_of(middle, end))
            end = middle
        else:
            proof.append(hash_of(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        proof.append(hash_of(start, end))
    return proof[::-1]
