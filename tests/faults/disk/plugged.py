"""The tests' side of the disk: plug it in, fill it, break it, cut its power."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.disk.fuse import mount, unmount


class Disk:
    """A mounted disk at ``path``."""

    def __init__(self, path: Path, process: "subprocess.Popen[str]") -> None:
        self.path = path
        self._process = process

    def settle(self) -> None:
        """Let everything so far be kept."""
        self._tell("settle")

    def cut_power(self, seed: int) -> None:
        """Lose what was not fsynced; whoever still has files open can do nothing with them."""
        self._tell(f"cut {seed}")

    def leave_room(self, size: int | None) -> None:
        """Let so many bytes be added before the disk is full; None: as many as one likes."""
        self._tell(f"room {'any' if size is None else size}")

    def fail_fsyncs(self, number: int) -> None:
        """Let the next fsyncs fail."""
        self._tell(f"fail {number}")

    def fsyncs(self) -> int:
        """How many there were."""
        return self._tell("count")

    def _tell(self, words: str) -> int:
        sent, heard = self._process.stdin, self._process.stdout
        assert sent is not None
        assert heard is not None
        sent.write(f"{words}\n")
        sent.flush()
        return int(heard.readline())


@contextmanager
def a_disk() -> Iterator[Disk]:
    """A new, empty disk that everybody may use; the test is skipped where none can be mounted."""
    path = Path(tempfile.mkdtemp(prefix="ideas-disk-"))
    path.chmod(0o755)
    try:
        os.close(mount(str(path)))
        unmount(str(path))
    except OSError as trouble:
        path.rmdir()
        pytest.skip(f"no file system can be mounted here: {trouble}")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.disk", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Disk(path, process)
    finally:
        unmount(str(path))
        process.kill()
        process.communicate()
        shutil.rmtree(path)  # who began late may have made its home below
