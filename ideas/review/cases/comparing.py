"""What stands beside each other when cases are compared: in words, a dash for the unknown."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from ideas.review.cases.queries import CaseLine
from ideas.review.crowds.models import Crowd
from ideas.review.crowds.queries import crowds_of
from ideas.review.estimates.models import Estimate
from ideas.review.estimates.queries import newest_estimates
from ideas.web.format import minor, money, number

LEAST, MOST = 2, 4
DASH = "–"
LIKELY = 1


def facts_of(lines: Sequence[CaseLine]) -> Mapping[int, Mapping[str, str]]:
    """For each case, by its id: demand, integrity and money."""
    ids = [line.case.idea_id for line in lines]
    estimates, crowds = newest_estimates(ids), crowds_of(ids)
    return {
        line.case.id: _voted(line, crowds.get(line.case.idea_id))
        | _worth(estimates.get(line.case.idea_id))
        for line in lines
    }


def _voted(line: CaseLine, crowd: Crowd | None) -> dict[str, str]:
    ballot = line.ballot
    return {
        "votes": number(line.votes),
        "held": number(ballot.held) if ballot else DASH,
        "void": number(ballot.void) if ballot else DASH,
        "copies": DASH if line.copies is None else number(line.copies),
        "newcomers": number(crowd.newcomers) if crowd else DASH,
    }


def _worth(estimate: Estimate | None) -> dict[str, str]:
    names = ("unit_cost", "price", "one_off")
    if estimate is None:
        return dict.fromkeys((*names, "margin", "break_even", "left"), DASH)
    figures = estimate.figures
    even = figures.break_even
    return {
        **{name: minor(getattr(figures, name), figures.currency) for name in names},
        "margin": money(figures.margin),
        "break_even": _("never") if even is None else number(even),
        "left": money(figures.scenarios[LIKELY].left),
    }
