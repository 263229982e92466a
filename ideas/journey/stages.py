"""The map of an idea's stages: which there are, and which moves lead from each."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an idea stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_WORK = "needs_work"
    DECLINED = "declined"
    LIVE = "live"
    CERTIFYING = "certifying"
    QUALIFIED = "qualified"
    IN_REVIEW = "in_review"
    PARKED = "parked"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    IN_DEVELOPMENT = "in_development"
    ON_SALE = "on_sale"
    RETIRED = "retired"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


S = Stage

MOVES: dict[Stage, frozenset[Stage]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.NEEDS_WORK, S.DECLINED, S.LIVE, S.WITHDRAWN}),
    S.NEEDS_WORK: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.DECLINED: frozenset({S.SUBMITTED}),
    S.LIVE: frozenset({S.CERTIFYING, S.EXPIRED, S.ARCHIVED, S.MERGED, S.WITHDRAWN, S.NOT_SELECTED}),
    S.CERTIFYING: frozenset({S.QUALIFIED, S.LIVE, S.ARCHIVED, S.WITHDRAWN}),
    S.QUALIFIED: frozenset({S.IN_REVIEW, S.ARCHIVED, S.WITHDRAWN}),
    S.IN_REVIEW: frozenset({S.SELECTED, S.NOT_SELECTED, S.PARKED, S.WITHDRAWN}),
    S.PARKED: frozenset({S.IN_REVIEW, S.NOT_SELECTED, S.WITHDRAWN}),
    S.SELECTED: frozenset({S.IN_DEVELOPMENT, S.CANCELLED}),
    S.IN_DEVELOPMENT: frozenset({S.ON_SALE, S.CANCELLED}),
    S.ON_SALE: frozenset({S.RETIRED}),
    S.ARCHIVED: frozenset({S.LIVE, S.CERTIFYING, S.QUALIFIED}),
    S.MERGED: frozenset({S.LIVE}),
    S.NOT_SELECTED: frozenset(),
    S.RETIRED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.CANCELLED: frozenset(),
}

EDITABLE = frozenset({S.DRAFT, S.NEEDS_WORK})
HIDDEN = frozenset({S.DRAFT, S.SUBMITTED, S.NEEDS_WORK, S.DECLINED})
PUBLIC = frozenset(Stage) - HIDDEN
VOTABLE = frozenset({S.LIVE, S.CERTIFYING})
COMMENTABLE = frozenset(
    {S.LIVE, S.CERTIFYING, S.QUALIFIED, S.IN_REVIEW, S.PARKED, S.SELECTED}
    | {S.IN_DEVELOPMENT, S.ON_SALE}
)
RESTORABLE = frozenset({S.ARCHIVED, S.MERGED})
RESUBMITTABLE = frozenset({S.EXPIRED, S.NOT_SELECTED, S.DECLINED})
FINAL = frozenset(stage for stage, onward in MOVES.items() if not onward)


def may_move(start: Stage, to: Stage, *, left: Stage | None = None) -> bool:
    """Is the move on the map? Restoring leads only to the stage that was ``left``."""
    if to not in MOVES[start]:
        return False
    return start not in RESTORABLE or to is left
