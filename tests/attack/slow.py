"""Clients that take their time: while they hold on, somebody honest still gets a page.

slowhttptest (of Debian) is asked where it is installed, for heads, bodies and readers that dribble;
our own do the same in any case.
"""

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.attack.place import still_answers
from tests.attack.tools import Found, run

CONNECTIONS, SECONDS, PATIENCE = 300, 20, 5.0
WAYS = {"heads": "-H", "bodies": "-B", "readers": "-X"}
HEAD = b"GET /ideas HTTP/1.1\r\nHost: slow\r\nX-A: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: slow\r\nContent-Length: 9000\r\n\r\n"


def own(address: str, first: bytes) -> Found:
    """So many connections that send a byte now and then; how long others wait meanwhile."""
    found = Found(f"{CONNECTIONS} slow clients, {'heads' if first is HEAD else 'bodies'}")
    with _connected(address, first) as dribble:
        waits, until = [], time.monotonic() + SECONDS
        while time.monotonic() < until:
            dribble()
            waits.append(still_answers(address))
            time.sleep(0.5)
    found.did = f"{len(waits)} honest readers waited {max(waits):.2f} s at most"
    if max(waits) > PATIENCE:
        found.findings.append(found.did)
    return found


@contextmanager
def _connected(address: str, first: bytes) -> Iterator[Callable[[], None]]:
    host, open_ = urlsplit(address), list[socket.socket]()
    try:
        for _ in range(CONNECTIONS):
            line = socket.create_connection((host.hostname or "", host.port or 80), timeout=5)
            line.sendall(first)
            open_.append(line)

        def dribble() -> None:
            for each in open_:
                with contextlib.suppress(OSError):
                    each.send(b"a")

        yield dribble
    finally:
        for line in open_:
            line.close()


def slowhttptest(folder: Path, address: str) -> Iterator[Found]:
    """The three ways of slowhttptest; it says whether the service stayed available."""
    tool = shutil.which("slowhttptest")
    if tool is None:
        yield Found("slowhttptest", missing="apt-get install slowhttptest")
        return
    folder.mkdir()
    for way, flag in WAYS.items():
        words = [tool, flag, "-c", str(CONNECTIONS), "-r", "100", "-i", "3", "-l", str(SECONDS)]
        words += ["-p", str(int(PATIENCE)), "-u", f"{address}/ideas", "-x", "24"]
        waits = _during(partial(run, words, folder / way, SECONDS + 30), address)
        said = f"others waited {max(waits):.2f} s at most"
        yield Found(f"slowhttptest, {way}", said, [said] if max(waits) > PATIENCE else [])


def _during(attack: Callable[[], object], address: str) -> list[float]:
    thread, waits = threading.Thread(target=attack), list[float]()
    thread.start()
    while thread.is_alive():
        waits.append(still_answers(address))
        thread.join(0.5)
    return waits
