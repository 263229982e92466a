"""A form per package, made from its declared dials."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext, ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from ideas.settings.queries import dials
from ideas.settings.rules import Dial, Value, dials_of, package_of
from ideas.web.format import number
from ideas.web.forms import Form, choice, numbered
from ideas.web.languages import language
from ideas.web.languages import lazy_gettext as _l
from ideas.web.settings import Brand

MOST_NUMBER = 10**9
SEEN = "last_turn"


class LogoForm(Form):
    """A file to show as the logo."""

    file = FileField(
        _l("Logo"),
        description=_l("PNG, WebP or JPEG, best on a clear ground. No SVG: it can hold programs."),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": "image/png,image/webp,image/jpeg"},
    )


def tried_brand(form: Form) -> Brand:
    """The brand as it stands, with what was typed and can be."""
    values = values_of(form, Brand).items()
    typed: dict[str, Any] = {name: value for name, value in values if not form[name].errors}
    tried = replace(dials(Brand), **typed)
    return replace(tried, tagline=tried.call_in(language()))


def form_of(cls: type[Any], *, typed: bool = False) -> Form:
    """The form of a package's dials as they stand, or as they were typed."""
    fields = {each.name: _field_of(each) for each in typed_dials(cls)}
    made: type[Form] = type(f"{cls.__name__}Form", (Form,), {**fields, SEEN: HiddenField()})
    kept = {} if typed else {"formdata": None}
    return made(obj=dials(cls), prefix=f"{package_of(cls)}-", **kept)


def turn_seen(form: Form) -> int | None:
    """The last turn that had been made when the form was drawn; None when it does not say."""
    return numbered(form.said(SEEN))


def typed_dials(cls: type[Any]) -> list[Dial]:
    """The dials that are turned by typing or choosing."""
    return [each for each in dials_of(cls) if not each.is_uploaded]


def values_of(form: Form, cls: type[Any]) -> dict[str, Value]:
    """What was typed, by name of the dial."""
    return {each.name: _value(form, each) for each in typed_dials(cls)}


def _value(form: Form, dial: Dial) -> Value:
    data: Value | None = form[dial.name].data
    return "" if data is None else data


def _field_of(dial: Dial) -> Any:
    words: dict[str, Any] = {
        "label": _said(dial.label),
        "description": " ".join(filter(None, (dial.help and _said(dial.help), _bounds_of(dial)))),
    }
    if dial.kind == "switch":
        return BooleanField(**words)
    if dial.kind == "choice":
        options = [choice(value, label) for value, label in dial.choices.items()]
        return SelectField(**words, choices=options)
    if dial.kind == "number":
        bounds = NumberRange(dial.least, MOST_NUMBER if dial.most is None else dial.most)
        return IntegerField(**words, validators=[InputRequired(), _bounded(bounds)])
    return StringField(**words, validators=list(_text_validators(dial)))


def _bounds_of(dial: Dial) -> str:
    """What a number may be, and what it is until somebody turns it."""
    if dial.kind != "number" or dial.least is None or dial.most is None:
        return ""
    shown = {name: number(getattr(dial, name)) for name in ("least", "most", "default")}
    said: str = gettext("From %(least)s to %(most)s; %(default)s unless turned.", **shown)
    return said


def _said(english: str) -> Any:
    """A declared label or help, in the reader's language."""
    return gettext(english)


def _bounded(bounds: NumberRange) -> NumberRange:
    if bounds.min is None:
        bounds.message = _l("Write a number up to %(most)s.", most=bounds.max)
    else:
        bounds.message = _l(
            "Write a number from %(least)s to %(most)s.", least=bounds.min, most=bounds.max
        )
    return bounds


def _text_validators(dial: Dial) -> Any:
    yield InputRequired() if dial.least else Optional()
    least, most = dial.least or -1, dial.longest
    too_long = ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", most)
    yield Length(min=least, max=most, message=too_long)
    if dial.pattern is not None:
        yield Regexp(f"^(?:{dial.pattern})\\Z", message=dial.help and _said(dial.help))
