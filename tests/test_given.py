import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.given import given, rows

NASTY = "O'Hara \"\\ %s :x \N{SNOWMAN}"


def _back(dialect: str) -> sa.Executable:
    asked = given(dialect, "asked", {"id": sa.BigInteger(), "word": sa.Text()})
    return sa.select(asked.c.id, asked.c.word).order_by(asked.c.id)


def test_what_is_given_comes_back(session: Session) -> None:
    asked = [{"id": 2, "word": NASTY}, {"id": 1, "word": None}, {"id": 2**40, "word": ""}]
    assert list(map(tuple, rows(_back, asked=asked))) == [(1, None), (2, NASTY), (2**40, "")]
    assert rows(_back, asked=[]) == []


def test_what_a_statement_asks_for_is_given(session: Session) -> None:
    with pytest.raises(TypeError, match="asked"):
        rows(_back)
    with pytest.raises(TypeError, match="given"):
        rows(_back, asked=[], more=1)
