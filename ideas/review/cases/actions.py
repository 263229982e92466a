"""Working on a case."""

from ideas.accounts.models import Person
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import Refusal, refuse
from ideas.review import queries
from ideas.review.cases import rules
from ideas.review.conflicts.queries import has_conflict
from ideas.review.models import Case, Round


def demand_open(case: Case, *, by: Person) -> None:
    """Lock a case's round and idea; refuse work on what is not under review, or too near to one."""
    round_, idea = queries.locked_round(case.round_id), locked_idea(case.idea_id)
    refuse(
        refusal_to_work(
            round_,
            is_in_review=idea.stage is Stage.IN_REVIEW,
            is_own=by.id in idea.team_ids,
            has_conflict=has_conflict(idea.id, by.id),
        )
    )


def refusal_to_work(
    round_: Round, *, is_in_review: bool, is_own: bool, has_conflict: bool = False
) -> Refusal | None:
    """Refuse work on a case of this round."""
    return rules.refusal_to_touch(
        is_cut_off=round_.cut_off_at is not None,
        is_published=round_.published_at is not None,
        is_in_review=is_in_review,
        is_own=is_own,
        has_conflict=has_conflict,
    )
