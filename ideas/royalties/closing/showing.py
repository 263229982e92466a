"""What the page of a period that is not closed says about its close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ideas.accounts.approvals.queries import others_with
from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.accounts.models import Person
from ideas.agreements.queries import names_by_share
from ideas.policy import Role
from ideas.refusals import Refusal
from ideas.royalties.closing.figures import Change, Figure, changes_between, figures_of
from ideas.royalties.closing.queries import NOTHING, PeriodOutlook, outlook_of
from ideas.royalties.closing.rules import Beyond, Told, beyond
from ideas.royalties.closing.wishes.models import CloseWish
from ideas.royalties.closing.wishes.queries import (
    calculated,
    is_large,
    is_old,
    last_wish,
    wish_waiting,
)
from ideas.royalties.periods.models import Ask, Period, PeriodProposal
from ideas.royalties.periods.queries import proposal_waiting, standing_of
from ideas.royalties.periods.rules import refusal_to_close, refusal_to_soft_close
from ideas.royalties.settlements.effects import places_sold_in
from ideas.royalties.settlements.queries import agreements_for
from ideas.web.speak import sentence_of


@dataclass(frozen=True)
class Worked:
    """What the worker did, or does, about a period that has too many sales for a request.

    ``figures`` are those it calculated for this step, ``digest`` theirs while they are fresh.
    """

    waiting: CloseWish | None
    figures: list[Figure] = field(default_factory=list)
    digest: str = ""
    stopped: str = ""

    @property
    def names(self) -> Mapping[int, str]:
        """The payees of these figures, by share."""
        return names_by_share(share for each in self.figures for share, *_ in each.payees)


@dataclass(frozen=True)
class Closing:
    """What waits, why it cannot go on for this reader, and what changed since it was proposed.

    ``worked`` is None where the request itself calculates.
    """

    waiting: PeriodProposal | None
    refusal: str
    changes: list[Change]
    worked: Worked | None = None
    beyond: Sequence[tuple[Told, Beyond]] = ()

    @property
    def changed(self) -> str:
        """What is said where the figures are not those proposed."""
        return sentence_of(Refusal("period.figures_changed")) if self.changes else ""

    @property
    def is_close(self) -> bool:
        """True when a close waits, and not a reopening."""
        return self.waiting is not None and self.waiting.ask is Ask.CLOSE

    @property
    def must_be_calculated(self) -> bool:
        """True when the worker has to calculate before anybody proposes or confirms."""
        return self.worked is not None and not self.worked.digest


def looked_at(period: Period, *, by: Person) -> tuple[PeriodOutlook, Closing]:
    """What a period comes to, as far as a page calculates it, and what can be done next by whom."""
    proposal = proposal_waiting(period.id)
    is_close = proposal is not None and proposal.ask is Ask.CLOSE
    if is_large(period.id):
        outlook, worked = NOTHING, _worked(period, proposal if is_close else None)
        lie_beyond = list[tuple[Told, Beyond]]()
        now = _calculated_now(period) if worked.digest else None
    else:
        outlook, worked = outlook_of(period), None
        lie_beyond = _beyond(period)
        now = figures_of(outlook)
    if proposal is not None:
        changes = changes_between(proposal.figures, now) if is_close and now is not None else []
        return outlook, Closing(proposal, _said(_own(proposal, by)), changes, worked, lie_beyond)
    return outlook, Closing(None, _said(_to_go_on(period, outlook)), [], worked, lie_beyond)


def _beyond(period: Period) -> list[tuple[Told, Beyond]]:
    """Sales that the agreement they are settled under does not speak of, each place once."""
    deals = {each.idea_id: each for each in agreements_for(set())}
    found: dict[tuple[str, str, Beyond], Told] = {}
    for idea_id, sku, territory, first, last in places_sold_in(period.id):
        told, deal = Told(sku, territory, first, last), deals.get(idea_id)
        if deal is None:
            continue
        what = beyond(told, deal.territories, deal.begins_on, deal.ends_on)
        if what is not None:
            found.setdefault((told.sku, told.territory, what), told)
    return [(told, what) for (_, _, what), told in found.items()]


def _worked(period: Period, proposal: PeriodProposal | None) -> Worked:
    wish, last, known = wish_waiting(period.id), last_wish(period.id), calculated(period.id)
    digest = known.digest if known is not None and not is_old(known, period) else ""
    shown = proposal.figures if proposal else known.figures if known and digest else []
    is_past = proposal is not None and last is not None and last.asked_at < proposal.proposed_at
    why = last.refusal if last is not None and wish is None and not is_past else {}
    stopped = sentence_of(Refusal(why["code"], **why["values"])) if why else ""
    return Worked(wish, [Figure(**each) for each in shown], digest, stopped)


def _calculated_now(period: Period) -> list[Figure]:
    known = calculated(period.id)
    return [Figure(**each) for each in known.figures] if known else []


def _own(proposal: PeriodProposal, by: Person) -> Refusal | None:
    author = proposal.proposed_by_id
    others = others_with(Role.FINANCE, {author})
    return refusal_to_approve(by=by.id, proposed_by=author, others=others)


def _to_go_on(period: Period, outlook: PeriodOutlook) -> Refusal | None:
    standing = standing_of(period)
    if period.is_open:
        return refusal_to_soft_close(standing)
    missing, homeless = outlook.missing_rates, outlook.without_agreement
    return refusal_to_close(standing, missing_rates=missing, without_agreement=homeless)


def _said(refusal: Refusal | None) -> str:
    return sentence_of(refusal) if refusal else ""
