"""What the tuner keeps in the memory of a process: the ideas as they stood some minutes ago, and
what the last proposals did to them.

It is read anew once votes were rolled up, and after ten minutes in any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ideas.tuning.proposals import Coming, Proposal
from ideas.tuning.queries import Sample, sample_of
from ideas.tuning.trial import Tried, try_out
from ideas.voting.daily.queries import mark_of

A_WHILE = timedelta(minutes=10)
MOST_TRIED = 8


@dataclass(frozen=True)
class Frame:
    """The ideas as they stood ``at`` a moment; ``mark`` is of the roll-up that was read."""

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
    """The ideas of a campaign, ten minutes old at most; as they stand if nothing is rolled up."""
    mark, kept = mark_of(campaign_id), _kept.get(campaign_id)
    if kept is not None and kept.mark == mark and kept.at <= now < kept.at + A_WHILE:
        return kept
    read = Frame(mark, now, sample_of(campaign_id, now))
    if mark is not None:
        _kept[campaign_id] = read
    return read
