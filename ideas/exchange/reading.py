"""Rows of a CSV or JSON-lines file, plain or gzipped, without ever holding the whole file."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]
LONGEST_FIELD = 10 * 1024 * 1024


class Unreadable(Exception):
    """The file, or the rest of it, cannot be read; the text says why."""


def rows_of(path: Path) -> Iterator[tuple[int, Row | None]]:
    """Each row with its number from 1; None for a row that could not be read.

    Unreadable once the file breaks off; the rows before that are good.
    """
    names = [suffix for suffix in path.suffixes if suffix != ".gz"]
    kind = names[-1].lower() if names else ""
    if kind not in {".jsonl", ".ndjson", ".csv", ".tsv"}:
        raise Unreadable(f"{path.name}: name it .csv, .tsv or .jsonl, with or without .gz.")
    number = 0
    try:
        with _opened(path) as file:
            for number, row in _csv_rows(file) if kind in {".csv", ".tsv"} else _json_rows(file):
                yield number, row
    except (EOFError, OSError, zlib.error) as error:
        raise Unreadable(f"{path.name}: unreadable after row {number:,} ({error}).") from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _json_rows(file: IO[str]) -> Iterator[tuple[int, Row | None]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else None


def _csv_rows(file: IO[str]) -> Iterator[tuple[int, Row | None]]:
    csv.field_size_limit(LONGEST_FIELD)
    first = file.readline()
    delimiter = max(",;\t", key=first.count)
    names = next(_csv_lines(iter([first]), delimiter), None) or []
    for number, values in enumerate(_csv_lines(file, delimiter), 1):
        if values is None or values:
            whole = values is not None and len(values) == len(names)
            yield number, dict(zip(names, values or [], strict=True)) if whole else None


def _csv_lines(file: Iterator[str], delimiter: str) -> Iterator[list[str] | None]:
    """The cells of each line; None where a cell is longer than anybody writes."""
    lines = csv.reader(file, delimiter=delimiter)
    while True:
        try:
            yield next(lines)
        except csv.Error:
            yield None
        except StopIteration:
            return


def size_of(path: Path) -> int:
    """How many rows can be read, for the progress bar."""
    number = 0
    try:
        for _ in rows_of(path):
            number += 1
    except Unreadable:
        pass  # the import says so, once it has taken what is before
    return number
