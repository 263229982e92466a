"""Finding ideas by words; the ranked candidates are capped, so half the site may match."""

from collections.abc import Sequence

import sqlalchemy as sa
from rapidfuzz import fuzz

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id, public_ideas
from ideas.journey.stages import Stage
from ideas.search.models import TABLE, TitleBeginning
from ideas.search.rules import (
    asked_of_fts5,
    asked_of_tsquery,
    telling_beginnings_of,
    terms_of,
    words_of,
)

MOST_RANKED = 2_000
MOST_WITH_EACH = 2_000
MOST_SHARING = 400
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
    found = ideas_found(text, limit)
    return [] if found is None else list(session().scalars(found))


def ideas_found(text: str, limit: int) -> sa.Select[int] | None:
    """A select of the ids of these ideas, for a larger question; None for no words."""
    terms = terms_of(text)
    if not terms:
        return None
    found = _ranked(terms)
    public = public_ideas().join(found, found.c.idea_id == Idea.id)
    best = public.order_by(found.c.score.desc(), Idea.id.desc()).limit(limit)
    return best.with_only_columns(Idea.id)


def _ranked(terms: Sequence[str]) -> sa.Subquery:
    dialect = session().get_bind().dialect.name
    asked_of = asked_of_fts5 if dialect == "sqlite" else asked_of_tsquery
    asked = sa.text(RANKED[dialect]).bindparams(asked=asked_of(terms), most=MOST_RANKED)
    columns = sa.column("idea_id", sa.BigInteger), sa.column("score", sa.Float)
    return asked.columns(*columns).subquery("found")


def similar_ideas(title: str, limit: int, language: str | None = None) -> Sequence[Idea]:
    """Public ideas whose titles read like this one, most alike first."""
    beginnings = telling_beginnings_of(title)
    if not beginnings:
        return []
    mine = _in_order(title)
    compared = {
        row.id: _likeness(mine, _in_order(row.title))
        for row in session().execute(_candidates(beginnings, language))
    }
    alike = sorted((-score, idea_id) for idea_id, score in compared.items() if score >= ALIKE)
    ideas = ideas_by_id([idea_id for _, idea_id in alike[:limit]])
    return [ideas[idea_id] for _, idea_id in alike[:limit]]


def _candidates(beginnings: Sequence[str], language: str | None) -> sa.Select[int, str]:
    """Those whose titles share the most beginnings, so that an old one with a rare word is seen."""
    sharing = _sharing(beginnings)
    found = public_ideas().join(sharing, sharing.c.idea_id == Idea.id)
    found = found.where(Idea.stage.not_in(CLOSED))
    if language:
        found = found.where(Idea.language == language)
    most = found.order_by(sharing.c.shared.desc(), Idea.id.desc()).limit(MOST_COMPARED)
    return most.with_only_columns(Idea.id, Idea.title)


def _sharing(beginnings: Sequence[str]) -> sa.Subquery:
    """Ideas by how many of the beginnings they share; the newest of those with a common one."""
    idea_id = TitleBeginning.idea_id
    newest = sa.select(idea_id).order_by(idea_id.desc()).limit(MOST_WITH_EACH)
    each = (newest.where(TitleBeginning.beginning == beginning) for beginning in beginnings)
    rows = sa.union_all(*(sa.select(some.subquery()) for some in each)).subquery()
    shared = sa.func.count().label("shared")
    found = sa.select(rows.c.idea_id, shared).group_by(rows.c.idea_id)
    return found.order_by(shared.desc(), rows.c.idea_id.desc()).limit(MOST_SHARING).subquery()


def _in_order(title: str) -> str:
    return " ".join(words_of(title))


def _likeness(mine: str, theirs: str) -> float:
    """0 to 100: shared words count whatever their order, and small misspellings little."""
    return float(fuzz.token_sort_ratio(mine, theirs) + fuzz.token_set_ratio(mine, theirs)) / 2
