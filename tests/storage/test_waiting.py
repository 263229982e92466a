"""What one node takes in or writes, another reads on and gives away: a bucket, or one home."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideas.storage import buckets
from ideas.storage.buckets import Bucket, address_in
from ideas.storage.waiting import Here, Place, Shared
from tests.storage.shelf import Shelf, a_shelf

pytestmark = pytest.mark.once
NAME = "0123456789abcdef0123456789abcdef.csv"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with a_shelf() as server:
        yield server


def two_nodes(kind: str, homes: Path, shelf: Shelf) -> tuple[Place, Place]:
    """Two homes that share a bucket, or one home."""
    if kind == "folder":
        return Here(homes / "one"), Here(homes / "one")
    address = address_in(os.environ.get("TEST_S3_URL", shelf.url))
    one, other = (Shared(homes / name, Bucket(address, "imports")) for name in ("one", "two"))
    return one, other


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_what_one_node_gives_another_reads(kind: str, tmp_path: Path, shelf: Shelf) -> None:
    one, other = two_nodes(kind, tmp_path, shelf)
    (one.scratch / NAME).write_bytes(b"a,b\n" + b"1,2\n" * 1_000)
    one.give(NAME)
    with other.open(NAME) as file:
        assert file.readline() == b"a,b\n"
        file.seek(4_000)
        assert file.read() == b"1,2\n"
    assert [name for name, _ in other.found()] == [NAME]
    for node in (other, one):
        node.delete(NAME)
        with pytest.raises(FileNotFoundError):
            node.open(NAME)
    assert list(one.found()) == []
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o700}


def test_nothing_stays_in_the_home_beside_a_bucket(tmp_path: Path, shelf: Shelf) -> None:
    one, other = two_nodes("bucket", tmp_path, shelf)
    (one.scratch / NAME).write_bytes(b"sales")
    (other.scratch / "half.sent").write_bytes(b"what a killed process left")
    one.give(NAME)
    assert list(one.scratch.iterdir()) == []
    assert sorted(name for name, _ in other.found()) == sorted([NAME, "half.sent"])
    other.delete("half.sent")
    assert list(shelf.kept) == [f"/brand/imports/01/{NAME}"]
    assert [name for name, _ in other.found()] == [NAME]


def test_of_a_large_file_only_what_is_read_is_asked_for(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "PIECE", 1_000)
    one, other = two_nodes("bucket", tmp_path, shelf)
    (one.scratch / NAME).write_bytes(bytes(range(250)) * 400)
    one.give(NAME)
    with other.open(NAME) as file:
        file.seek(50_000)
        assert file.read(10) == bytes(range(10))
        assert shelf.pieces == 1
        file.seek(-5, os.SEEK_END)
        assert file.read() == bytes(range(245, 250))
        assert file.read() == b""
    assert shelf.pieces == 2


def test_trouble_on_the_way_is_no_missing_file(tmp_path: Path, shelf: Shelf) -> None:
    from botocore.exceptions import ClientError

    one, other = two_nodes("bucket", tmp_path, shelf)
    (one.scratch / NAME).write_bytes(b"sales")
    shelf.fails = 9
    with pytest.raises(ClientError):
        one.give(NAME)
    assert (one.scratch / NAME).exists()
    with pytest.raises(ClientError):
        other.open(NAME)
