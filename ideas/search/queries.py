"""Finding ideas by words; the ranked candidates are capped, so half the site may match."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from rapidfuzz import fuzz

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id, public_ideas
from ideas.journey.stages import Stage
from ideas.search.models import TABLE
from ideas.search.rules import (
    asked_of_fts5,
    asked_of_tsquery,
    beginnings_of,
    terms_of,
    words_of,
)

MOST_RANKED = 2_000
MOST_WITH_ANY = 500
MOST_COMPARED = 120
ALIKE = 60
CLOSED = (Stage.ARCHIVED, Stage.MERGED, Stage.WITHDRAWN)
RANKED = {
    "sqlite": f"SELECT rowid AS idea_id, -bm25({TABLE}, 8.0, 3.0, 1.0) AS score "  # noqa: S608
    f"FROM {TABLE} WHERE {TABLE} MATCH :asked ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT idea_id, ts_rank(words, CAST(:asked AS tsquery)) AS score "  # noqa: S608
    f"FROM (SELECT idea_id, words FROM {TABLE} "
    "WHERE words @@ CAST(:asked AS tsquery) ORDER BY idea_id DESC LIMIT :most) AS newest",
}


def search_ideas(text: str, limit: int) -> list[int]:
    """Ids of public ideas that hold every word of ``text``, best first; none for no words."""
    terms = terms_of(text)
    if not terms:
        return []
    found = _ranked(terms, every=True)
    return list(session().scalars(_public(found).with_only_columns(Idea.id).limit(limit)))


def similar_ideas(title: str, limit: int, language: str | None = None) -> Sequence[Idea]:
    """Public ideas whose titles read like this one, most alike first."""
    terms = beginnings_of(title)
    if not terms:
        return []
    mine = _in_order(title)
    compared = {
        idea_id: _likeness(mine, _in_order(other))
        for every in (True, False)  # one with all the words may be older than many with a few
        for idea_id, other in _candidates(terms, language, every=every)
    }
    alike = sorted((-score, idea_id) for idea_id, score in compared.items() if score >= ALIKE)
    ideas = ideas_by_id([idea_id for _, idea_id in alike[:limit]])
    return [ideas[idea_id] for _, idea_id in alike[:limit]]


def _candidates(
    terms: Sequence[str], language: str | None, *, every: bool
) -> Iterable[tuple[int, str]]:
    found = _public(_ranked(terms, every=every)).where(Idea.stage.not_in(CLOSED))
    if language:
        found = found.where(Idea.language == language)
    titles = found.with_only_columns(Idea.id, Idea.title).limit(MOST_COMPARED)
    return ((row.id, row.title) for row in session().execute(titles))


def _ranked(terms: Sequence[str], *, every: bool) -> sa.Subquery:
    dialect = session().get_bind().dialect.name
    asked_of = asked_of_fts5 if dialect == "sqlite" else asked_of_tsquery
    asked = sa.text(RANKED[dialect]).bindparams(
        asked=asked_of(terms, every=every), most=MOST_RANKED if every else MOST_WITH_ANY
    )
    columns = sa.column("idea_id", sa.BigInteger), sa.column("score", sa.Float)
    return asked.columns(*columns).subquery("found")


def _public(found: sa.Subquery) -> sa.Select[Idea]:
    joined = public_ideas().join(found, found.c.idea_id == Idea.id)
    return joined.order_by(found.c.score.desc(), Idea.id.desc())


def _in_order(title: str) -> str:
    return " ".join(words_of(title))


def _likeness(mine: str, theirs: str) -> float:
    """0 to 100: shared words count whatever their order, and small misspellings little."""
    return float(fuzz.token_sort_ratio(mine, theirs) + fuzz.token_set_ratio(mine, theirs)) / 2
