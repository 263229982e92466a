"""A payee's own page: who they are, where they are paid, and what is withheld."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.accounts.factor.actions import prove
from ideas.accounts.factor.queries import factor_of
from ideas.accounts.hashing import matches
from ideas.policy import Permission
from ideas.royalties.bank import actions, queries
from ideas.royalties.bank.forms import AccountForm
from ideas.royalties.bank.sheets import sheet_of
from ideas.royalties.payees import queries as payees
from ideas.royalties.payees.actions import tell_details
from ideas.royalties.payees.forms import DetailsForm
from ideas.royalties.payees.rules import PayeeKind
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person

blueprint = Blueprint("bank", __name__)


@blueprint.get("/workshop/payee")
@guarded(Permission.PAYEE_TELL)
def mine() -> Any:
    """What is known of the reader as a payee; the accounts are masked."""
    return _page()


def _page(**forms: DetailsForm | AccountForm) -> Any:
    sent = next(iter(forms.values()), None)
    sheet = sheet_of(current_user.person)
    told = payees.details_in(sheet.told) if sheet.told else None
    kept = {"kind": sheet.told.kind.value, "country": sheet.told.country} if sheet.told else {}
    forms.setdefault("details_form", DetailsForm(formdata=None, obj=told, data=kept))
    forms.setdefault("account_form", AccountForm(formdata=None))
    return answer(
        "royalties/payee.html",
        status=sent.status if sent else 200,
        is_payee=payees.is_payee(current_user.id),
        has_factor=factor_of(current_user.id) is not None,
        sheet=sheet,
        now=clock.now(),
        **forms,
    )


@blueprint.post("/workshop/payee")
@guarded(Permission.PAYEE_TELL)
def tell() -> Any:
    """Say who one is."""
    form = DetailsForm()
    if not form.was_sent():
        return _page(details_form=form)
    kind, country = PayeeKind(form.said("kind")), form.said("country")
    tell_details(form.details(), kind, country, by=current_user.person)
    flash(_("Your details are kept."), "good")
    return see(url_for(".mine"))


@blueprint.post("/workshop/payee/accounts")
@guarded(Permission.PAYEE_TELL)
def type_account() -> Any:
    """Say where one wants to be paid, proving anew who one is."""
    form = AccountForm()
    if form.was_sent() and _is_proven(form):
        with form.refusals_beside():
            if factor_of(current_user.id) is not None:
                prove(current_user.person, form.said("code"))
            actions.type_account(form.account(), by=current_user.person)
            flash(_("Your account is kept. Finance checks it now."), "good")
            return see(url_for(".mine"))
    form.present.data = form.code.data = ""
    return _page(account_form=form)


def _is_proven(form: AccountForm) -> bool:
    spend_by_person("password")
    right = matches(form.said("present"), current_user.person.password_hash)
    if not right:
        form.say("present", _("This is not your present password."))
    return right


@blueprint.post("/workshop/payee/accounts/<int:account_id>/withdrawal")
@guarded(Permission.PAYEE_TELL)
def withdraw(account_id: int) -> Any:
    """Take back an account that waits."""
    row = found(queries.bank_account_by_id(account_id))
    found(row if row.person_id == current_user.id else None)
    actions.withdraw_account(row, by=current_user.person)
    flash(_("The account is withdrawn."), "good")
    return see(url_for(".mine"))
