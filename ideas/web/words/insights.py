"""Words of insights and exports."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "export.backwards": _l("The last day is before the first."),
    "export.not_yours": _l("Only admins export the audit log."),
    "export.too_many": _l("%(most)s files are being written for you. Wait until one is there."),
}

LABELS = {
    "funnel.submitted": _l("Ideas submitted"),
    "funnel.live": _l("Published"),
    "funnel.certifying": _l("Reached the goal"),
    "funnel.qualified": _l("Certified"),
    "funnel.selected": _l("Selected"),
    "funnel.on_sale": _l("On the shelf"),
    "exported.ideas": _l("Ideas"),
    "exported.votes": _l("Votes per day and idea"),
    "exported.decisions": _l("Decisions of moderators"),
    "exported.audit": _l("Audit log"),
    "exported.chain": _l("Audit log with its chain"),
    "export_state.waiting": _l("being written"),
    "export_state.ready": _l("ready"),
    "export_state.failed": _l("failed"),
    "file_kind.csv": _l("CSV"),
    "file_kind.xlsx": _l("Excel workbook"),
    "file_kind.ndjson": _l("JSON lines"),
}
