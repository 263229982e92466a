"""Words for rights checks."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "rights.wrong_stage": _l("Nothing is to be checked at the stage “%(stage)s”."),
    "rights.asked": _l("A check of this idea waits already."),
    "rights.own_idea": _l("You belong to this idea’s team, so somebody else looks."),
    "rights.decided": _l("Somebody else has decided about this in the meantime."),
}

LABELS = {
    "rights_outcome.clear": _l("Clear"),
    "rights_outcome.licensed": _l("Licensed"),
    "rights_outcome.conflict": _l("Conflict"),
}
