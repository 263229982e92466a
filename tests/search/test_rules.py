"""Words, terms, and questions that hold nothing but letters and digits."""

import pytest

from ideas.search.rules import (
    asked_of_fts5,
    asked_of_tsquery,
    beginnings_of,
    telling_beginnings_of,
    terms_of,
    tsvector_of,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A Lighthouse, turning!", ["a", "lighthouse", "turning"]),
        ("Éclair d'été", ["eclair", "d", "ete"]),
        ("Straße İstanbul ﬁn", ["strasse", "istanbul", "fin"]),
        ("snake_case 3D", ["snake", "case", "3d"]),
        ("Маяк 灯台", ["маяк", "灯台"]),
        (
            '"><img src=x onerror=alert(1)> {{7*7}}',
            ["img", "src", "x", "onerror", "alert", "1", "7", "7"],
        ),
        ("'; DROP TABLE ideas; --", ["drop", "table", "ideas"]),
        ("🙂 -- ''", []),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_terms_are_different_singular_and_few() -> None:
    assert terms_of("Lamps lamp glass bus as") == ["lamp", "glass", "bus", "as"]
    assert len(terms_of(" ".join(f"word{number}" for number in range(50)))) == 8


def test_beginnings_are_all_different() -> None:
    assert beginnings_of("The lighthouse, the light at sea") == ["the", "ligh", "at", "sea"]


def test_telling_beginnings_are_of_longer_words_and_few() -> None:
    assert telling_beginnings_of("The lighthuose at sea") == ["ligh"]
    assert telling_beginnings_of("At sea") == ["at", "sea"]
    assert len(telling_beginnings_of(" ".join(f"{number}words" for number in range(99)))) == 8


def test_questions() -> None:
    assert asked_of_fts5(["lamp", "3d"]) == '"lamp"* AND "3d"'
    assert asked_of_tsquery(["lamp", "3d"]) == "'lamp':* & '3d'"


def test_tsvector_keeps_places_and_weights() -> None:
    vector = tsvector_of([("Red lamp", "A"), ("a lamp", "D")])
    assert vector == "'red':1A 'lamp':2A,4D 'a':3D"
    assert tsvector_of([("", "A")]) == ""
