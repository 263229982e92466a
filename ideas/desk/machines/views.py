"""The background work, mail that stays on this machine, how the site is set up."""

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas.config import Config
from ideas.desk.blueprint import blueprint
from ideas.desk.machines.reading import read
from ideas.desk.machines.standing import standing_of_site
from ideas.jobs.actions import try_again, try_all_again
from ideas.jobs.queries import backlog, dead_jobs, job_by_id, slots
from ideas.mail import actions as mail
from ideas.mail.actions import note_opening
from ideas.mail.letters import subject_of
from ideas.mail.queries import failed_message, failed_messages, kept_message, kept_messages
from ideas.policy import Permission
from ideas.voting.log.queries import newest_checkpoint
from ideas.voting.recounts.actions import see_alarms
from ideas.voting.recounts.queries import alarm_numbered, alarms, number_of_alarms
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.paging import id_of, mark_of

A_PAGE = 50


@blueprint.get("/desk/jobs")
@guarded(Permission.JOBS_SEE)
def jobs() -> Response:
    """What waits, what failed and why, and what runs when."""
    return answer(
        "desk/jobs.html",
        work=backlog(),
        dead=dead_jobs(),
        unsent=failed_messages(),
        slots=slots(),
    )


@blueprint.post("/desk/jobs/<int:job_id>/attempt")
@guarded(Permission.JOBS_SEE)
def attempt(job_id: int) -> Response:
    """Give a job that failed a new set of attempts; one that did not stays as it is."""
    try_again(found(job_by_id(job_id)).id, by=current_user.id)
    flash(_("It will be tried again in a moment."), "good")
    return see(url_for(".jobs"))


@blueprint.post("/desk/jobs/attempts")
@guarded(Permission.JOBS_SEE)
def attempts() -> Response:
    """Give every job that failed a new set of attempts."""
    number = try_all_again(by=current_user.id)
    said = ngettext("%(num)s job will be tried again.", "%(num)s jobs will be tried again.", number)
    flash(said, "good")
    return see(url_for(".jobs"))


@blueprint.post("/desk/messages/<int:message_id>/attempt")
@guarded(Permission.JOBS_SEE)
def sending(message_id: int) -> Response:
    """Give a message that was given up a new set of attempts."""
    mail.try_again(found(failed_message(message_id)), by=current_user.id)
    flash(_("It will be tried again in a moment."), "good")
    return see(url_for(".jobs"))


@blueprint.get("/desk/counts")
@guarded(Permission.JOBS_SEE)
def counts() -> Response:
    """The counts that were wrong and are repaired, until somebody has looked."""
    return answer("desk/counts.html", alarms=alarms(limit=A_PAGE), number=number_of_alarms())


@blueprint.post("/desk/counts/<int:last_id>/seen")
@guarded(Permission.JOBS_SEE)
def counts_seen(last_id: int) -> Response:
    """Say that one has looked at the wrong counts, up to the newest of the page."""
    see_alarms(found(alarm_numbered(last_id)).id, by=current_user.id)
    flash(_("Noted. A new difference will be told again."), "good")
    return see(url_for(".counts"))


@blueprint.get("/desk/status")
@guarded(Permission.JOBS_SEE)
def status() -> Response:
    """How the site is set up and whether it is well."""
    standing, newest = standing_of_site(_config()), newest_checkpoint()
    return answer("desk/status.html", standing=standing, work=backlog(), checkpoint=newest)


@blueprint.get("/desk/outbox")
@guarded(Permission.OUTBOX_READ)
def outbox() -> Response:
    """Mail kept on this machine, without its content."""
    _demand_loopback()
    rows = kept_messages(before_id=id_of(request.args.get("before")), limit=A_PAGE + 1)
    mark = mark_of(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return answer(
        "desk/outbox.html",
        messages=[(row, subject_of(row)) for row in rows[:A_PAGE]],
        next_url=url_for(".outbox", before=mark) if mark else None,
    )


@blueprint.post("/desk/outbox/<int:message_id>/opening")
@guarded(Permission.OUTBOX_READ)
def opening(message_id: int) -> Response:
    """Open a message: noted in the audit log, then shown."""
    _demand_loopback()
    message = found(kept_message(message_id))
    note_opening(message, by=current_user.id)
    return answer("desk/message.html", message=message, letter=read(message))


def _demand_loopback() -> None:
    """The outbox is for trying the site on one's own machine; elsewhere it does not exist."""
    if not _config().is_loopback:
        abort(404)


def _config() -> Config:
    config: Config = current_app.extensions["ideas.config"]
    return config
