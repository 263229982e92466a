"""The figures of a close: what two people look at, and the digest that says they are the same."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from ideas.royalties.closing.queries import Outlook, PeriodOutlook
from ideas.royalties.lines.rules import EarnedLine


@dataclass(frozen=True)
class Figure:
    """What an agreement comes to; minor units of its currency, ``digest`` of every line."""

    agreement_id: int
    title: str
    currency: str
    earned: int
    reserve: int
    adjustments: int
    pool: int
    payable: int
    digest: str


@dataclass(frozen=True)
class Change:
    """An agreement whose figures differ from those proposed; None where it was or is not there."""

    title: str
    was: Figure | None
    now: Figure | None


def figures_of(outlook: PeriodOutlook) -> list[Figure]:
    """What each agreement comes to."""
    return [
        Figure(
            agreement_id=each.agreement.id,
            title=each.agreement.idea.title,
            currency=each.deal.currency,
            earned=each.pool.earned,
            reserve=each.pool.reserve_released - each.pool.reserve_held,
            adjustments=each.pool.adjustments,
            pool=each.pool.pool,
            payable=sum(after.payable for _, after in each.payees),
            digest=_digest_of(each),
        )
        for each in outlook.agreements
    ]


def digest_of(figures: Sequence[Figure]) -> str:
    """SHA-256 of all that a close would write; a title is not part of it."""
    told = _json([(each.agreement_id, each.digest) for each in figures])
    return hashlib.sha256(told.encode()).hexdigest()


def _json(values: Any) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=str)


def _digest_of(outlook: Outlook) -> str:
    """SHA-256 of the pool with every line, and of the payees, as JSON that is never held whole."""
    payees = _json([(share.id, asdict(after)) for share, after in outlook.payees])
    before, lines, after = _json(asdict(replace(outlook.pool, lines=()))).partition('"lines":[')
    hashed = hashlib.sha256(f"[{before}{lines}".encode())
    rates = {rate_id: _json(asdict(each.rule)) for rate_id, each in outlook.rates.items()}
    for at, each in enumerate(outlook.pool.lines):
        hashed.update(("," * bool(at) + line_told(each, rates[each.line.rate_id])).encode())
    hashed.update(f"{after},{payees}]".encode())
    return hashed.hexdigest()


def line_told(result: EarnedLine, rate: str) -> str:
    """A line as JSON, its names in order; ``rate`` is its rate as JSON."""
    line, settled = result.line, result.line.settled
    return (
        f'{{"allowed":{result.allowed},"converted":{result.converted},"earned":{result.earned},'
        f'"line":{{"currency":{quoted(line.currency)},"deductions":{line.deductions},'
        f'"fx":{quoted(str(line.fx))},"gross":{line.gross},"key":{quoted(line.key)},'
        f'"rate":{rate},"rate_id":{line.rate_id},"returns":{line.returns},'
        f'"settled":{_json(asdict(settled)) if settled else "null"},"units":{line.units}}},'
        f'"net":{result.net},"parts":{_json(result.parts) if result.parts else "[]"}}}'
    )


def changes_between(proposed: Sequence[dict[str, Any]], now: Sequence[Figure]) -> list[Change]:
    """What differs from the figures that were proposed, in the order of the agreements."""
    before = {each["agreement_id"]: Figure(**each) for each in proposed}
    after = {each.agreement_id: each for each in now}
    return [
        Change((after.get(at) or before[at]).title, before.get(at), after.get(at))
        for at in sorted(before | after)
        if at not in before or at not in after or before[at].digest != after[at].digest
    ]
