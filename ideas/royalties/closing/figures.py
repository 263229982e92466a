"""The figures of a close: what two people look at, and the digest that says they are the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ideas import clock
from ideas.royalties.closing.facts import facts_of, fingerprint_of
from ideas.royalties.closing.queries import PeriodOutlook, outlook_from
from ideas.royalties.closing.sources import Outlook
from ideas.royalties.closing.telling import as_json
from ideas.royalties.periods.models import Period


@dataclass(frozen=True)
class Figure:
    """What an agreement comes to; minor units of its currency, ``digest`` of every line.

    ``payees`` are share, payable and carried forward; proposals from before they were kept have
    none.
    """

    agreement_id: int
    title: str
    currency: str
    earned: int
    reserve: int
    adjustments: int
    pool: int
    payable: int
    digest: str
    payees: Sequence[Sequence[int]] = ()


@dataclass(frozen=True)
class Calculated:
    """What a period came to when its calculation began; ``rests_on`` is the fingerprint of why."""

    began_at: datetime
    outlook: PeriodOutlook
    figures: list[Figure]
    rests_on: str

    @property
    def digest(self) -> str:
        """Of all that a close would write."""
        return digest_of(self.figures)

    @property
    def is_whole(self) -> bool:
        """Is there something to close, and nothing missing for it?"""
        missing = self.outlook.missing_rates or self.outlook.without_agreement
        return bool(self.figures) and not missing


@dataclass(frozen=True)
class Change:
    """An agreement whose figures differ from those proposed; None where it was or is not there."""

    title: str
    was: Figure | None
    now: Figure | None


def calculate(period: Period) -> Calculated:
    """Calculate a period as it stands; with a million sales that takes minutes."""
    moment, facts = clock.now(), facts_of(period)
    rests_on, outlook = fingerprint_of(facts), outlook_from(facts)
    return Calculated(moment, outlook, figures_of(outlook), rests_on)


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
            payees=[(share.id, after.payable, after.carried) for share, after in each.payees],
        )
        for each in outlook.agreements
    ]


def digest_of(figures: Sequence[Figure]) -> str:
    """SHA-256 of all that a close would write; a title is not part of it."""
    told = as_json([(each.agreement_id, each.digest) for each in figures])
    return hashlib.sha256(told.encode()).hexdigest()


def _digest_of(outlook: Outlook) -> str:
    """SHA-256 of the pool, of the digest of its lines, and of the payees."""
    payees = [(share.id, asdict(after)) for share, after in outlook.payees]
    told = as_json([asdict(outlook.pool), outlook.digest_of_lines, payees])
    return hashlib.sha256(told.encode()).hexdigest()


def changes_between(proposed: Sequence[dict[str, Any]], now: Sequence[Figure]) -> list[Change]:
    """What differs from the figures that were proposed, in the order of the agreements."""
    before = {each["agreement_id"]: Figure(**each) for each in proposed}
    after = {each.agreement_id: each for each in now}
    return [
        Change((after.get(at) or before[at]).title, before.get(at), after.get(at))
        for at in sorted(before | after)
        if at not in before or at not in after or before[at].digest != after[at].digest
    ]
