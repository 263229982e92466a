"""The disk of the tests keeps its word: it loses what was not fsynced, and nothing else."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.disk.plugged import Disk, a_disk

ROWS = 30


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk of this test's own."""
    with a_disk() as disk:
        yield disk


def test_only_what_was_fsynced_survives(disk: Disk) -> None:
    with (disk.path / "file").open("wb", buffering=0) as file:
        file.write(b"a" * 9_000)
        os.fsync(file.fileno())
        file.seek(0)
        file.write(b"b" * 5_000)
        (disk.path / "other").write_bytes(b"never kept")
        assert (disk.path / "file").read_bytes()[4_990:5_010] == b"b" * 10 + b"a" * 10
        disk.cut_power(seed=2)
    kept = (disk.path / "file").read_bytes()
    assert len(kept) == 9_000
    assert kept[5_120:] == b"a" * 3_880
    assert {kept[at] for at in range(0, 5_000, 512)} == set(b"ab")
    other = disk.path / "other"
    assert not other.exists() or other.read_bytes() != b"never kept" or other.stat().st_size


def test_names_come_and_go_as_they_were_kept(disk: Disk) -> None:
    (disk.path / "folder").mkdir()
    (disk.path / "folder" / "one").write_text("1")
    (disk.path / "folder" / "one").rename(disk.path / "two")
    os.link(disk.path / "two", disk.path / "three")
    disk.settle()
    (disk.path / "two").unlink()
    (disk.path / "folder").rmdir()
    assert sorted(os.listdir(disk.path)) == ["three"]
    disk.cut_power(seed=1)
    assert sorted(os.listdir(disk.path)) in (["folder", "three", "two"], ["three"])
    assert (disk.path / "three").read_text() == "1"


def test_it_can_be_full_and_have_room_again(disk: Disk) -> None:
    disk.leave_room(10_000)
    with pytest.raises(OSError, match="No space left"):
        (disk.path / "file").write_bytes(bytes(20_000))
    disk.leave_room(None)
    (disk.path / "file").write_bytes(bytes(20_000))


def test_an_fsync_can_fail_and_then_it_passes_for_done(disk: Disk) -> None:
    disk.fail_fsyncs(1)
    with (disk.path / "file").open("wb", buffering=0) as file:
        file.write(b"a" * 50_000)
        with pytest.raises(OSError, match="Input/output error"):
            os.fsync(file.fileno())
        os.fsync(file.fileno())
    disk.cut_power(seed=1)
    assert (disk.path / "file").read_bytes() == bytes(50_000)


@pytest.mark.parametrize(("synchronous", "survives"), [("FULL", True), ("OFF", False)])
def test_it_tells_a_database_that_waits_for_the_disk_from_one_that_does_not(
    disk: Disk, synchronous: str, survives: bool
) -> None:
    with closing(sqlite3.connect(disk.path / "db.sqlite", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE votes (id integer PRIMARY KEY)")
        disk.settle()
        database.execute(f"PRAGMA synchronous={synchronous}")
        for number in range(ROWS):
            database.execute("INSERT INTO votes VALUES (?)", (number,))
        disk.cut_power(seed=3)
    with closing(sqlite3.connect(disk.path / "db.sqlite")) as database:
        kept = database.execute("SELECT count(*) FROM votes").fetchone()[0]
    assert (kept == ROWS) is survives
