"""A file of exchange rates."""

import csv
import io
from datetime import date

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import InputRequired

from ideas.refusals import refuse
from ideas.royalties.quotes import rules
from ideas.royalties.quotes.rules import MOST_BYTES, MOST_ROWS, Quote, Reading
from ideas.web.exact import CurrencyField
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

HEADING = "line\tquoted_on\tcurrency\trate\tsource\n"


class QuotesForm(Form):
    """A file, and the currency its rates lead to."""

    into = CurrencyField(_l("The rates are in"), [InputRequired()], default="EUR")
    file = FileField(_l("File of rates (CSV)"), [FileRequired(_l("Choose a file."))])

    def reading(self, today: date) -> Reading:
        """What the file says; Refused when it is none that could be read."""
        raw = self.file.data.stream.read(MOST_BYTES + 1)
        text = rules.decoded(raw)
        refuse(rules.refusal_to_read(len(raw), text))
        return rules.read(text or "", into=str(self.into.data), today=today)


def row_of(line: int, quote: Quote) -> str:
    """A rate as the form that keeps it holds it."""
    cells = (line, quote.quoted_on, quote.currency, f"{quote.rate:f}", quote.source)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="").writerow(cells)
    return out.getvalue()


class KeepForm(Form):
    """The rates of a file that was shown, as they were read."""

    into = CurrencyField(validators=[InputRequired()])

    def reading(self, today: date) -> Reading:
        """What was shown, read again."""
        rows = request.form.getlist("row")[: MOST_ROWS + 1]
        text = "\n".join((HEADING.strip(), *(" ".join(row.splitlines()) for row in rows)))
        return rules.read(text, into=str(self.into.data), today=today)
