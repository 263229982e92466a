"""Who left is not brought back by the next import."""

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.imports.models import ForgottenKey
from ideas.accounts.models import Person
from ideas.accounts.personal import erase
from ideas.exchange.importing import Import, import_ideas, import_vote_file
from ideas.exchange.mapping import ColumnMap
from ideas.exchange.reporting import Report
from ideas.journey.models import Idea
from ideas.voting.models import Ballot
from tests.factories import the_campaign

IDEA = '{"id":"1","title":"One idea","creator":"ann"}\n'
VOTES = '{"idea":"1","voter":"bob"}\n{"idea":"1","voter":"eve"}\n'


@pytest.fixture(autouse=True)
def _standing(session: Session) -> None:
    the_campaign()


def take(folder: Path, source: str = "s", ideas: str = IDEA) -> Counter[str]:
    (folder / "ideas.jsonl").write_text(ideas)
    (folder / "votes.jsonl").write_text(VOTES)
    with Report(folder / "report.csv") as report:
        job = Import(source, ColumnMap(), report, lambda rows: None)
        import_ideas(job, folder / "ideas.jsonl")
        import_vote_file(job, folder / "votes.jsonl")
    return report.counts


def leave(session: Session, key: str) -> None:
    erase(session.scalars(sa.select(Person).where(Person.imported_id == key)).one())
    session.commit()


def test_a_voter_who_left_is_neither_made_nor_counted_anew(
    session: Session, tmp_path: Path
) -> None:
    take(tmp_path)
    leave(session, "bob")
    people = session.scalar(sa.select(sa.func.count()).select_from(Person))
    counts = take(tmp_path)
    assert session.scalar(sa.select(Ballot.votes)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == people
    assert (counts["votes here already"], counts["refused: left the site"]) == (1, 1)


def test_no_new_idea_is_taken_of_somebody_who_left(session: Session, tmp_path: Path) -> None:
    take(tmp_path)
    leave(session, "ann")
    counts = take(tmp_path, ideas=IDEA + IDEA.replace('"1"', '"2"'))
    assert (counts["ideas here already"], counts["refused: left the site"]) == (1, 1)
    assert session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 1


def test_the_same_key_of_another_source_is_another_person(session: Session, tmp_path: Path) -> None:
    take(tmp_path)
    leave(session, "bob")
    assert take(tmp_path, source="other")["votes taken"] == 2


def test_what_is_kept_names_nobody(session: Session, tmp_path: Path) -> None:
    take(tmp_path)
    leave(session, "bob")
    kept = session.scalars(sa.select(ForgottenKey.fingerprint)).one()
    assert len(kept) == 64
    assert "bob" not in kept
