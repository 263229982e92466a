"""What a close would write, told line by line for its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from ideas.agreements.cards.rules import Rate
from ideas.royalties.lines.rules import EarnedLine


def as_json(values: Any) -> str:
    """Values as JSON that is always the same."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=str)


class Told:
    """SHA-256 over lines as JSON, each ended by a newline; ``rates`` are those of cards by id."""

    def __init__(self, rates: Mapping[int, Rate]) -> None:
        self._rates = {rate_id: as_json(asdict(rate)) for rate_id, rate in rates.items()}
        self._hashed = hashlib.sha256()

    def add(self, result: EarnedLine) -> None:
        """Tell a line."""
        told = line_told(result, self._rates[result.line.rate_id])
        self._hashed.update(f"{told}\n".encode())

    @property
    def digest(self) -> str:
        """Of the lines so far."""
        return self._hashed.hexdigest()


def line_told(result: EarnedLine, rate: str) -> str:
    """A line as JSON, its names in order; ``rate`` is its rate as JSON."""
    line, settled = result.line, result.line.settled
    return (
        f'{{"allowed":{result.allowed},"converted":{result.converted},"earned":{result.earned},'
        f'"line":{{"currency":{quoted(line.currency)},"deductions":{line.deductions},'
        f'"fx":{quoted(str(line.fx))},"gross":{line.gross},"key":{quoted(line.key)},'
        f'"rate":{rate},"rate_id":{line.rate_id},"returns":{line.returns},'
        f'"settled":{as_json(asdict(settled)) if settled else "null"},"units":{line.units}}},'
        f'"net":{result.net},"parts":{as_json(result.parts) if result.parts else "[]"}}}'
    )
