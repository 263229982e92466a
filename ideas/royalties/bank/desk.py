"""The desk's pages of payees: accounts to approve, withholding, tax forms."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.accounts.models import Person
from ideas.policy import Permission
from ideas.royalties.bank import actions, queries
from ideas.royalties.bank.lists import payee_lines
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.sheets import sheet_of
from ideas.royalties.payees.actions import keep_form, set_withholding
from ideas.royalties.payees.forms import ReasonForm, TaxFormForm, WithholdingForm
from ideas.royalties.payees.queries import details_in, payee_by_id
from ideas.royalties.payments.queries import people_held
from ideas.web.answer import answer, see
from ideas.web.forms import Form
from ideas.web.guard import found, guarded

blueprint = Blueprint("payees", __name__)


@blueprint.get("/desk/royalties/payees")
@guarded(Permission.PAYEE_KEEP)
def all_payees() -> Any:
    """Every payee, and what is missing to pay them."""
    return answer("royalties/payees.html", lines=payee_lines())


@blueprint.get("/desk/royalties/payees/<int:person_id>")
@guarded(Permission.PAYEE_KEEP)
def show(person_id: int) -> Any:
    """A payee."""
    return _page(found(payee_by_id(person_id)))


def _page(person: Person, **forms: Form) -> Any:
    sent = next(iter(forms.values()), None)
    sheet = sheet_of(person)
    forms.setdefault("rate_form", WithholdingForm(formdata=None))
    forms.setdefault("tax_form", TaxFormForm(formdata=None, data={"received_on": clock.today()}))
    forms.setdefault("reason_form", ReasonForm(formdata=None))
    return answer(
        "royalties/desk_payee.html",
        status=sent.status if sent else 200,
        sheet=sheet,
        details=details_in(sheet.told) if sheet.told else None,
        now=clock.now(),
        hold=people_held().get(person.id),
        **forms,
    )


@blueprint.post("/desk/royalties/payees/<int:person_id>/withholding")
@guarded(Permission.PAYEE_KEEP)
def withhold(person_id: int) -> Any:
    """Enter a withholding rate."""
    person, form = found(payee_by_id(person_id)), WithholdingForm()
    if not form.was_sent():
        return _page(person, rate_form=form)
    day, reason = form.from_on.data, form.said("reason")
    set_withholding(person, form.rate.data, day, reason=reason, by=current_user.person)  # type: ignore[arg-type]
    flash(_("The rate is kept. The payee can read it."), "good")
    return see(url_for(".show", person_id=person_id))


@blueprint.post("/desk/royalties/payees/<int:person_id>/tax-forms")
@guarded(Permission.PAYEE_KEEP)
def tax_form(person_id: int) -> Any:
    """Enter a tax form."""
    person, form = found(payee_by_id(person_id)), TaxFormForm()
    if not form.was_sent():
        return _page(person, tax_form=form)
    keep_form(person, form.facts(), by=current_user.person)
    flash(_("The form is kept."), "good")
    return see(url_for(".show", person_id=person_id))


@blueprint.post("/desk/royalties/accounts/<int:account_id>/approval")
@guarded(Permission.PAYEE_KEEP)
def approve(account_id: int) -> Any:
    """Approve an account."""
    row = _account(account_id)
    actions.approve_account(row, by=current_user.person)
    flash(_("The account is approved."), "good")
    return see(url_for(".show", person_id=row.person_id))


@blueprint.post("/desk/royalties/accounts/<int:account_id>/refusal")
@guarded(Permission.PAYEE_KEEP)
def turn_down(account_id: int) -> Any:
    """Turn an account down, with a reason."""
    row, form = _account(account_id), ReasonForm()
    if not form.was_sent():
        return _page(row.person, reason_form=form)
    actions.refuse_account(row, by=current_user.person, reason=form.said("reason"))
    flash(_("The account is turned down, and its payee is told why."), "good")
    return see(url_for(".show", person_id=row.person_id))


def _account(account_id: int) -> BankAccount:
    return found(queries.bank_account_by_id(account_id))
