"""Keeping the word index true, in the transaction of the change itself."""

from collections.abc import Collection

import sqlalchemy as sa

from ideas.db import session, writes
from ideas.journey.models import Idea, Move
from ideas.journey.queries import public_ideas
from ideas.search.models import TABLE, TitleBeginning
from ideas.search.rules import beginnings_of, tsvector_of, words_of

KEYS = {"sqlite": "rowid", "postgresql": "idea_id"}
INSERTS = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, title, summary, body) "  # noqa: S608
    "VALUES (:idea, :title, :summary, :body)",
    "postgresql": f"INSERT INTO {TABLE} (idea_id, words) "  # noqa: S608
    "VALUES (:idea, CAST(:words AS tsvector))",
}
BATCH = 500


def index_arrived(idea: Idea, move: Move) -> None:
    """Arrival: an idea that becomes public can be found."""
    index_idea(idea)


@writes
def index_idea(idea: Idea) -> None:
    """Take down the idea's words anew; call it after every edit of a public idea."""
    forget_idea(idea.id)
    dialect = _dialect()
    values = _words_for_fts5(idea) if dialect == "sqlite" else _words_for_tsvector(idea)
    session().execute(sa.text(INSERTS[dialect]), {"idea": idea.id, **values})
    rows = [{"beginning": each, "idea_id": idea.id} for each in beginnings_of(idea.title)]
    if rows:
        session().connection().execute(sa.insert(TitleBeginning), rows)


@writes
def forget_idea(idea_id: int) -> None:
    """Drop an idea's words."""
    forgotten = sa.text(f"DELETE FROM {TABLE} WHERE {KEYS[_dialect()]} = :idea")  # noqa: S608
    session().execute(forgotten, {"idea": idea_id})
    session().execute(sa.delete(TitleBeginning).where(TitleBeginning.idea_id == idea_id))


@writes
def index_everything(*, but: Collection[int] = ()) -> int:
    """Take down the words of every public idea, but of these; answers how many."""
    session().execute(sa.text(f"DELETE FROM {TABLE}"))  # noqa: S608
    session().execute(sa.delete(TitleBeginning))
    counted = 0
    found = public_ideas().where(Idea.id.not_in(but)).execution_options(yield_per=BATCH)
    for idea in session().scalars(found):
        index_idea(idea)
        counted += 1
    return counted


def _dialect() -> str:
    return session().get_bind().dialect.name


def _words_for_fts5(idea: Idea) -> dict[str, str]:
    texts = {"title": idea.title, "summary": idea.summary, "body": _told(idea)}
    return {name: " ".join(words_of(text)) for name, text in texts.items()}


def _words_for_tsvector(idea: Idea) -> dict[str, str]:
    weighed = [(idea.title, "A"), (idea.summary, "B"), (_told(idea), "D")]
    return {"words": tsvector_of(weighed)}


def _told(idea: Idea) -> str:
    """Its story and its facts, which weigh the same."""
    return f"{idea.body}\n{idea.specs}"
