"""Searching what is kept, on whichever database the tests run."""

from typing import Any

import pytest

from ideas.db import db, take_write_lock
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.search import queries
from ideas.search.actions import forget_idea, index_everything, index_idea
from ideas.search.queries import search_ideas, similar_ideas
from ideas.search.rules import words_of
from tests.factories import a_person, an_idea

pytestmark = pytest.mark.usefixtures("session")


def indexed(title: str, body: str = "", **fields: Any) -> Idea:
    idea = an_idea(title, stage=fields.pop("stage", Stage.LIVE), by=a_person("Ada Lindqvist"))
    take_write_lock()
    idea.body, idea.summary = body, ""
    for name, value in fields.items():
        setattr(idea, name, value)
    db.session.flush()
    index_idea(idea)
    db.session.commit()
    return idea


def test_every_word_is_asked_for_by_its_beginning() -> None:
    lamp = indexed("Éclair lamp for night", "It sails.")
    indexed("Night kettle")
    assert search_ideas("eclair NIGHTS", 10) == [lamp.id]
    assert search_ideas("sail lamp", 10) == [lamp.id]
    assert search_ideas("lamp kettle", 10) == []


def test_an_idea_is_found_by_its_facts() -> None:
    lamp = indexed("Lamp", "It sails.", specs="Made of: oak, brass")
    assert search_ideas("brass lamp", 10) == [lamp.id]


def test_no_idea_is_found_by_its_creators_name() -> None:
    """Nor by the one they had before: what a person erased or changed must not find them."""
    indexed("Lamp for night")
    assert search_ideas("Lindqvist", 10) == []
    index_everything()
    assert search_ideas("Lindqvist", 10) == []


def test_a_title_weighs_more_than_a_story() -> None:
    story = indexed("Kettle", "Somewhere in it there is a lighthouse.")
    title = indexed("Lighthouse", "It turns and turns and there is more to be said of it.")
    later = indexed("Boat", "It passes the lighthouse.")
    found = search_ideas("lighthouse", 10)
    assert found[0] == title.id
    assert set(found) == {story.id, title.id, later.id}
    assert search_ideas("lighthouse", 1) == [title.id]


TRICKS = (
    *(
        '"',
        "'",
        '"lamp',
        "lamp*",
        "lamp AND",
        "NOT lamp",
        "title:lamp",
        "lamp^not",
        "(lamp",
        "lamp & !",
    ),
    *("lamp:*", "NEAR(lamp)", "lamp -- ;", "{lamp}", "lamp\\", "%lamp%", "lamp\x00"),
)


@pytest.mark.parametrize("typed", TRICKS)
def test_operators_and_quotes_are_only_text(typed: str) -> None:
    lamp = indexed("Lamp, and near, not title")
    holds_words = bool(words_of(typed))
    assert search_ideas(typed, 10) == ([lamp.id] if holds_words else [])
    assert similar_ideas(typed, 10) in ([], [lamp])


def test_quotes_around_words_do_not_hide_them() -> None:
    lamp = indexed("Lamp")
    assert search_ideas('"lamp"', 10) == [lamp.id]
    assert search_ideas("lamp' OR '1'='1", 10) == []
    assert search_ideas("  ", 10) == []


def test_what_is_not_public_is_not_found() -> None:
    hidden = indexed("Lamp hidden", hidden_at=a_person().created_at)
    draft = indexed("Lamp draft", stage=Stage.DRAFT)
    shown = indexed("Lamp shown", stage=Stage.EXPIRED)
    assert search_ideas("lamp", 10) == [shown.id]
    assert hidden not in similar_ideas("Lamp hidden", 10)
    assert draft not in similar_ideas("Lamp draft", 10)


def test_an_edit_replaces_and_forgetting_removes() -> None:
    idea = indexed("Lamp")
    take_write_lock()
    idea.title = "Kettle"
    index_idea(idea)
    db.session.commit()
    assert (search_ideas("lamp", 10), search_ideas("kettle", 10)) == ([], [idea.id])
    forget_idea(idea.id)
    db.session.commit()
    assert search_ideas("kettle", 10) == []


def test_an_edited_title_is_similar_to_what_it_says_now() -> None:
    idea = indexed("Turning lighthouse")
    take_write_lock()
    idea.title = "Boiling kettle"
    index_idea(idea)
    db.session.commit()
    assert similar_ideas("Turning lighthouse", 5) == []
    assert similar_ideas("Kettle that boils", 5) == [idea]
    index_everything()
    assert similar_ideas("Kettle that boils", 5) == [idea]
    forget_idea(idea.id)
    assert similar_ideas("Kettle that boils", 5) == []


def test_everything_can_be_taken_down_anew() -> None:
    indexed("Lamp")
    an_idea("Kettle that boils", stage=Stage.LIVE)
    an_idea("Draft", stage=Stage.DRAFT)
    assert index_everything() == 2
    db.session.commit()
    assert len(search_ideas("lamp mirrors", 10)) == len(search_ideas("kettle", 10)) == 1
    assert search_ideas("draft", 10) == []


def test_similar_titles_come_most_alike_first() -> None:
    close = indexed("Lighthouse that turns")
    closer = indexed("Turning lighthouse lamp")
    indexed("Pocket weather station")
    found = list(similar_ideas("A turning lighthuose", 5))
    assert found[0] == closer
    assert set(found) == {close, closer}
    assert len(similar_ideas("A turning lighthouse", 1)) == 1


def test_similar_titles_leave_out_the_closed_and_other_languages() -> None:
    indexed("Turning lighthouse", stage=Stage.WITHDRAWN)
    french = indexed("Turning lighthouse", language="fr")
    assert similar_ideas("Turning lighthouse", 5, "en") == []
    assert similar_ideas("Turning lighthouse", 5, "fr") == [french]
    assert similar_ideas("", 5) == []


def test_an_old_idea_with_a_rare_word_is_found_behind_many_with_a_common_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MOST_WITH_EACH", 3)
    old = an_idea("Lighthouse that turns", stage=Stage.LIVE)
    for made in (old, *(an_idea(f"Lighthouse {word}", stage=Stage.LIVE) for word in "abcde")):
        index_idea(made)
    assert similar_ideas("Lighthouse that turned", 3)[0].id == old.id
