"""What the tuner keeps in the memory of a process: the ideas as the worker read them last, and
what the last proposals did to them.

Where the worker stands still, they are read as they stand, for every answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ideas.tuning.prepared.queries import mark_since, prepared_sample
from ideas.tuning.prepared.rules import unpacked
from ideas.tuning.proposals import Coming, Proposal
from ideas.tuning.queries import Sample, sample_of
from ideas.tuning.trial import Tried, try_out

TOO_OLD = timedelta(hours=1)
"""The worker prepares them every ten minutes."""
MOST_TRIED = 8


@dataclass(frozen=True)
class Frame:
    """The ideas as they stood ``at`` a moment; ``mark`` tells one that was prepared."""

    mark: str | None
    at: datetime
    sample: Sample
    tried: dict[tuple[Proposal, tuple[Coming, ...]], Tried] = field(default_factory=dict)

    def try_out(self, proposal: Proposal, coming: Sequence[Coming]) -> Tried:
        """Try a proposal as of that moment; one that was tried before need not be again."""
        key = proposal, tuple(coming)
        found = self.tried.get(key)
        if found is None:
            found = try_out(proposal, self.sample.seen, coming, self.at)
            if len(self.tried) >= MOST_TRIED:
                self.tried.clear()
            self.tried[key] = found
        return found


_kept: dict[int, Frame] = {}
"""By campaign."""


def frame_of(campaign_id: int, now: datetime) -> Frame:
    """The ideas of a campaign as they were prepared."""
    mark, kept = mark_since(campaign_id, now - TOO_OLD), _kept.get(campaign_id)
    if mark is None:
        return Frame(None, now, sample_of(campaign_id, now))
    if kept is None or kept.mark != mark:
        row = prepared_sample(campaign_id)
        kept = Frame(row.mark, row.read_at, Sample(unpacked(row.ideas), row.number))
        _kept[campaign_id] = kept
    return kept
