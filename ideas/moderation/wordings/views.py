"""The desk's pages of reasons: every sentence, and one to be written anew."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.moderation.rules import FITTING, NEEDS_SENTENCE, Reason
from ideas.moderation.wordings.actions import word
from ideas.moderation.wordings.forms import WordingForm, first_sentence, form_of, shipped_sentence
from ideas.moderation.wordings.queries import history_of, wordings
from ideas.moderation.wordings.rules import SPOKEN
from ideas.policy import Permission
from ideas.text import in_language
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.languages import language

blueprint = Blueprint("wordings", __name__)


@blueprint.get("/desk/reasons")
@guarded(Permission.REASON_WORD)
def reasons() -> Response:
    """Every reason with the sentence decisions begin with."""
    return answer(
        "moderation/wordings/reasons.html",
        fitting={verdict: FITTING[verdict] for verdict in FITTING if verdict in NEEDS_SENTENCE},
        said={each: in_language(first_sentence(each), language()) for each in SPOKEN},
        own=wordings(),
    )


@blueprint.get("/desk/reasons/<reason>")
@guarded(Permission.REASON_WORD)
def one(reason: str) -> Response:
    """One sentence, to be written anew, and what it was before."""
    chosen = _reason(reason)
    return _one(chosen, form_of(chosen))


def _reason(word: str) -> Reason:
    return found(next((each for each in SPOKEN if each.value == word), None))


def _one(reason: Reason, form: WordingForm) -> Response:
    return answer(
        "moderation/wordings/one.html",
        status=form.status,
        reason=reason,
        form=form,
        shipped=shipped_sentence(reason),
        history=history_of(reason),
    )


@blueprint.post("/desk/reasons/<reason>")
@guarded(Permission.REASON_WORD)
def write(reason: str) -> Response:
    """Keep a sentence, or bring back what was shipped."""
    chosen, form = _reason(reason), WordingForm()
    if typed("shipped"):
        word(chosen, {}, by=current_user.person)
        flash(_("It is as it was shipped."), "good")
        return see(url_for(".reasons"))
    if not form.was_sent():
        return _one(chosen, form)
    said = form.sentence()
    word(chosen, {} if said == shipped_sentence(chosen) else said, by=current_user.person)
    flash(_("Kept. The next decision for this reason begins with it."), "good")
    return see(url_for(".reasons"))
