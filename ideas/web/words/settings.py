"""Words for dials."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "dial.wrong_kind": _l("“%(dial)s” takes another kind of value."),
    "dial.wrong_text": _l("“%(dial)s” cannot be this text."),
    "dial.too_small": _l("“%(dial)s” cannot be less than %(least)s."),
    "dial.too_large": _l("“%(dial)s” cannot be more than %(most)s."),
}

LABELS = {
    "dials.accounts": _l("People"),
    "dials.comments": _l("Conversation"),
    "dials.moderation": _l("Moderation"),
    "dials.review": _l("Review"),
    "dials.royalties": _l("Royalties"),
    "dials.web": _l("Brand"),
}
