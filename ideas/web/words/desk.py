"""Words for the desk."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "audit.agreement": _l("Agreements"),
    "audit.ballot": _l("Ballots"),
    "audit.campaign": _l("Campaign"),
    "audit.comment": _l("Comments"),
    "audit.decision": _l("Decisions"),
    "audit.dials": _l("Dials"),
    "audit.factor": _l("Second factors"),
    "audit.idea": _l("Ideas"),
    "audit.jobs": _l("Jobs"),
    "audit.mail": _l("Mail"),
    "audit.payment": _l("Payments"),
    "audit.people": _l("Suspensions"),
    "audit.period": _l("Periods"),
    "audit.product": _l("Products"),
    "audit.rate": _l("Exchange rates"),
    "audit.roles": _l("Roles"),
    "audit.round": _l("Rounds"),
    "audit.royalty": _l("Royalties"),
    "audit.sales": _l("Sales"),
    "audit.terms": _l("Terms"),
    "audit.update": _l("News"),
}
