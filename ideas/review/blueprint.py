"""The blueprint of the reviewers' pages, and how its views find a round and a case."""

from flask import Blueprint, url_for
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.review import queries
from ideas.review.models import Case, Round
from ideas.web.guard import demand, found

blueprint = Blueprint("review", __name__)


def round_at(slug: str) -> Round:
    """The round at an address, which the reader judges."""
    round_ = found(queries.round_by_slug(slug))
    demand(Permission.CASE_SCORE, round_)
    return round_


def case_at(slug: str, idea: str) -> Case:
    """An idea's case in a round the reader judges."""
    seen = found(idea_visible_to(current_user, idea))
    return found(queries.case_of(round_at(slug).id, seen.id))


def address_of(case: Case, *, part: str | None = None) -> str:
    """Where a case is read; ``part`` is the id of one of its sections."""
    return url_for("review.case", slug=case.round.slug, idea=case.idea.slug, _anchor=part)
