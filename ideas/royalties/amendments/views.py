"""Pages for amendments: finance writes and offers, creators accept or refuse."""

from typing import Any

from flask import Blueprint, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.guardians import views as guardians
from ideas.agreements.guardians.forms import AskedForm, GuardianForm
from ideas.agreements.guardians.queries import last_link
from ideas.agreements.models import Agreement, Share
from ideas.agreements.queries import agreement_by_id, share_in
from ideas.agreements.rules import hash_of
from ideas.policy import Permission
from ideas.royalties.amendments import actions, queries, signing
from ideas.royalties.amendments.forms import (
    AcceptAmendmentForm,
    AmendmentForm,
    OfferForm,
    ReasonForm,
    form_for,
)
from ideas.royalties.amendments.showing import shown
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person

blueprint = Blueprint("amendments", __name__)
DESK, OWN = (
    "/desk/agreements/<int:agreement_id>/amendments",
    "/workshop/agreements/<int:agreement_id>",
)


@blueprint.route(f"{DESK}/new", methods=["GET", "POST"])
@guarded(Permission.AGREEMENT_PREPARE)
def prepare(agreement_id: int) -> Any:
    """Write another version of what an agreement pays."""
    agreement = found(agreement_by_id(agreement_id))
    form = form_for(agreement, None)
    if form.asks_for_a_row() or not form.was_sent():
        return _form(agreement, form, None)
    card = actions.prepare(agreement, form.change(), by=current_user.person)
    flash(_("Draft saved."), "good")
    return see(url_for(".show", agreement_id=agreement_id, version=card.version))


@blueprint.route(f"{DESK}/<int:version>", methods=["GET", "POST"])
@guarded(Permission.AGREEMENT_PREPARE)
def show(agreement_id: int, version: int) -> Any:
    """An amendment; its draft can be changed here."""
    agreement, card = _amendment(agreement_id, version)
    form = form_for(agreement, card)
    if form.asks_for_a_row() or (form.is_submitted() and not form.was_sent()):
        return _form(agreement, form, card)
    if form.is_submitted():
        actions.edit(card, form.change(), by=current_user.person)
        flash(_("Draft saved."), "good")
        return see(url_for(".show", agreement_id=agreement_id, version=version))
    return _desk(agreement, card, form=form)


@blueprint.post(f"{DESK}/<int:version>/offer")
@guarded(Permission.AGREEMENT_PREPARE)
def offer(agreement_id: int, version: int) -> Any:
    """Ask the creators to accept what a colleague wrote."""
    (_agreement, card), form = _amendment(agreement_id, version), OfferForm()
    actions.offer(card, by=current_user.person, seen=form.said("seen"))
    flash(_("The change has been offered to the creators."), "good")
    return see(url_for(".show", agreement_id=agreement_id, version=version))


@blueprint.post(f"{DESK}/<int:version>/withdraw")
@guarded(Permission.AGREEMENT_PREPARE)
def withdraw(agreement_id: int, version: int) -> Any:
    """Give the change up, with a reason."""
    (agreement, card), ending = _amendment(agreement_id, version), ReasonForm()
    if not ending.was_sent():
        return _desk(agreement, card, 422, form=form_for(agreement, card), ending=ending)
    actions.withdraw(card, by=current_user.person, reason=ending.said("why"))
    flash(_("The change was withdrawn."), "good")
    return see(url_for("agreements.show", agreement_id=agreement_id))


def _amendment(agreement_id: int, version: int) -> tuple[Agreement, RateCard]:
    agreement = found(agreement_by_id(agreement_id))
    return agreement, found(queries.amendment_in(agreement, version))


def _form(agreement: Agreement, form: AmendmentForm, card: RateCard | None) -> Any:
    status = 422 if form.is_submitted() and form.errors else 200
    page = "royalties/amendments/form.html"
    return answer(page, status=status, agreement=agreement, form=form, card=card)


def _desk(agreement: Agreement, card: RateCard, status: int = 200, **values: Any) -> Any:
    is_draft = card.state is CardState.DRAFT
    seen = hash_of(actions.contents_of(agreement, card)) if is_draft else ""
    values = {"ending": ReasonForm(formdata=None), "seen": seen, **values}
    page = "royalties/amendments/show.html"
    return answer(page, status=status, **shown(agreement, card), **values)


@blueprint.route(f"{OWN}/amendments/<int:version>", methods=["GET", "POST"])
@guarded(Permission.AGREEMENT_ACCEPT)
def read(agreement_id: int, version: int) -> Any:
    """Read a change of an agreement one has a share in, and accept it with one's name."""
    share, card = _own(agreement_id, version)
    form = AcceptAmendmentForm()
    if form.was_sent():
        signing.accept(card, share, form.signature(), by=current_user.person)
        flash(_("Thank you. Your acceptance is recorded."), "good")
        return see(url_for(".read", agreement_id=agreement_id, version=version))
    return _read(share, card, 422 if form.is_submitted() else 200, form=form)


@blueprint.post(f"{OWN}/amendments/<int:version>/refuse")
@guarded(Permission.AGREEMENT_ACCEPT)
def refuse(agreement_id: int, version: int) -> Any:
    """Say no to a change; what was agreed before holds."""
    (share, card), refusing = _own(agreement_id, version), ReasonForm()
    if not refusing.was_sent():
        return _read(share, card, 422, refusing=refusing)
    person = current_user.person
    signing.refuse_amendment(card, share, by=person, reason=refusing.said("why"))
    flash(_("You refused the change. What was agreed before holds."), "good")
    return see(url_for("agreements.read", agreement_id=agreement_id))


@blueprint.post(f"{OWN}/amendments/<int:version>/guardian")
@guarded(Permission.AGREEMENT_ACCEPT)
def ask_guardian(agreement_id: int, version: int) -> Any:
    """Write to one's guardian again."""
    (share, card), form = _own(agreement_id, version), AskedForm()
    if form.was_sent():
        spend_by_person("invite_addresses")
        signing.ask_again(card, share, form.asked(), by=current_user.person)
        flash(_("We wrote to them."), "good")
        return see(url_for(".read", agreement_id=agreement_id, version=version))
    return _read(share, card, 422, asking=form)


@blueprint.route("/agreements/changes/guardian/<token>", methods=["GET", "POST"])
@guarded(None)
def guardian(token: str) -> Any:
    """Read a change of an agreement as a minor's guardian, and sign it with them."""
    link, form = guardians.opened(token, is_change=True), GuardianForm()
    if form.was_sent():
        signing.sign_as_guardian(token, form.said("name"))
        return guardians.thanked()
    agreement = found(agreement_by_id(link.share.agreement_id))
    page = "royalties/amendments/guardian.html"
    sheet = shown(agreement, link.card)
    return answer(page, status=form.status, link=link, form=form, **sheet)


def _own(agreement_id: int, version: int) -> tuple[Share, RateCard]:
    share = share_in(agreement_id, current_user.id)
    card = queries.amendment_offered_in(share.agreement, version) if share else None
    return (share, card) if share is not None and card is not None else abort(404)


def _read(share: Share, card: RateCard, status: int = 200, **values: Any) -> Any:
    forms: dict[str, Any] = {
        "form": AcceptAmendmentForm(formdata=None),
        "refusing": ReasonForm(formdata=None),
    }
    forms |= {"asking": AskedForm(formdata=None), "link": last_link(card.id, share.id)}
    agreement = found(agreement_by_id(share.agreement_id))
    page = "royalties/amendments/read.html"
    sheet = {**forms, **shown(agreement, card), **values}
    return answer(page, status=status, share=share, **sheet)
