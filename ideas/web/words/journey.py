"""Words for stages."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "idea.wrong_stage": _l("This cannot be done now: the idea is at the stage “%(stage)s”."),
}

LABELS = {
    "reason.imported": _l("Brought in from another platform."),
    "stage.draft": _l("Draft"),
    "stage.submitted": _l("With the moderators"),
    "stage.needs_work": _l("Needs work"),
    "stage.declined": _l("Declined"),
    "stage.live": _l("Open for votes"),
    "stage.certifying": _l("Votes being checked"),
    "stage.qualified": _l("Waiting for review"),
    "stage.in_review": _l("In review"),
    "stage.parked": _l("Parked"),
    "stage.selected": _l("Selected"),
    "stage.not_selected": _l("Not selected"),
    "stage.in_development": _l("Being made"),
    "stage.on_sale": _l("On sale"),
    "stage.retired": _l("Retired"),
    "stage.expired": _l("Time ran out"),
    "stage.archived": _l("Archived"),
    "stage.merged": _l("Merged"),
    "stage.withdrawn": _l("Withdrawn"),
    "stage.cancelled": _l("Cancelled"),
}
