"""Rows of a CSV or JSON-lines file, plain or gzipped, without ever holding the whole file."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]
LONGEST_FIELD = 10 * 1024 * 1024


class Unreadable(Exception):
    """The file is of no kind that can be read; the text says why."""


def rows_of(path: Path) -> Iterator[tuple[int, Row | None]]:
    """Each row with its number from 1; None for a row that could not be read."""
    names = [suffix for suffix in path.suffixes if suffix != ".gz"]
    kind = names[-1].lower() if names else ""
    with _opened(path) as file:
        if kind in {".jsonl", ".ndjson"}:
            yield from _json_rows(file)
        elif kind in {".csv", ".tsv"}:
            yield from _csv_rows(file)
        else:
            raise Unreadable(f"{path.name}: name it .csv, .tsv or .jsonl, with or without .gz.")


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
        except ValueError:
            row = None
        yield number, row if isinstance(row, dict) else None


def _csv_rows(file: IO[str]) -> Iterator[tuple[int, Row | None]]:
    csv.field_size_limit(LONGEST_FIELD)
    first = file.readline()
    delimiter = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    for number, values in enumerate(csv.reader(file, delimiter=delimiter), 1):
        if values:
            whole = len(values) == len(names)
            yield number, dict(zip(names, values, strict=True)) if whole else None


def size_of(path: Path) -> int:
    """How many rows there are, for the progress bar."""
    return sum(1 for _ in rows_of(path))
