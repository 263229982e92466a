"""The arrival that lets an idea be found, and the command that begins anew."""

import pytest
from flask import Flask

from ideas.cli import reindex
from ideas.db import db
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.search.queries import search_ideas
from tests.factories import an_idea


@pytest.mark.usefixtures("session")
def test_an_idea_is_found_once_it_is_live() -> None:
    idea = an_idea("Tidepool puzzle", stage=Stage.SUBMITTED)
    assert search_ideas("tidepool", 5) == []
    advance(idea, Stage.LIVE, by=None)
    db.session.commit()
    assert search_ideas("tidepool", 5) == [idea.id]


def test_the_operator_can_take_every_word_down_anew(app: Flask) -> None:
    with app.app_context():
        an_idea("Tidepool puzzle", stage=Stage.LIVE)
        an_idea("Draft")
        assert search_ideas("tidepool", 5) == []
        db.session.rollback()
    answer = app.test_cli_runner().invoke(reindex)
    assert answer.output == "1 ideas can be found.\n"
    with app.app_context():
        assert len(search_ideas("tidepool", 5)) == 1
