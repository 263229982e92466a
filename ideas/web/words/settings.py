"""Words for dials."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "site.read_only": _l(
        "This site is being looked after: you can read everything, but nothing can be sent or "
        "changed for now. Please come back a little later."
    ),
    "dial.wrong_kind": _l("“%(dial)s” takes another kind of value."),
    "dial.wrong_text": _l("“%(dial)s” cannot be this text."),
    "dial.too_small": _l("“%(dial)s” cannot be less than %(least)s."),
    "dial.too_large": _l("“%(dial)s” cannot be more than %(most)s."),
}

LABELS = {
    "colour.light.accent": _l("Shapes, light theme"),
    "colour.light.accent-text": _l("Words in the accent, light theme"),
    "colour.light.accent-fill": _l("Behind words, light theme"),
    "colour.dark.accent": _l("Shapes, dark theme"),
    "colour.dark.accent-text": _l("Words in the accent, dark theme"),
    "colour.dark.accent-fill": _l("Behind words, dark theme"),
    "dials.accounts": _l("People"),
    "dials.comments": _l("Conversation"),
    "dials.gallery": _l("Home page and list of ideas"),
    "dials.moderation": _l("Moderation"),
    "dials.notifications": _l("Notices"),
    "dials.review": _l("Review"),
    "dials.royalties": _l("Royalties"),
    "dials.rights": _l("Rights"),
    "dials.settings": _l("The whole site"),
    "dials.submission": _l("Submissions"),
    "dials.voting": _l("Votes"),
    "dials.web": _l("Brand"),
}
