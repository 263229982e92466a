"""How an idea's votes were looked after: what was found, what was decided, how it was certified."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.db import session
from ideas.voting.integrity.models import Sweep, VoteCase
from ideas.voting.integrity.queries import sweeps_of
from ideas.voting.integrity.sampling.queries import sample_of
from ideas.voting.integrity.sampling.rules import Finding, is_doubtful
from ideas.voting.models import Ballot

MOST_SHOWN = 10


@dataclass(frozen=True)
class Report:
    """The ballot's counts, its sample by finding, suspicions and decisions, the newest first."""

    ballot: Ballot
    drawn: int
    findings: Mapping[Finding, int]
    is_doubtful: bool
    cases: Sequence[VoteCase]
    sweeps: Sequence[Sweep]

    @property
    def checked(self) -> int:
        """How many of the sample somebody looked at."""
        return sum(self.findings.values())


def report_on(ballot: Ballot) -> Report:
    """Everything known of a ballot's honesty; no vote is counted for it."""
    findings = [row.finding for row in sample_of(ballot)]
    suspected = sa.select(VoteCase).where(VoteCase.idea_id == ballot.idea_id)
    cases = session().scalars(suspected.order_by(VoteCase.id.desc()).limit(MOST_SHOWN)).all()
    return Report(
        ballot=ballot,
        drawn=len(findings),
        findings=Counter(each for each in findings if each is not None),
        is_doubtful=is_doubtful(findings),
        cases=cases,
        sweeps=sweeps_of(ballot.idea_id, MOST_SHOWN),
    )
