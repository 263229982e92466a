"""Words for one's own votes."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "fate.all": _l("All"),
    "fate.open": _l("Open"),
    "fate.review": _l("In review"),
    "fate.made": _l("Made"),
    "fate.over": _l("Over"),
    "next.live": _l("Open until"),
    "next.certifying": _l("Votes are checked until"),
    "next.qualified": _l("Taken into review on"),
    "next.in_review": _l("The answer is due by"),
    "vote_state.pending": _l("Counts once your address is confirmed"),
    "vote_state.counted": _l("Counted"),
    "vote_state.held": _l("Being checked"),
    "vote_state.void": _l("Not counted"),
}
