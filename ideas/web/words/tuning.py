"""Words for trying terms out and applying them."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "application.old_version": _l(
        "A newer version is in force. Only that one can be applied to open ideas."
    ),
    "application.standing": _l("Applying this version is proposed already."),
    "application.nothing": _l("No open idea is on earlier terms, so there is nothing to apply."),
    "application.no_reason": _l("Say why open ideas should have it, too."),
    "application.taken_back": _l("This proposal was taken back."),
    "application.confirmed_already": _l("This is confirmed already."),
    "application.second_person": _l(
        "You proposed this, so a second admin must confirm it: %(names)s can."
    ),
    "application.alone": _l(
        "You proposed this, so a second admin must confirm it. "
        "Give the admin role to a colleague under People."
    ),
}

LABELS = {
    "consequence.qualifying": _l("They reach their goal at once; their votes are checked"),
    "consequence.reaching": _l("They reach a milestone at once, and have the days it brings"),
    "consequence.spared": _l("Their time would be over; they keep 30 days, or what they have left"),
    "consequence.nearer": _l("Their deadline comes nearer"),
    "consequence.later": _l("They have more time"),
    "consequence.unchanged": _l("Only what lies ahead of them changes"),
    "job.notifications.tell_of_terms": _l("Tell of changed terms"),
    "job.tuning.carry_on_applications": _l("Apply terms to open ideas"),
}
