"""The log's files in a folder, as its addresses have them: for mirrors, and to be checked there."""

from pathlib import Path

from ideas.voting.log.published import content_of, counts_note, keys_note, tiles_of
from ideas.voting.log.queries import newest_checkpoint


def copy_log(folder: Path) -> int:
    """Write what is not there yet, the checkpoint last; answers how many files."""
    counts, newest = counts_note(), newest_checkpoint()
    if newest is None or counts is None:
        return 0
    written = 0
    for tile in tiles_of(newest.size):
        content = None if (folder / tile.address).exists() else content_of(tile)
        if content is not None:
            _write(folder / tile.address, content)
            written += 1
    words = {"counts": counts, "key": keys_note(newest), "checkpoint": newest.note}
    for name, text in words.items():
        _write(folder / name, text.encode())
    return written + len(words)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
