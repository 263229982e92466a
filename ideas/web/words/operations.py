"""How the site says that it is well, or what waits."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "status_part.site": _l("The site"),
    "status_part.voting": _l("Votes"),
    "status_part.mail": _l("Mail"),
    "status_part.work": _l("What follows from a click"),
    "status_part.log": _l("The public vote log"),
    "status.site.well": _l("Everything can be read, sent and changed."),
    "status.site.read_only": _l(
        "The site is being looked after. Everything can be read; nothing can be sent or changed for"
        " now."
    ),
    "status.site.away": _l(
        "We cannot reach our records just now. Pages are shown as they were; nothing can be sent"
        " for now."
    ),
    "status.voting.well": _l("Votes are taken and counted."),
    "status.voting.paused": _l(
        "Votes are paused. Deadlines stand still and are put off by as much."
    ),
    "status.voting.away": _l("Votes cannot be taken just now. Those that were counted are safe."),
    "status.mail.well": _l("Mail goes out as usual."),
    "status.mail.late": _l(
        "Mail is late. What you asked for will come; it need not be asked again."
    ),
    "status.work.well": _l("Notices, lists and deadlines are up to date."),
    "status.work.late": _l("Notices, lists and deadlines are late. Nothing is lost."),
    "status.log.well": _l("Every vote is in the log within a minute or so."),
    "status.log.late": _l("Votes are counted, but reach the log late."),
    "check.database": _l("The database answers"),
    "check.schema": _l("The database is as this release needs it"),
    "check.home": _l("Files can be kept"),
    "check.worker": _l("A worker was heard lately"),
    "check_found.database.here": _l("The database answers."),
    "check_found.database.away": _l("The database does not answer."),
    "check_found.database.unasked": _l("The database could not be asked."),
    "check_found.schema.fits": _l("The database is at revision %(stands)s."),
    "check_found.schema.old": _l(
        "The database is at revision %(stands)s and this release needs %(newest)s: run"
        " “ideas migrate”."
    ),
    "check_found.schema.none": _l(
        "The database is not set up and this release needs %(newest)s: run “ideas migrate”."
    ),
    "check_found.home.written": _l("The home can be written."),
    "check_found.home.closed": _l("The home cannot be written: %(cause)s."),
    "check_found.worker.rests": _l("The worker rests while the site is read only."),
    "check_found.worker.unheard": _l("No worker was heard yet."),
    "check_found.worker.heard": _l("A worker was heard %(seconds)s s ago."),
}
