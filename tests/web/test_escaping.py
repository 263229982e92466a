"""What somebody typed is text wherever a sentence repeats it."""

import pytest
from flask import Flask, render_template_string
from wtforms import StringField

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext

TYPED = "<img src=x>"
SENTENCE = lazy_gettext("“%(typed)s” is a word", typed=TYPED)


@pytest.mark.parametrize("template", ["{{ said }}", "{{ [said, said]|join(' ') }}", "{{ said|e }}"])
def test_a_lazy_sentence_is_escaped_like_any_other(app: Flask, template: str) -> None:
    with app.test_request_context():
        drawn = render_template_string(template, said=SENTENCE)
    assert TYPED not in drawn
    assert "“&lt;img src=x&gt;” is a word" in drawn


def test_a_label_may_name_anybody(app: Flask) -> None:
    class Named(Form):
        share = StringField(lazy_gettext("Share of %(name)s", name=TYPED))

    with app.test_request_context():
        assert str(Named().share.label) == '<label for="share">Share of &lt;img src=x&gt;</label>'
