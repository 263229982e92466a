"""Real ideas and votes, as people wrote them, from a folder beside the repository.

The files are not ours to ship; where they are not at hand these tests are skipped, and the invented
harbour of ``test_import.py`` stands for them.
"""

import csv
import gzip
import os
import re
import socket
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.exchange.importing import Import, import_ideas, import_vote_file
from ideas.exchange.mapping import read_map
from ideas.exchange.reporting import Report
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.voting.models import Ballot, Vote
from tests.factories import the_campaign

HERE = Path(__file__).parents[2]
DATA = Path(os.environ.get("IDEAS_DATA", HERE.parent / "shared" / "data"))
MAPS = HERE / "docs" / "maps"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not beside the repository"),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    """Opening any connection to another machine fails the test."""

    def refuse(self: socket.socket, address: object) -> None:
        if not (isinstance(address, str) or str(address[0]).startswith("127.")):  # type: ignore[index]
            raise AssertionError(f"a link was followed: {address}")
        connect(self, address)  # type: ignore[arg-type]

    connect = socket.socket.connect
    session.connection()
    monkeypatch.setattr(socket.socket, "connect", refuse)


once_is_enough = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="about words, which both databases keep alike"
)


def imported(tmp_path: Path, source: str, ideas: str, votes: str = "") -> Counter[str]:
    the_campaign()
    with Report(tmp_path / "report.csv") as report:
        job = Import(source, read_map(MAPS / f"{source}.toml"), report, lambda rows: None)
        import_ideas(job, DATA / ideas)
        if votes:
            import_vote_file(job, DATA / votes)
    return report.counts


def rows_of(name: str) -> list[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_count_of_the_wishlist_equals_the_file(tmp_path: Path) -> None:
    names = ("wikimedia_wishlist_proposals.csv.gz", "wikimedia_wishlist_votes.csv.gz")
    counts = imported(tmp_path, "wishlist", *names)
    assert counts["ideas taken"] == 2_292
    assert counts["refused: own idea"] == 44
    assert counts["votes taken"] == 50_891 - 44
    proposals, votes = (rows_of(name) for name in names)
    proposers = {row["proposal_id"]: row["proposer"] for row in proposals}
    expected = Counter(
        row["proposal_id"] for row in votes if row["voter"] != proposers[row["proposal_id"]]
    )
    ballots = sa.select(Idea.imported_id, Ballot.votes).join(Ballot, Ballot.idea_id == Idea.id)
    on_the_site = {key: number for key, number in db.session.execute(ballots) if number}
    assert on_the_site == expected
    declined = sa.select(sa.func.count()).select_from(Idea).where(Idea.stage == Stage.DECLINED)
    assert db.session.scalar(declined) == 630
    timed = sa.select(sa.func.count()).select_from(Vote).where(Vote.cast_at.is_not(None))
    assert db.session.scalar(timed) == 0
    with (tmp_path / "report.csv").open(encoding="utf-8") as file:
        assert Counter(row["why"] for row in csv.DictReader(file)) == {"own idea": 44}


@once_is_enough
def test_petitions_are_taken_as_people_wrote_them(tmp_path: Path) -> None:
    counts = imported(tmp_path, "petitions", "us_wethepeople_petitions.jsonl.gz")
    assert counts["ideas taken"] == 1_940
    first = db.session.scalars(sa.select(Idea).order_by(Idea.created_at).limit(1)).one()
    assert first.created_at.year == 2011


@once_is_enough
def test_attacks_in_a_citys_export_stay_text(tmp_path: Path, client: FlaskClient) -> None:
    counts = imported(tmp_path, "consul", "es_decide_madrid_proposals.csv.gz")
    assert counts["ideas taken"] == 2_738
    risky = re.compile(
        r"<(script|img|svg|iframe|object|style)|\son\w+\s*=\s*[\"'a-z]|javascript:", re.I
    )
    for idea in db.session.scalars(sa.select(Idea)):
        tags = " ".join(re.findall(r"<[^>]*>", idea.body_html))
        assert not risky.search(tags), idea.body_html
    probes = sa.select(Idea.slug).where(Idea.title.contains("SSRF"), Idea.stage == Stage.LIVE)
    slugs = db.session.scalars(probes.order_by(Idea.id)).all()
    assert len(slugs) > 30
    for slug in slugs[::8]:
        page = client.get(f"/ideas/{slug}")
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
