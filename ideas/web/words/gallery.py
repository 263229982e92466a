"""Words for lists of ideas and an idea's journey."""

from flask_babel import lazy_pgettext

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "sort.best": _l("Best match"),
    "sort.rising": _l("Rising"),
    "sort.new": _l("New"),
    "sort.votes": _l("Most votes"),
    "sort.closing": _l("Closing soon"),
    "sort.under_seen": _l("Under-seen"),
    "group.open": _l("Open for votes"),
    "group.reached": _l("Reached the goal"),
    "group.review": _l("In review"),
    "group.making": _l("Being made"),
    "group.sale": _l("On sale"),
    "group.ended": lazy_pgettext("ideas", "Ended"),
    "group.all": _l("All"),
    "move.submitted": _l("Handed in"),
    "move.needs_work": _l("Returned to its creator"),
    "move.declined": _l("Declined"),
    "move.live": _l("Opened for votes"),
    "move.certifying": _l("Reached the goal: its votes are checked"),
    "move.qualified": _l("Qualified for review"),
    "move.in_review": _l("Taken into review"),
    "move.parked": _l("Parked"),
    "move.selected": _l("Selected"),
    "move.not_selected": _l("Not selected"),
    "move.in_development": _l("Being made"),
    "move.on_sale": _l("On sale"),
    "move.retired": _l("No longer sold"),
    "move.expired": _l("Time ran out"),
    "move.archived": _l("Archived"),
    "move.merged": _l("Merged into another idea"),
    "move.withdrawn": _l("Withdrawn"),
    "move.cancelled": _l("Cancelled"),
}
