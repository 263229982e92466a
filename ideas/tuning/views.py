"""The tuner: a proposal or two beside the terms in force, and what each would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_skeleton
from flask import Response, request
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from ideas import clock
from ideas.campaigns.ladder import PRESETS, pairs_of
from ideas.campaigns.models import Terms
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.policy import Permission
from ideas.review.settings import Review
from ideas.settings.queries import dials
from ideas.tuning.applying import views as applying
from ideas.tuning.blueprint import blueprint
from ideas.tuning.forms import ProposalForm, form_for
from ideas.tuning.kept import frame_of
from ideas.tuning.past import months_before
from ideas.tuning.proposals import Coming, Proposal
from ideas.tuning.queries import coming_rounds, ideas_with, thought_rounds
from ideas.tuning.shown import Group, Series, bars_of
from ideas.tuning.trial import Tried
from ideas.web.answer import answer
from ideas.web.guard import guarded

__all__ = ["applying", "blueprint"]
LISTED = 25


@blueprint.get("/desk/terms/tune")
@guarded(Permission.TERMS_PUBLISH)
def tune() -> Response:
    """Try terms out: what they would do to open ideas, to the last year, to the coming rounds."""
    current, now = current_terms(standing_campaign().id), clock.now()
    usual = dials(Review).capacity
    announced = coming_rounds(now)
    forms = _forms(current, announced[0].capacity if announced else usual)
    is_valid = not [form for form in forms if not form.validate()]
    tried = [in_force(current), *(form.proposal() for form in forms)] if is_valid else []
    values = tried_values(tried, announced or thought_rounds(now, usual), now) if is_valid else {}
    return answer(
        "tuning/tune.html",
        part="tuning/_tuned.html",
        status=200 if is_valid else 422,
        current=current,
        forms=forms,
        presets=PRESETS,
        taken=_taken(forms[0]) if is_valid else {},
        **values,
    )


def in_force(current: Terms) -> Proposal:
    """The terms in force, as a proposal that changes nothing."""
    return Proposal(current.tiers, current.certification_hours, None, for_open=False)


def _forms(current: Terms, capacity: int) -> list[ProposalForm]:
    """The first proposal, and the second while there is one."""
    start = Proposal(current.tiers, current.certification_hours, capacity)
    first = form_for("a", start)
    is_pair = request.args.get("do") != "alone" and (
        request.args.get("do") == "compare" or "b-ladder" in request.args
    )
    return [first, form_for("b", first_or(start, first))] if is_pair else [first]


def first_or(start: Proposal, form: ProposalForm) -> Proposal:
    """A second proposal starts as the first, if that can be read."""
    return form.proposal() if form.validate() else start


def _taken(form: ProposalForm) -> dict[str, Any]:
    """The first proposal, as the address of the next version takes it."""
    cells = [cell for pair in pairs_of(form.ladder.data) for cell in pair]
    return {"ladder": cells, "certification_hours": form.hours.data}


@dataclass(frozen=True)
class Column:
    """One proposal and what it does, under its name."""

    name: str
    tried: Tried


def tried_values(
    proposals: Sequence[Proposal], coming: Sequence[Coming], now: datetime
) -> dict[str, Any]:
    """What ``tuning/_tuned.html`` shows; the first proposal is what is in force."""
    frame = frame_of(standing_campaign().id, now)
    names = [_("In force"), _("Proposal A"), _("Proposal B")]
    columns = [
        Column(name, frame.try_out(each, coming))
        for name, each in zip(names, proposals, strict=False)
    ]
    return {
        "sample": frame.sample,
        "as_of": frame.at,
        "columns": columns,
        "coming": coming,
        "charts": _charts(columns, coming, frame.at),
        **_lists(columns),
    }


def _lists(columns: Sequence[Column]) -> dict[str, Any]:
    """The ideas behind the numbers of the first proposal."""
    tried = columns[1].tried
    groups = {name: getattr(tried, name).ideas[:LISTED] for name in ("qualifying", "over")}
    likely = tried.likely[:LISTED]
    listed = [each for group in groups.values() for each in group]
    ids = {each.idea_id for each in [*listed, *(each.seen for each in likely)]}
    return {**groups, "likely": likely, "ideas": ideas_with(ids)}


def _charts(columns: Sequence[Column], coming: Sequence[Coming], at: datetime) -> dict[str, Any]:
    months = [format_skeleton("MMM", day, locale=get_locale()) for day in months_before(at.date())]
    tiers = range(max(len(column.tried.shares) for column in columns))
    return {
        "rounds": bars_of(
            [Group(each.name or format_date(each.cutoff_at.date(), "MMM y")) for each in coming],
            [_sizes(column) for column in columns],
            mark=columns[1].tried.proposal.capacity,
        ),
        "months": bars_of(
            [Group(month) for month in months],
            [Series(column.name, column.tried.months) for column in columns],
        ),
        "shares": bars_of(
            [Group(str(number + 1)) for number in tiers],
            [
                Series(column.name, [100 * share for share in column.tried.shares])
                for column in columns
            ],
            top=100,
        ),
    }


def _sizes(column: Column) -> Series:
    """The rounds of a proposal, with what is carried over into each."""
    sizes = [each.size for each in column.tried.filled]
    ranges = [(each.low, each.high) for each in sizes]
    return Series(column.name, [each.middle for each in sizes], ranges)
