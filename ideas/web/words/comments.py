"""Words for the conversation."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "comment.paused": _l("Comments are paused for now."),
    "comment.wrong_stage": _l("This idea takes no more comments: its stage is “%(stage)s”."),
    "comment.own_idea": _l(
        "You belong to this idea’s team, so somebody else answers for the brand."
    ),
    "comment.gone": _l("These words have been taken away."),
    "comment.not_down": _l("These words are not taken down."),
    "comment.no_title": _l("Write a headline first."),
    "comment.empty": _l("Write something first."),
    "comment.too_long": _l("At most %(longest)s characters, please."),
    "comment.too_late": _l(
        "A comment can be corrected for %(minutes)s minutes. You can still take it back."
    ),
    "comment.own_like": _l("You cannot like your own words."),
    "feedback.own": _l("You belong to this idea's team, so this question is not for you."),
    "feedback.off_scale": _l("Choose a number from %(least)s to %(most)s on each scale."),
}

LABELS = {
    "thread_sort.newest": _l("Newest first"),
    "thread_sort.liked": _l("Most liked"),
    "feedback_scale.clear": _l("Clear"),
    "feedback_scale.original": _l("Original"),
    "feedback_scale.would_buy": _l("Would buy it"),
    "removal.own": _l("Taken back by its writer."),
    "removal.off_topic": _l("Taken down by a moderator: it was not about the idea."),
    "removal.insult": _l("Taken down by a moderator: it attacked somebody."),
    "removal.spam": _l("Taken down by a moderator: it was advertising or repeated."),
    "removal.privacy": _l("Taken down by a moderator: it told private things."),
    "removal.unlawful": _l("Taken down by a moderator: it was not lawful."),
    "removal_reason.off_topic": _l("Not about the idea"),
    "removal_reason.insult": _l("Attacks somebody"),
    "removal_reason.spam": _l("Advertising or repeated"),
    "removal_reason.privacy": _l("Tells private things"),
    "removal_reason.unlawful": _l("Not lawful"),
}
