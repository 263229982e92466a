"""What waits for the staff, one line per queue, each only for those who can act on it."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas import clock
from ideas.accounts.appointing.queries import appointments_waiting
from ideas.audit.chain.queries import unsealed, unseen_fault
from ideas.audit.rules import LATE as SEALED_LATE
from ideas.contests.changing.queries import cancellations_waiting
from ideas.contests.queries import shortlists_of
from ideas.contests.rulebook import local
from ideas.desk.today import money
from ideas.desk.today.line import Line, Tone, plain
from ideas.jobs.queries import backlog
from ideas.mail.queries import count_failed
from ideas.merging.queries import number_proposed
from ideas.moderation.appeals.queries import appeals_after, number_of_open_appeals
from ideas.moderation.queries import oldest_in_queue, queue_length
from ideas.moderation.reports.queries import number_reported, oldest_reported
from ideas.moderation.rules import Age, age_of
from ideas.moderation.settings import Moderation
from ideas.policy import Permission
from ideas.review.decisions.queries import undecided_ideas
from ideas.review.models import Round
from ideas.review.queries import coming_rounds, ideas_for_a_round, is_late
from ideas.review.rounds.queries import forecasts_of
from ideas.review.rounds.rules import is_over_capacity
from ideas.rights.queries import number_waiting, waiting_after
from ideas.rights.settings import Rights
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.tuning.applying.queries import applications_waiting
from ideas.voting.integrity.appeals.queries import number_of_appeals
from ideas.voting.integrity.cases.queries import cases_after, number_of_cases
from ideas.voting.integrity.sampling.queries import ideas_in_check
from ideas.voting.log.queries import wait_for_log
from ideas.voting.log.rules import LATE
from ideas.voting.recounts.queries import number_of_alarms
from ideas.web.format import ago
from ideas.web.format import date as on_day
from ideas.web.guard import can
from ideas.web.speak import label_of

SOON = timedelta(days=14)
STUCK = timedelta(minutes=10)


AGE_TONES = {Age.GREEN: Tone.GOOD, Age.AMBER: Tone.WARN, Age.RED: Tone.BAD}


def lines_for_reader() -> list[Line]:
    """Everything that waits for this reader."""
    lines: list[Line] = []
    for permission, find in (
        (Permission.IDEA_MODERATE, _moderation),
        (Permission.REPORT_DECIDE, _reports),
        (Permission.APPEAL_DECIDE, _appeals),
        (Permission.RIGHTS_KEEP, _rights),
        (Permission.VOTE_JUDGE, _votes),
        (Permission.SHORTLIST_CHOOSE, _shortlists),
        (Permission.CASE_SCORE, _review),
        (Permission.AGREEMENT_PREPARE, money.agreements),
        (Permission.PAYMENT_PROPOSE, money.payments),
        (Permission.PERIOD_CLOSE, money.books),
        (Permission.JOBS_SEE, _machines),
        (Permission.AUDIT_READ, _audit),
        (Permission.TERMS_PUBLISH, _terms),
        (Permission.CAMPAIGN_PLAN, _cancellations),
        (Permission.ROLES_GRANT, _appointments),
    ):
        if can(permission):
            lines += find()
    return lines


def _terms() -> Iterator[Line]:
    for application in applications_waiting():
        url = url_for("tuning.application", version=application.terms.version)
        note = _("%(name)s proposed it for open ideas.", name=application.proposed_by.name)
        yield Line(_("Changed terms to confirm"), 1, note, Tone.WARN, url)


def _cancellations() -> Iterator[Line]:
    for each in cancellations_waiting(current_user.id):
        url = url_for("contests.cancellation", slug=each.campaign.slug)
        note = _("%(name)s proposes to cancel it.", name=each.proposed_by.name)
        yield Line(_("Campaigns to cancel"), 1, note, Tone.WARN, url)


def _appointments() -> Iterator[Line]:
    for each in appointments_waiting():
        if each.proposed_by_id != current_user.id:
            url = url_for("accounts.person", handle=each.person.handle)
            role = label_of("role", each.role)
            said = {"name": each.proposed_by.name, "person": each.person.name, "role": role}
            note = _("%(name)s proposes it for %(person)s: %(role)s.", **said)
            yield Line(_("Roles to agree to"), 1, note, Tone.WARN, url)


def _moderation() -> Iterator[Line]:
    if proposed := number_proposed():
        url = url_for("merging.mergers")
        note = _("They wait for a second person.")
        yield Line(_("Mergers to confirm"), proposed, note, Tone.WARN, url)
    length, oldest = queue_length(), oldest_in_queue()
    if oldest is None:
        return
    age = age_of(oldest, clock.now(), dials(Moderation).working_days)
    note = _("The oldest came %(when)s.", when=plain(ago(oldest)))
    url = url_for("moderation.queue")
    yield Line(_("Ideas to decide about"), length, note, AGE_TONES[age], url)


def _rights() -> Iterator[Line]:
    for oldest in waiting_after(None, limit=1):
        came, days = oldest.asked_at, dials(Rights).check_days
        note = _("The first was asked for %(when)s.", when=plain(ago(came)))
        tone, url = AGE_TONES[age_of(came, clock.now(), days)], url_for("rights.queue")
        yield Line(_("Rights to check"), number_waiting(), note, tone, url)


def _reports() -> Iterator[Line]:
    waiting, oldest = number_reported(), oldest_reported()
    if oldest is not None:
        note = _("The first was reported %(when)s.", when=plain(ago(oldest)))
        tone = AGE_TONES[age_of(oldest, clock.now(), dials(Moderation).report_days)]
        yield Line(_("Reports to decide about"), waiting, note, tone, url_for("reports.queue"))


def _appeals() -> Iterator[Line]:
    if waiting := number_of_open_appeals():
        (oldest,) = appeals_after(0, limit=1)
        came = plain(ago(oldest.made_at))
        note = _("The first came %(when)s. Somebody else than before decides.", when=came)
        url = url_for("appeals.queue")
        yield Line(_("Appeals against decisions"), waiting, note, Tone.WARN, url)


def _votes() -> Iterator[Line]:
    url, cases, appeals = url_for("integrity.queue"), number_of_cases(), number_of_appeals()
    if cases:
        (oldest,) = cases_after(0, limit=1)
        note = _("The first was held %(when)s.", when=plain(ago(oldest.opened_at)))
        yield Line(_("Votes to look at"), cases, note, Tone.WARN, url)
    if appeals:
        note = _("Somebody else than before decides.")
        yield Line(_("Appeals about votes"), appeals, note, Tone.WARN, url)
    unchecked = sum(row[4] - row[5] for row in ideas_in_check())
    if unchecked:
        note = _("Drawn by lot from ideas that reached their goal.")
        yield Line(_("Voters to check"), unchecked, note, Tone.WARN, url)


def _review() -> Iterator[Line]:
    rounds = [each for each in coming_rounds() if can(Permission.CASE_SCORE, each)]
    for round_ in rounds:
        if round_.cut_off_at is not None:
            yield _round_to_answer(round_)
        elif (line := _round_to_close(round_)) is not None:
            yield line
    if not can(Permission.ROUND_MANAGE):
        return
    if all(round_.cut_off_at for round_ in rounds) and (waiting := len(ideas_for_a_round())):
        note = _("No round is announced that would take them.")
        url = url_for("review.rounds")
        yield Line(_("Ideas waiting for a round"), waiting, note, Tone.WARN, url)


def _shortlists() -> Iterator[Line]:
    for calendar, undecided_entries in shortlists_of(current_user.id):
        url = url_for("contests.shortlist", slug=calendar.campaign.slug)
        note = _(
            "The vote opens on %(moment)s", moment=local(calendar.vote_opens_at, calendar.zone)
        )
        tone = Tone.BAD if clock.now() >= calendar.vote_opens_at else Tone.WARN
        yield Line(_("Entries for the shortlist"), undecided_entries, note, tone, url)


def _round_to_close(round_: Round) -> Line | None:
    """A round that closes soon, or for which more ideas are expected than it takes."""
    size = forecasts_of([round_.id]).get(round_.id)
    over = is_over_capacity(round_.capacity, low=size.low, middle=size.middle) if size else ""
    if not over and round_.cutoff_at > clock.now() + SOON:
        return None
    day = plain(on_day(round_.cutoff_at.astimezone(ZoneInfo(round_.zone))))
    note = _("It closes on %(day)s and has room for %(room)s.", day=day, room=round_.capacity)
    tone = {"sure": Tone.BAD, "likely": Tone.WARN}.get(over, Tone.CALM)
    value = size.middle if size else len(ideas_for_a_round(round_.cutoff_at, round_.zone))
    label = _("Expected in %(round)s", round=round_.name)
    return Line(label, value, note, tone, url_for("review.show", slug=round_.slug))


def _round_to_answer(round_: Round) -> Line:
    left = len(undecided_ideas(round_.id))
    is_soon = round_.decision_due_on <= clock.today() + SOON
    day = plain(on_day(round_.decision_due_on))
    if is_late(round_):
        tone, note = Tone.BAD, _("The answers were promised by %(day)s.", day=day)
    else:
        tone = Tone.WARN if is_soon else Tone.GOOD
        note = _("The answers are due on %(day)s.", day=day)
    if not left:
        note = _("Everything is decided: publish the answers by %(day)s.", day=day)
    label = _("Without an answer in %(round)s", round=round_.name)
    return Line(label, left, note, tone, url_for("review.show", slug=round_.slug))


def _machines() -> Iterator[Line]:
    if wrong := number_of_alarms():
        note = _("They are repaired. Look what it was, and say that you have.")
        yield Line(_("Counts that were wrong"), wrong, note, Tone.BAD, url_for("desk.counts"))
    rests = dials(Site).is_read_only
    if not rests and (waited := wait_for_log()) > LATE:
        note = _("Votes count, but nobody can check the last ones. Is the worker running?")
        label, seconds = _("Seconds a vote has waited for the log"), int(waited.total_seconds())
        yield Line(label, seconds, note, Tone.BAD, url_for("desk.status"))
    work, unsent, url = backlog(), count_failed(), url_for("desk.jobs")
    if work.dead:
        yield Line(_("Jobs that failed"), work.dead, _("Look why and try again."), Tone.BAD, url)
    if work.oldest_at and clock.now() - work.oldest_at > STUCK and not rests:
        note = _(
            "The first was due %(when)s. Is the worker running?", when=plain(ago(work.oldest_at))
        )
        yield Line(_("Jobs waiting"), work.ready, note, Tone.BAD, url)
    if unsent:
        note = ngettext("Its address refused it.", "Their addresses refused them.", unsent)
        yield Line(_("Messages not sent"), unsent, note, Tone.WARN, url)


def _audit() -> Iterator[Line]:
    url = url_for("desk.chain")
    if fault := unseen_fault():
        yield Line(_("Faults in the audit log"), 1, label_of("fault", fault.fault), Tone.BAD, url)
    wait = unsealed()
    rests = dials(Site).is_read_only
    if wait.since is not None and clock.now() - wait.since > SEALED_LATE and not rests:
        note = _("The oldest was written %(when)s.", when=plain(ago(wait.since)))
        yield Line(_("Audit entries without a seal"), wait.number, note, Tone.BAD, url)
