"""Taking a file in: to disk a piece at a time, as CSV in UTF-8 or Windows-1252, and looked at."""

import hashlib
import json
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ideas.refusals import Refusal, refuse
from ideas.royalties.sales.imports.files import file_of, folder, keep_file
from ideas.royalties.sales.reading.detection import rewritten, seen_in
from ideas.royalties.sales.reading.layout import Layout

CHUNK = 1 << 20
SECONDS = 120
PACKED = b"PK\x03\x04"
WORKBOOK = "ideas.royalties.sales.reading.workbook"


@dataclass(frozen=True)
class Received:
    """A file that lies here under ``mark``; ``sha256`` and ``size`` are of what was sent."""

    mark: str
    file_name: str
    sha256: str
    size: int
    layout: Layout
    heading: tuple[str, ...]


def receive(stream: BinaryIO, file_name: str, *, most: int) -> Received:
    """Keep what is sent, ``most`` bytes at most; Refused, and nothing kept, when it is no table."""
    mark = secrets.token_hex(16)
    sent, path = folder() / f"{mark}.sent", file_of(mark)
    try:
        sha256, size = _copied(stream, sent, most)
        if size == 0:
            refuse(Refusal("sales_file.empty"))
        if _is_packed(sent):
            _as_csv(sent, path)
        else:
            sent.replace(path)
            rewritten(path)
        layout, sample = seen_in(path)
        keep_file(mark)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        sent.unlink(missing_ok=True)
    return Received(mark, file_name, sha256, size, layout, sample.heading)


def _copied(stream: BinaryIO, path: Path, most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while raw := stream.read(CHUNK):
            size += len(raw)
            if size > most:
                refuse(Refusal("sales_file.too_large", most=most // 1_000_000))
            digest.update(raw)
            file.write(raw)
    return digest.hexdigest(), size


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PACKED)) == PACKED


def _as_csv(source: Path, target: Path) -> None:
    asked = [sys.executable, "-m", WORKBOOK, str(source), str(target)]
    try:
        done = subprocess.run(asked, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        refuse(Refusal("sales_file.workbook"))
        raise
    if done.returncode != 0:
        refuse(Refusal("sales_file.workbook"))
    said = json.loads(done.stdout)
    if "refused" in said:
        refuse(Refusal(said["refused"], **said["values"]))
