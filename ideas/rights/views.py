"""The desk's list of rights checks, and one of them."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.moderation.queries import idea_on_the_desk
from ideas.moderation.rules import FROM, Verdict, age_of
from ideas.moderation.seen import seen_as_fans_do, words_in
from ideas.policy import Permission
from ideas.properties.queries import named_in
from ideas.rights import actions, queries
from ideas.rights.forms import OutcomeForm, empty_form
from ideas.rights.models import RightsCheck
from ideas.rights.rules import RightsOutcome
from ideas.rights.settings import Rights
from ideas.settings.queries import dials
from ideas.submission.queries import draft_of
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.paging import is_number, key_of, mark_of, moment_of

blueprint = Blueprint("rights", __name__)
A_PAGE, MOST_DECIDED = 50, 20


@blueprint.get("/desk/rights")
@guarded(Permission.RIGHTS_KEEP)
def queue() -> Response:
    """What waits, the oldest first, and what was decided last."""
    rows = queries.waiting_after(_key(), limit=A_PAGE + 1)
    shown, days = rows[:A_PAGE], dials(Rights).check_days
    return answer(
        "rights/queue.html",
        rows=shown,
        ages={each.id: age_of(each.asked_at, clock.now(), days) for each in shown},
        after=_mark(rows[A_PAGE - 1]) if len(rows) > A_PAGE else None,
        number=queries.number_waiting(),
        decided=queries.decided_lately(MOST_DECIDED),
    )


def _key() -> queries.Key | None:
    moment, check_id = key_of(request.args.get("after"), 2) or ("", 0)
    since = moment_of(moment)
    return (since, check_id) if since and is_number(check_id) else None


def _mark(check: RightsCheck) -> str:
    return mark_of(check.asked_at.isoformat(), check.id)


@blueprint.get("/desk/rights/<int:check_id>")
@guarded(Permission.RIGHTS_KEEP)
def item(check_id: int) -> Response:
    """One check with everything it needs."""
    return _item(found(queries.check_with(check_id)), empty_form())


def _item(check: RightsCheck, form: OutcomeForm) -> Response:
    idea = check.idea
    return answer(
        "rights/item.html",
        status=form.status,
        check=check,
        form=form,
        named=named_in(words_in(idea)),
        draft=draft_of(idea.id),
        earlier=[each for each in queries.checks_of(idea.id) if each.id != check.id],
        is_own=current_user.id in idea.team_ids,
        is_archivable=idea.stage in FROM[Verdict.ARCHIVE],
        age=age_of(check.asked_at, clock.now(), dials(Rights).check_days),
        **seen_as_fans_do(idea),
    )


@blueprint.post("/desk/rights/<int:check_id>/outcome")
@guarded(Permission.RIGHTS_KEEP)
def outcome(check_id: int) -> Response:
    """What came of it."""
    check, form = found(queries.check_with(check_id)), OutcomeForm()
    if not form.was_sent():
        return _item(check, form)
    actions.decide(
        *(check, RightsOutcome(form.said("outcome"))),
        by=current_user.person,
        sentence=form.sentences(),
        note=form.said("note"),
    )
    flash(_("Written down."), "good")
    return see(url_for(".item", check_id=check_id))


@blueprint.post("/desk/moderation/<slug>/rights-check")
@guarded(Permission.RIGHTS_KEEP)
def ask(slug: str) -> Response:
    """Ask for a check, at whatever milestone."""
    idea = found(idea_on_the_desk(slug))
    check = actions.ask_for_check(idea, by=current_user.person)
    return see(url_for(".item", check_id=check.id))
