"""Words for the yearly report: its sections, its items, and the parts nothing else names."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "section.reports": _l("Reports"),
    "section.ideas": _l("Ideas handed in"),
    "section.measures": _l("What moderators did"),
    "section.appeals": _l("Appeals against decisions"),
    "section.complaints": _l("Complaints about reports"),
    "section.votes": _l("Votes looked into"),
    "section.vote_appeals": _l("Appeals about votes"),
    "figure.received": _l("Received"),
    "figure.taken": _l("In all"),
    "figure.median_hours": _l("Hours until a decision, the middle one"),
    "figure.reason": _l("Reason"),
    "figure.outcome": _l("What came of it"),
    "figure.decided": _l("Decided"),
    "figure.kind": _l("What was done"),
    "figure.thing": _l("To what"),
    "figure.ground": _l("Ground"),
    "figure.basis": _l("It rests on"),
    "figure.source": _l("How it came to this"),
    "figure.decided_by": _l("Decided by"),
    "decider.person": _l("a person"),
    "decider.program": _l("a program"),
}
