"""A layout: how a file is written, and which of its columns is what."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ideas.refusals import Refusal
from ideas.royalties.sales.rules import COLUMNS

FIXABLE = ("source", "period", "sku", "territory", "channel", "currency")
"""What may be the same for a whole file."""
NEEDED = ("source", "external_id", "period", "sku", "units", "gross", "currency")


class Encoding(StrEnum):
    """How a file's letters are written; UTF-16 is rewritten as UTF-8 when it arrives."""

    UTF_8 = "utf-8"
    WINDOWS = "cp1252"


class Delimiter(StrEnum):
    """What stands between two cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    BAR = "|"


class Numbers(StrEnum):
    """How 1234.50 is written."""

    POINT = "point"
    COMMA = "comma"
    POINT_GROUPED = "point_grouped"
    COMMA_GROUPED = "comma_grouped"
    COMMA_SPACED = "comma_spaced"
    POINT_QUOTED = "point_quoted"


class Dates(StrEnum):
    """In which order a day is written; year first is always read."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class Layout:
    """``columns`` names the file's column of each field, ``fixed`` what holds for the file."""

    encoding: Encoding = Encoding.UTF_8
    delimiter: Delimiter = Delimiter.COMMA
    numbers: Numbers = Numbers.POINT
    dates: Dates = Dates.ISO
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)


def layout_of(kept: Mapping[str, Any]) -> Layout:
    """The layout that was kept."""
    return Layout(
        encoding=Encoding(kept["encoding"]),
        delimiter=Delimiter(kept["delimiter"]),
        numbers=Numbers(kept["numbers"]),
        dates=Dates(kept["dates"]),
        columns=dict(kept["columns"]),
        fixed=dict(kept["fixed"]),
    )


def remembered(seen: Layout, before: Layout, heading: Sequence[str]) -> Layout:
    """What is seen in a file, with what its source's last file was read by as far as it fits."""
    kept = {name: column for name, column in before.columns.items() if column in heading}
    fixed = {name: value for name, value in before.fixed.items() if name not in kept}
    guessed = {
        name: column
        for name, column in seen.columns.items()
        if name not in fixed and name not in kept and column not in kept.values()
    }
    return Layout(
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        numbers=before.numbers,
        dates=before.dates,
        columns={name: (kept | guessed)[name] for name in COLUMNS if name in kept | guessed},
        fixed=fixed,
    )


def left_out(layout: Layout) -> tuple[str, ...]:
    """What is needed, and neither comes from a column nor is fixed."""
    told = set(layout.columns) | {name for name, value in layout.fixed.items() if value}
    return tuple(name for name in NEEDED if name not in told)


def refusal_to_read(layout: Layout, heading: Sequence[str]) -> Refusal | None:
    """Every field that is needed comes from a column of the file, or is fixed for it."""
    if missing := left_out(layout):
        return Refusal("sales_map.missing", sale_field=missing)
    gone = [column for column in layout.columns.values() if column not in heading]
    return Refusal("sales_map.gone", columns=", ".join(gone)) if gone else None
