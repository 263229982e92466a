"""The tree against the known hashes, and its proofs against a checker written from the RFC."""

import hashlib
import random

import pytest

from ideas.voting.log import tree
from tests.voting.log.script import script

KNOWN_LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def root_by_the_book(hashes: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return tree.node_hash(root_by_the_book(hashes[:half]), root_by_the_book(hashes[half:]))


def is_beginning(old: int, old_root: bytes, new: int, root: bytes, proof: list[bytes]) -> bool:
    """Does the proof hold? RFC 9162, section 2.1.4.2, word for word."""
    if old == new:
        return not proof and old_root == root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for step in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = tree.node_hash(step, fr), tree.node_hash(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = tree.node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == root


@pytest.mark.parametrize("size", range(9))
def test_known_roots(size: int) -> None:
    hashes = [tree.leaf_hash(entry) for entry in KNOWN_LEAVES[:size]]
    edge, _ = tree.grown(0, [], hashes)
    assert tree.root_of(edge).hex() == KNOWN_ROOTS[size]
    assert root_by_the_book(hashes).hex() == KNOWN_ROOTS[size]


def test_a_tree_grown_in_any_steps_is_the_same() -> None:
    chance = random.Random(1)
    hashes = [tree.leaf_hash(b"%d" % number) for number in range(70_000)]
    edge: list[bytes] = []
    tiles: list[tree.Node] = []
    size = 0
    while size < len(hashes):
        step = chance.choice((1, 7, 255, 256, 257, 5_000))
        edge, full = tree.grown(size, edge, hashes[size : size + step])
        tiles, size = tiles + full, min(size + step, len(hashes))
    assert tree.root_of(edge) == root_by_the_book(hashes)
    assert [tile[:2] for tile in tiles if tile[0] == 1] == [(1, n) for n in range(70_000 // 256)]
    assert (2, 0, root_by_the_book(hashes[:65_536])) in tiles
    assert (1, 3, root_by_the_book(hashes[768:1024])) in tiles


def test_random_proofs_hold_and_changed_ones_do_not() -> None:
    chance = random.Random(2)
    hashes = [tree.leaf_hash(b"%d" % number) for number in range(600)]

    def hash_of(start: int, end: int) -> bytes:
        return root_by_the_book(hashes[start:end])

    for _ in range(200):
        size = chance.randint(1, len(hashes))
        seq, old = chance.randrange(size), chance.randint(1, size)
        root, old_root = hash_of(0, size), hash_of(0, old)
        proof = tree.inclusion(seq, size, hash_of)
        assert script.is_included(hashes[seq], seq, proof, size=size, root=root)
        assert (
            not script.is_included(hashes[seq - 1], seq, proof, size=size, root=root) or size == 1
        )
        assert not script.is_included(hashes[seq], seq, [*proof, root], size=size, root=root)
        grown = tree.consistency(old, size, hash_of)
        assert is_beginning(old, old_root, size, root, grown)
        if old < size:
            assert not is_beginning(old, root, size, root, grown)
        if proof:
            at = chance.randrange(len(proof))
            broken = [*proof[:at], hashlib.sha256(proof[at]).digest(), *proof[at + 1 :]]
            assert not script.is_included(hashes[seq], seq, broken, size=size, root=root)
        if grown:
            at = chance.randrange(len(grown))
            broken = [*grown[:at], hashlib.sha256(grown[at]).digest(), *grown[at + 1 :]]
            assert not is_beginning(old, old_root, size, root, broken)
