"""The arrival that lets an idea be found."""

import pytest

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
