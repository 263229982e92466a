"""What one piece of fuzz may do to the readers: refuse in our words, or answer something harmless.

``python -m tests.attack.fuzz markdown CORPUS -max_total_time=30``, in the environment of atheris,
which gives all further words to libFuzzer.
"""

import contextlib
import csv
import importlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

READ = ("ideas", "markdown_it", "mdurl", "csv", "json", "html", "PIL", "codecs")
"""Packages whose branches atheris watches."""
PEOPLE = {"ada": "/people/ada"}
SEEDS: dict[str, tuple[bytes, ...]] = {
    "markdown": (b"# One\n\n* [a](https://b.example) `c` @ada\n> **d** _e_ &amp; <b>", b"|x|\n|-|"),
    "ideas": (b"id,title,body\n1,Boat,<p>Blue</p>\n", b'{"id": 1, "title": "Boat", "tags": [2]}\n'),
    "sales": (
        b"source,external_id,period,sku,units,gross,currency\nshop,1,2026-H1,A,2,19.90,EUR\n",
        b"source;external_id;period;sku;units;gross;currency\nshop;1;01.02.2026;A;2;1.019,90;EUR\n",
    ),
}


class _Shown(HTMLParser):
    """Fails where markup holds more than the tags, attributes and addresses a fan may write."""

    def __init__(self, tags: set[str]) -> None:
        super().__init__()
        self.tags = tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags, tag
        for name, value in attrs:
            assert tag == "a", (tag, name)
            assert name in {"href", "rel"}, name
            scheme = urlsplit(value or "").scheme if name == "href" else ""
            assert scheme in {"", "http", "https", "mailto"}, value


def markdown(data: bytes) -> None:
    """A story, its headings, its people, its first words, its facts."""
    from ideas import text

    typed = data.decode(errors="replace")
    shown = _Shown(text.TAGS)
    shown.feed(text.html_of(typed, PEOPLE))
    shown.close()
    assert "<" not in text.slug_of(typed)
    text.plain_of(typed, 80)
    text.facts_in(typed)
    text.handles_in(typed)
    text.without_handle(typed, "ada")


def ideas(data: bytes) -> None:
    """Files of ideas and votes of another platform, as CSV and as lines of JSON."""
    from ideas.exchange.mapping import BadRow, ColumnMap, idea_of, vote_of
    from ideas.exchange.reading import Unreadable, rows_of

    columns = ColumnMap()
    for name in ("f.csv", "f.jsonl", "f.csv.gz"):
        with _file(data, name) as path, contextlib.suppress(Unreadable):
            for _, row in islice(rows_of(path), 50):
                with contextlib.suppress(BadRow):
                    idea_of(row or {}, columns.ideas)
                with contextlib.suppress(BadRow):
                    vote_of(row or {}, columns.votes)


def sales(data: bytes) -> None:
    """A shop's file: what it looks like, then row after row."""
    from ideas.refusals import Refused
    from ideas.royalties.sales.reading.cells import BadCell, day_of
    from ideas.royalties.sales.reading.detection import rewritten, seen_in
    from ideas.royalties.sales.reading.records import Records
    from ideas.royalties.sales.reading.rows import Rows

    with _file(data, "f.csv") as path, contextlib.suppress(Refused, KeyError):
        rewritten(path)
        layout, sample = seen_in(path)
        if not {"source", "external_id", "period", "sku", "currency"} <= {*layout.columns}:
            return
        rows = Rows(layout, sample.heading, skus=frozenset("A"), period_of=lambda text: text)
        with path.open("rb") as file:
            for record in islice(Records(file, layout), 50):
                with contextlib.suppress(BadCell):
                    row = rows.row_of(record.cells or [])
                    day_of(row.period, layout.dates)


def cells(data: bytes) -> None:
    """A cell of an export, written and read again: nothing that a spreadsheet would reckon."""
    from ideas.text import harmless

    written, typed = io.StringIO(), data.decode(errors="replace").replace("\0", "")
    csv.writer(written).writerow([harmless(typed), "end"])
    (again, _) = next(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert again.removeprefix("'") == typed.removeprefix("'"), again
    assert not again.startswith(("\t", "\r", "\n")), again
    assert not again.lstrip("\ufeff\u200b \t\r\n").startswith(("=", "+", "-", "@")), again


def workbook(data: bytes) -> None:
    """A workbook of sales."""
    from ideas.refusals import Refused
    from ideas.royalties.sales.reading.workbook import look_at, write_as_csv

    with _file(data, "f.xlsx") as path, contextlib.suppress(Refused):
        look_at(path)
        write_as_csv(path, path.with_suffix(".csv"))


def picture(data: bytes) -> None:
    """A picture, as the process that decodes it does; and as a logo."""
    from ideas.storage import decode, grounds, rules

    if rules.refusal_to_take(data) is None:
        for is_logo in (False, True):
            with contextlib.suppress(decode._Refused):
                image, _ = decode._decoded(data, is_logo=is_logo)
                grounds.cells_of(image.convert("RGB"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (markdown, ideas, sales, cells, workbook, picture)
}


def seeds_of(name: str) -> Iterator[bytes]:
    """What is well formed, for a fuzzer to begin with."""
    yield from SEEDS.get(name, ())
    if name == "picture":
        from PIL import Image

        for kind in ("JPEG", "PNG", "WEBP"):
            written = io.BytesIO()
            Image.linear_gradient("L").resize((640, 160)).save(written, kind, quality=1)
            yield written.getvalue()
    if name == "workbook":
        import xlsxwriter

        written = io.BytesIO()
        with xlsxwriter.Workbook(written) as book:
            book.add_worksheet().write_row(0, 0, ["source", "sku", 1, 2.5])
        yield written.getvalue()


@contextlib.contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def main(name: str, corpus: str, *told: str) -> None:
    """Fuzz one target until libFuzzer has had enough; a finding ends it with another code."""
    atheris = importlib.import_module("atheris")
    for number, seed in enumerate(seeds_of(name)):
        Path(corpus, f"seed-{number}").write_bytes(seed)
    with atheris.instrument_imports(include=list(READ)):
        for data in seeds_of(name):
            TARGETS[name](data)
    atheris.Setup([name, corpus, *told], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
