"""What reviewers type beside their points."""

from collections.abc import Iterable, Mapping, Sequence

from flask import request
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.review.scoring.models import Criterion
from ideas.review.scoring.rules import DEFAULT_WEIGHTS, LONGEST_NAME, LONGEST_NOTE, Asked
from ideas.web.forms import Form, numbered, typed
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l

SPARE_ROWS = 2


class NoteForm(Form):
    """The note of a scorecard; its points are read by criterion."""

    note = TextAreaField(_l("Private note"), [Optional(), Length(max=LONGEST_NOTE)])


class TalkForm(Form):
    """A word to the other reviewers."""

    words = TextAreaField(
        _l("To the other reviewers"),
        [InputRequired(_l("Please fill this in.")), Length(max=LONGEST_NOTE)],
    )


class CriteriaForm(Form):
    """What a round asks: weights are read by criterion; a weight of nothing leaves one out.

    What is wrong with them together is said beside ``asked``.
    """

    asked = HiddenField()


def points_typed(keys: Iterable[str]) -> Mapping[str, int]:
    """The points that were given, by criterion; what is no number was not given."""
    given = {key: numbered(typed(key)) for key in keys}
    return {key: points for key, points in given.items() if points}


def criteria_typed() -> Sequence[Asked]:
    """The criteria as they were sent, those without a weight left out."""
    keys = [*DEFAULT_WEIGHTS, *(key for key in request.form if key.startswith("own_"))]
    asked = (Asked(key, numbered(typed(key)) or 0, _names(key)) for key in dict.fromkeys(keys))
    return [each for each in asked if each.weight]


def _names(key: str) -> Mapping[str, str]:
    return {language: typed(f"name_{language}_{key}")[:LONGEST_NAME] for language in LANGUAGES}


def rows_to_ask(asked: Sequence[Criterion] | Sequence[Asked]) -> Sequence[Asked]:
    """A row for each shipped criterion, for each of the brand's own, and a few to add some."""
    known = {each.key: Asked(each.key, each.weight, each.names) for each in asked}
    shipped = [known.get(key, Asked(key, 0)) for key in DEFAULT_WEIGHTS]
    own = [each for key, each in known.items() if key not in DEFAULT_WEIGHTS]
    free = (key for number in range(1, 100) if (key := f"own_{number}") not in known)
    return [*shipped, *own, *(Asked(next(free), 0) for _ in range(SPARE_ROWS))]
