"""An account as its payee types it, with the present password, and a code where there is one."""

from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ideas.accounts.rules import LONGEST_PASSWORD
from ideas.royalties.bank.rules import LONGEST_NAME, LONGEST_OTHER, Account, plain_code
from ideas.web.forms import Form, OneOfTwo
from ideas.web.languages import lazy_gettext as _l

LONGEST_IBAN, LONGEST_CODE = 50, 40


class AccountForm(Form):
    """Where a payee wants to be paid."""

    holder = StringField(_l("Account holder"), [InputRequired(), Length(max=LONGEST_NAME)])
    iban = StringField(_l("IBAN"), [OneOfTwo(), Length(max=LONGEST_IBAN)])
    bic = StringField(_l("BIC"), [Length(max=LONGEST_IBAN)])
    other = TextAreaField(_l("An account without an IBAN"), [OneOfTwo(), Length(max=LONGEST_OTHER)])
    present = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    code = StringField(_l("Code"), [Length(max=LONGEST_CODE)])

    def account(self) -> Account:
        """The account, as typed."""
        return Account(
            holder=self.said("holder").strip(),
            iban=plain_code(self.said("iban")),
            bic=plain_code(self.said("bic")),
            other=self.said("other").strip(),
        )
