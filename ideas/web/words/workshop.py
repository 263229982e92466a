"""Words for one's own votes."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "vote_state.pending": _l("Counts once your address is confirmed"),
    "vote_state.counted": _l("Counted"),
    "vote_state.held": _l("Being checked"),
    "vote_state.void": _l("Not counted"),
}
