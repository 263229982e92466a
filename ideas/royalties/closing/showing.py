"""What the page of a period that is not closed says about its close."""

from dataclasses import dataclass

from ideas.accounts.approvals.queries import others_with
from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.accounts.models import Person
from ideas.policy import Role
from ideas.refusals import Refusal
from ideas.royalties.closing.figures import Change, changes_between, figures_of
from ideas.royalties.closing.queries import PeriodOutlook
from ideas.royalties.periods.models import Ask, Period, PeriodProposal
from ideas.royalties.periods.queries import proposal_waiting, standing_of
from ideas.royalties.periods.rules import refusal_to_close, refusal_to_soft_close
from ideas.web.speak import sentence_of


@dataclass(frozen=True)
class Closing:
    """What waits, why it cannot go on for this reader, and what changed since it was proposed."""

    waiting: PeriodProposal | None
    refusal: str
    changes: list[Change]

    @property
    def changed(self) -> str:
        """What is said where the figures are not those proposed."""
        return sentence_of(Refusal("period.figures_changed")) if self.changes else ""

    @property
    def is_close(self) -> bool:
        """True when a close waits, and not a reopening."""
        return self.waiting is not None and self.waiting.ask is Ask.CLOSE


def closing_of(period: Period, outlook: PeriodOutlook, *, by: Person) -> Closing:
    """What can be done next about a period, and by whom."""
    proposal, standing = proposal_waiting(period.id), standing_of(period)
    if proposal is not None:
        author = proposal.proposed_by_id
        others = others_with(Role.FINANCE, {author})
        refusal = refusal_to_approve(by=by.id, proposed_by=author, others=others)
        is_close = proposal.ask is Ask.CLOSE
        changes = changes_between(proposal.figures, figures_of(outlook)) if is_close else []
        return Closing(proposal, _said(refusal), changes)
    if period.is_open:
        return Closing(None, _said(refusal_to_soft_close(standing)), [])
    missing, homeless = outlook.missing_rates, outlook.without_agreement
    refusal = refusal_to_close(standing, missing_rates=missing, without_agreement=homeless)
    return Closing(None, _said(refusal), [])


def _said(refusal: Refusal | None) -> str:
    return sentence_of(refusal) if refusal else ""
