"""Pages for agreements: finance prepares and offers, creators accept."""

from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.agreements import actions, queries, signing
from ideas.agreements.cards.examples import examples_of
from ideas.agreements.forms import (
    AcceptForm,
    EndForm,
    draft_form,
    standard_audit,
    standard_text,
)
from ideas.agreements.guardians import views as guardians
from ideas.agreements.guardians.forms import AskedForm, GuardianForm, GuardianNoForm
from ideas.agreements.guardians.queries import guardians_of, last_link, refusals_of
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.text import html_of, in_language
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_person
from ideas.web.paging import id_of, mark_of

blueprint = Blueprint("agreements", __name__)
A_PAGE = 50


@blueprint.get("/desk/agreements")
@guarded(Permission.AGREEMENT_PREPARE)
def desk() -> Any:
    """Selected ideas that wait for an agreement, and every agreement."""
    before_id = id_of(request.args.get("after"))
    rows = queries.agreements_before(before_id, limit=A_PAGE + 1)
    onward = mark_of(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return answer(
        "agreements/desk.html",
        waiting=queries.selected_without_agreement(),
        agreements=rows[:A_PAGE],
        next_url=url_for(".desk", after=onward) if onward else None,
    )


@blueprint.post("/desk/ideas/<slug>/agreement")
@guarded(Permission.AGREEMENT_PREPARE)
def prepare(slug: str) -> Any:
    """Draft an agreement for a selected idea."""
    idea = found(idea_visible_to(current_user, slug))
    agreement = actions.prepare(
        idea, by=current_user.person, text=standard_text(), audit=standard_audit()
    )
    return see(url_for(".show", agreement_id=agreement.id))


@blueprint.route("/desk/agreements/<int:agreement_id>", methods=["GET", "POST"])
@guarded(Permission.AGREEMENT_PREPARE)
def show(agreement_id: int) -> Any:
    """An agreement; its draft can be changed here."""
    agreement = found(queries.agreement_by_id(agreement_id))
    if agreement.state is not AgreementState.DRAFT and request.method == "GET":
        return _page("agreements/show.html", agreement, ending=EndForm())
    team = queries.team_of(agreement)
    form = draft_form(agreement, team)
    more = form.asks_for_a_row()
    if not more and form.was_sent():
        actions.edit(agreement, form.figures(), form.parts(), by=current_user.person)
        flash(_("Draft saved."), "good")
        return see(url_for(".show", agreement_id=agreement_id))
    status = 422 if form.is_submitted() and not more else 200
    names = {str(person.id): person.name for person in team}
    ending = EndForm(formdata=None)
    return _page("agreements/draft.html", agreement, status, form=form, ending=ending, names=names)


@blueprint.post("/desk/agreements/<int:agreement_id>/offer")
@guarded(Permission.AGREEMENT_PREPARE)
def offer(agreement_id: int) -> Any:
    """Fix the agreement and ask its creators."""
    agreement = found(queries.agreement_by_id(agreement_id))
    actions.offer(agreement, by=current_user.person)
    flash(_("The agreement has been offered to its creators."), "good")
    return see(url_for(".show", agreement_id=agreement_id))


@blueprint.post("/desk/agreements/<int:agreement_id>/end")
@guarded(Permission.AGREEMENT_PREPARE)
def end(agreement_id: int) -> Any:
    """Withdraw or end the agreement, with a reason."""
    agreement, form = found(queries.agreement_by_id(agreement_id)), EndForm()
    if not form.was_sent():
        return _page("agreements/show.html", agreement, 422, ending=form)
    actions.end(agreement, by=current_user.person, reason=str(form.reason.data))
    flash(_("The agreement has ended."), "good")
    return see(url_for(".desk"))


@blueprint.get("/workshop/agreements")
@guarded(Permission.AGREEMENT_ACCEPT)
def mine() -> Any:
    """The reader's own agreements."""
    return answer("agreements/mine.html", shares=queries.shares_of(current_user.id))


@blueprint.route("/workshop/agreements/<int:agreement_id>", methods=["GET", "POST"])
@guarded(Permission.AGREEMENT_ACCEPT)
def read(agreement_id: int) -> Any:
    """Read an agreement one has a share in, and accept it with one's name."""
    share, form = _own_share(agreement_id), AcceptForm()
    if form.was_sent():
        person, name = current_user.person, form.said("name")
        signing.accept(share, by=person, name=name, guardian=form.asked())
        flash(_("Thank you. Your acceptance is recorded."), "good")
        return see(url_for(".read", agreement_id=agreement_id))
    return _read(share, 422 if form.is_submitted() else 200, form=form)


@blueprint.post("/workshop/agreements/<int:agreement_id>/guardian")
@guarded(Permission.AGREEMENT_ACCEPT)
def ask_guardian(agreement_id: int) -> Any:
    """Write to one's guardian again."""
    share, form = _own_share(agreement_id), AskedForm()
    if form.was_sent():
        spend_by_person("invite_addresses")
        signing.ask_again(share, form.asked(), by=current_user.person)
        flash(_("We wrote to them."), "good")
        return see(url_for(".read", agreement_id=agreement_id))
    return _read(share, 422, asking=form)


@blueprint.route("/agreements/guardian/<token>", methods=["GET", "POST"])
@guarded(None)
def guardian(token: str) -> Any:
    """Read an agreement as a minor's guardian, and sign it with them."""
    link, form = guardians.opened(token, is_change=False), GuardianForm()
    if form.was_sent():
        signing.sign_as_guardian(token, form.said("name"))
        return guardians.thanked()
    agreement = found(queries.agreement_by_id(link.share.agreement_id))
    page = "agreements/guardians/sign.html"
    return _page(page, agreement, form.status, link=link, form=form)


@blueprint.route("/agreements/guardian/<token>/refusal", methods=["GET", "POST"])
@guarded(None)
def refuse_as_guardian(token: str) -> Any:
    """Say as a minor's guardian that one does not agree."""
    link, form = guardians.opened(token), GuardianNoForm()
    if form.was_sent():
        signing.refuse_as_guardian(token, form.said("words"))
        flash(_("Thank you. We told them that you do not agree."), "good")
        return see(url_for("gallery.home"))
    return answer("agreements/guardians/refuse.html", status=form.status, link=link, form=form)


def _read(share: Share, status: int, **forms: Any) -> Any:
    agreement = found(queries.agreement_by_id(share.agreement_id))
    values = {"form": AcceptForm(formdata=None), "asking": AskedForm(formdata=None), **forms}
    values |= {"share": share, "link": last_link(agreement.cards[0].id, share.id)}
    return _page("agreements/read.html", agreement, status, **values)


def _own_share(agreement_id: int) -> Share:
    share = queries.share_in(agreement_id, current_user.id)
    return share if share is not None else abort(404)


def _page(page: str, agreement: Agreement, status: int = 200, **values: Any) -> Any:
    text = in_language(agreement.words, language())
    values |= {"text_html": html_of(text.text), "text_language": text.language}
    audit = in_language(agreement.audit, language())
    values |= {"audit_html": html_of(audit.text), "audit_language": audit.language}
    first = agreement.cards[0].id
    values |= {"guardians": guardians_of(first), "refused": refusals_of(first)}
    values |= {"examples": examples_of(agreement.card.rule, agreement.currency)}
    return answer(page, status=status, agreement=agreement, **values)
