"""A file of sales, how it is read, and what is decided about it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ideas.royalties.sales.reading.layout import (
    FIXABLE,
    Dates,
    Delimiter,
    Encoding,
    Layout,
    Numbers,
)
from ideas.royalties.sales.rules import COLUMNS
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

TAKE, IGNORE = "take", "ignore"
WORDS = {"encoding": Encoding, "delimiter": Delimiter, "numbers": Numbers, "dates": Dates}


class SalesForm(Form):
    """A file of sales to import, and who sent it."""

    source = StringField(_l("Source"), [InputRequired(), Length(max=80)])
    file = FileField(_l("File of sales (CSV or XLSX)"), [FileRequired(_l("Choose a file."))])


class LayoutForm(Form):
    """How a file is written, and which of its columns is what."""

    encoding = SelectField(_l("Letters"))
    delimiter = SelectField(_l("Between cells"))
    numbers = SelectField(_l("Numbers are written"))
    dates = SelectField(_l("Days are written"))

    @classmethod
    def of(cls, layout: Layout, heading: Sequence[str], **told: Any) -> "LayoutForm":
        """The form for a file's columns, filled with a layout."""
        return _class_for(tuple(heading))(data=_data_of(layout), **told)

    def layout(self) -> Layout:
        """What was chosen; a fixed value stands where no column does."""
        columns = {name: self.said(f"column_{name}") for name in COLUMNS}
        columns = {name: column for name, column in columns.items() if column}
        fixed = {name: self.said(f"fixed_{name}").strip() for name in FIXABLE}
        return Layout(
            Encoding(self.encoding.data),
            Delimiter(self.delimiter.data),
            Numbers(self.numbers.data),
            Dates(self.dates.data),
            columns,
            {name: value for name, value in fixed.items() if value and name not in columns},
        )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Each field of a sale: where it stands, and what is fixed for it (None: cannot be)."""
        return [
            (self[f"column_{name}"], self[f"fixed_{name}"] if name in FIXABLE else None)
            for name in COLUMNS
        ]


def _data_of(layout: Layout) -> dict[str, str]:
    told = {name: getattr(layout, name).value for name in WORDS}
    columns = {f"column_{name}": column for name, column in layout.columns.items()}
    return told | columns | {f"fixed_{name}": value for name, value in layout.fixed.items()}


def _class_for(heading: tuple[str, ...]) -> type[LayoutForm]:
    """A form with a field for each column of a sale, offering the columns of the file."""
    offered = [choice("", _l("not in the file")), *(choice(name, name) for name in heading if name)]
    fields: dict[str, Any] = {
        f"column_{name}": SelectField(label_of("sale_field", name), choices=offered, default="")
        for name in COLUMNS
    }
    for name in FIXABLE:
        label = _l("%(field)s, the same for the whole file", field=label_of("sale_field", name))
        fields[f"fixed_{name}"] = StringField(label, [Optional(), Length(max=80)])
    for name, words in WORDS.items():
        offers = [
            choice(each.value, label_of(f"sales_{name}", each.name.lower())) for each in words
        ]
        fields[name] = SelectField(_LABELS[name], choices=offers)
    return type("LayoutForm", (LayoutForm,), fields)


_LABELS = {
    "encoding": _l("Letters"),
    "delimiter": _l("Between cells"),
    "numbers": _l("Numbers are written"),
    "dates": _l("Days are written"),
}


class DecisionForm(Form):
    """What becomes of a conflict, and why."""

    choice = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose one."))],
        choices=[
            choice(TAKE, _l("Take what was sent, as the next revision")),
            choice(IGNORE, _l("Ignore what was sent")),
        ],
    )
    reason = StringField(_l("Why"), [InputRequired(), Length(max=300)])
