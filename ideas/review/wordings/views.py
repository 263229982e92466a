"""The desk's pages of words for answers: every sentence, and one to be written anew."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.moderation.wordings.forms import WordingForm
from ideas.policy import Permission
from ideas.review.blueprint import blueprint
from ideas.review.models import DecisionReason
from ideas.review.wordings import actions
from ideas.review.wordings.queries import history_of, wording_of
from ideas.review.wordings.wording import first_sentence, shipped_sentence
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.languages import LANGUAGES

REASONS = "/desk/answers/reasons"


@blueprint.get(REASONS)
@guarded(Permission.ROUND_MANAGE)
def reasons() -> Response:
    """Every reason with the sentence answers begin with."""
    own = {reason: bool(wording_of(reason)) for reason in DecisionReason}
    said = {reason: first_sentence(reason) for reason in DecisionReason}
    return answer("review/decisions/reasons.html", said=said, own=own)


@blueprint.get(f"{REASONS}/<reason>")
@guarded(Permission.ROUND_MANAGE)
def reason(reason: str) -> Response:
    """One sentence, to be written anew, and what it was before."""
    chosen = _reason(reason)
    said = first_sentence(chosen)
    values = {f"sentence_{language}": said.get(language, "") for language in LANGUAGES}
    return _one(chosen, WordingForm(formdata=None, **values))


def _reason(word: str) -> DecisionReason:
    return found(next((each for each in DecisionReason if each.value == word), None))


def _one(reason: DecisionReason, form: WordingForm) -> Response:
    return answer(
        "review/decisions/reason.html",
        status=form.status,
        reason=reason,
        form=form,
        shipped=shipped_sentence(reason),
        history=history_of(reason),
    )


@blueprint.post(f"{REASONS}/<reason>")
@guarded(Permission.ROUND_MANAGE)
def word(reason: str) -> Response:
    """Keep a sentence, or bring back what was shipped."""
    chosen, form = _reason(reason), WordingForm()
    if typed("shipped"):
        actions.word(chosen, {}, by=current_user.person)
        flash(_("It is as it was shipped."), "good")
        return see(url_for(".reasons"))
    if not form.was_sent():
        return _one(chosen, form)
    said = form.sentence()
    actions.word(chosen, {} if said == shipped_sentence(chosen) else said, by=current_user.person)
    flash(_("Kept. The next answer for this reason begins with it."), "good")
    return see(url_for(".reasons"))
