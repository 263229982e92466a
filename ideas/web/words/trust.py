"""Words for levels: what they mean, and what they lift."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "level.new": _l("New"),
    "level.regular": _l("Regular"),
    "level.trusted": _l("Trusted"),
    "level_means.new": _l("You can do everything here, in an amount that suits most people."),
    "level_means.regular": _l("You have been here for a while, and have more room than at first."),
    "level_means.trusted": _l("You have the most room there is."),
    "limit.comment": _l("Comments in ten minutes"),
    "limit.idea": _l("Ideas begun in a day"),
    "limit.report": _l("Reports in an hour"),
    "limit.upload": _l("Pictures in an hour"),
    "limit.invite": _l("Invitations in an hour"),
    "limit.feedback": _l("Private answers in an hour"),
}
