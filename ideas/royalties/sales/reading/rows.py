"""From a record's cells to a sale's row, by a layout; made to be quick."""

from collections.abc import Callable, Mapping, Sequence

from ideas.royalties.sales.reading.cells import BadCell, currency_of, is_text, minor_of, units_of
from ideas.royalties.sales.reading.layout import Layout
from ideas.royalties.sales.rules import COLUMNS, SaleRow

DEFAULTS = {"revision": "1", "returned_units": "0", "returns": "0", "deductions": "0"}
Find = Callable[[str], str | None]


class Rows:
    """Reads rows of one file: what is fixed is looked at once, what repeats is remembered."""

    def __init__(
        self, layout: Layout, heading: Sequence[str], *, skus: frozenset[str], period_of: Find
    ) -> None:
        self._numbers, self._width = layout.numbers, len(heading)
        self._skus, self._period_of = skus, period_of
        self._periods: dict[str, str] = {}
        fixed = DEFAULTS | dict(layout.fixed)
        self._at = _places(layout.columns, heading, fixed)
        self._tail = [fixed.get(name, "") for name in COLUMNS]

    def row_of(self, cells: list[str]) -> SaleRow:
        """The sale in a record; BadCell says why there is none."""
        if len(cells) != self._width:
            raise BadCell("sale.columns")
        every = cells + self._tail
        told = [every[at].strip() for at in self._at]
        (source, external_id, revision, period, sku, territory, channel, *numbers, currency) = told
        if not source or not is_text(source):
            raise BadCell("sale.text", f"source: {source}")
        if not external_id or not is_text(external_id):
            raise BadCell("sale.text", f"external_id: {external_id}")
        if not is_text(territory) or not is_text(channel):
            raise BadCell("sale.text", f"territory, channel: {territory}, {channel}")
        if sku not in self._skus:
            raise BadCell("sale.no_product", sku)
        currency, exponent = currency_of(currency)
        return SaleRow(
            source,
            external_id,
            self._revision(revision),
            self._period(period),
            sku,
            territory,
            channel,
            *self._numbers_of(numbers, exponent),
            currency,
        )

    def _revision(self, text: str) -> int:
        revision = self._units("revision", text or "1")
        if revision < 1:
            raise BadCell("sale.number", f"revision: {text}")
        return revision

    def _period(self, text: str) -> str:
        known = self._periods.get(text)
        if known is None:
            known = self._period_of(text)
            if known is None:
                raise BadCell("sale.no_period", text)
            if len(self._periods) < 10_000:
                self._periods[text] = known
        return known

    def _numbers_of(self, texts: list[str], exponent: int) -> tuple[int, int, int, int, int]:
        units, returned, gross, returns, deductions = texts
        return (
            self._units("units", units or "0"),
            self._units("returned_units", returned or "0"),
            self._amount("gross", gross or "0", exponent),
            self._amount("returns", returns or "0", exponent),
            self._amount("deductions", deductions or "0", exponent),
        )

    def _units(self, name: str, text: str) -> int:
        try:
            return units_of(text, self._numbers)
        except BadCell as bad:
            raise BadCell(bad.code, f"{name}: {text}") from None

    def _amount(self, name: str, text: str, exponent: int) -> int:
        try:
            return minor_of(text, self._numbers, exponent)
        except BadCell as bad:
            raise BadCell(bad.code, f"{name}: {text}") from None


def _places(
    columns: Mapping[str, str], heading: Sequence[str], fixed: Mapping[str, str]
) -> list[int]:
    """Where each field is in a record followed by what is fixed."""
    return [
        heading.index(columns[name]) if name in columns else len(heading) + at
        for at, name in enumerate(COLUMNS)
    ]
