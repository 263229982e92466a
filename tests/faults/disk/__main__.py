"""The disk's own process: ``python -m tests.faults.disk FOLDER``, told what to do on its input."""

import errno
import os
import select
import signal
import sys

from tests.faults.disk.files import Files
from tests.faults.disk.fuse import Kernel, mount, unmount


def main(path: str) -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    files = Files()
    kernel, opened = Kernel(files), mount(path)
    print("ready", flush=True)
    try:
        while True:
            ready, _, _ = select.select([opened, 0], [], [])
            if opened in ready:
                try:
                    kernel.answer_one(opened)
                except OSError as trouble:
                    if trouble.errno == errno.ENODEV:  # it was taken away
                        return
                    if trouble.errno not in {errno.ENOENT, errno.EINTR, errno.EAGAIN}:
                        raise
            if 0 in ready:
                words = os.read(0, 1_000).decode().split()
                if not words:
                    return
                if words[0] == "cut":
                    unmount(path)
                    os.close(opened)
                    files.cut_power(int(words[1]))
                    opened = mount(path)
                print(_obey(files, words), flush=True)
    finally:
        unmount(path)


def _obey(files: Files, words: list[str]) -> int:
    match words:
        case ["settle"]:
            files.settle()
        case ["room", "any"]:
            files.room = None
        case ["room", size]:
            files.room = int(size)
        case ["fail", number]:
            files.failing_fsyncs = int(number)
    return files.fsyncs


if __name__ == "__main__":
    main(sys.argv[1])
