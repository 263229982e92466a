"""What the leaves of the vote log say."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "leaf.pending": _l("A vote was cast; it counts once its voter's address is confirmed"),
    "leaf.counted.cast": _l("A vote was cast"),
    "leaf.counted.cast_again": _l("A vote was cast again"),
    "leaf.counted.confirmed": _l("A vote counts: its voter's address is confirmed"),
    "leaf.counted.imported": _l("A vote was brought in from another platform"),
    "leaf.counted": _l("A vote counts again"),
    "leaf.held": _l("A vote is being checked and does not count meanwhile"),
    "leaf.void": _l("A vote does not count any more"),
    "leaf.withdrawn": _l("A vote was taken back"),
    "leaf.lapsed": _l("A vote lapsed: its voter's address was never confirmed"),
}
