"""Words for terms."""

from flask_babel import lazy_gettext as _l

REFUSALS = {
    "ladder.length": _l("A ladder has 1 to 12 milestones."),
    "ladder.votes": _l("Each milestone needs at least one vote."),
    "ladder.days": _l("Each milestone needs between 1 and 3,650 days."),
    "ladder.rising": _l("Each milestone must ask for more votes than the one before."),
    "terms.no_reason": _l("Say why the terms change; people will read it."),
}
