"""Votes with all that is kept of them, in the order in which they come, written by the database.

Indexes stand from the beginning, so that they are as full as arrivals leave them. Foreign keys and
triggers rest meanwhile; every other promise is kept.
"""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas.campaigns.actions import ensure_standing_campaign
from ideas.campaigns.queries import current_terms
from ideas.db import db, session, take_write_lock
from ideas.exchange.bench.filling import prime_from
from ideas.exchange.bench.spread import votes_of_ideas
from ideas.voting.models import Ballot

BALLOTS: sa.Table = Ballot.__table__  # type: ignore[assignment]

VOTES_AN_IDEA, VOTES_A_PERSON = 100, 20
YEAR = 31_536_000
BEGAN = 1_735_689_600
"""The first of January 2025, in Unix time."""

PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
INSERT INTO people (id, handle, name, email, email_confirmed_at, language, about, created_at)
SELECT :first + i, 'fan-of-ideas-' || i, 'Fan Number ' || i, 'fan.' || i || '@mail.example.org',
       :moment, 'en', '', :moment FROM n
"""
IDEAS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
INSERT INTO ideas (id, short_id, slug, campaign_id, creator_id, title, summary, body, body_html,
                   language, stage, stage_at, created_at, edited_at, published_at)
SELECT i, 'b' || i, 'a-lighthouse-for-the-harbour-b' || i, :campaign, :first + 1,
       'A lighthouse for the harbour ' || i, 'It turns.', 'It turns.', '<p>It turns.</p>',
       'en', 'live', :moment, :moment, :moment, :moment FROM n
"""
NUMBERS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)
INSERT INTO numbers SELECT i FROM n
"""
VOTES = """
INSERT INTO votes (idea_id, person_id, state, cast_at, counted_at, changed_at)
SELECT idea_id, person_id, 'counted', {moment}, {moment}, {moment} FROM (
    SELECT b.idea_id AS idea_id, :first + 1 + (b.idea_id * 7919 + n.i * 104729) % :people
           AS person_id, (n.i * 2654435761 + b.idea_id * 40503) % {year} AS at
    FROM ballots b JOIN numbers n ON n.i <= b.votes
) AS told ORDER BY at
""".replace("{year}", str(YEAR))
EVENTS = """
INSERT INTO vote_events (idea_id, person_id, to_state, reason, actor_id, at)
SELECT idea_id, person_id, 'counted', 'cast', person_id, cast_at FROM votes
"""
SIGNALS = """
INSERT INTO vote_signals (idea_id, person_id, network, domain, is_disposable, device, referrer,
                          age, latency, dwell, seen_at)
SELECT idea_id, person_id, 'n0123456789abcdef0123456789abcde', 'd0123456789abcdef0123456789abcde',
       false, 'v0123456789abcdef0123456789abcde', 'link', 86400, 600, 30, cast_at FROM votes
"""
LEAVES = r"""
INSERT INTO vote_leaves (seq, event_id, entry)
SELECT id - 1, id, '{"seq"\:' || (id - 1) || ',"minute"\:"2025-06-15T12\:34Z","idea"\:' || idea_id
       || ',"action"\:"count","ref"\:null,"reason"\:"cast","commit"\:'
       || '"q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="}' FROM vote_events
"""
KEYS = "INSERT INTO vote_keys (person_id, key) SELECT DISTINCT person_id, {key} FROM votes"
STANDINGS = """
INSERT INTO standings (idea_id, stage, votes, rising, under_seen, published_at, closes_at)
SELECT idea_id, 'live', votes, heat, votes, opened_at, closes_at FROM ballots
"""
MOMENTS = {
    "sqlite": f"strftime('%Y-%m-%d %H\\:%M\\:%S.000000', {BEGAN} + at, 'unixepoch')",
    "postgresql": f"to_timestamp({BEGAN} + at)",
}
HASHES = {
    "sqlite": "zeroblob(32)",
    "postgresql": "decode(repeat('ab', 32), 'hex')",
}
AT_EASE = ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-3000000")


def forget_the_disk(connection: object, record: object) -> None:
    """What SQLite is told when the database is filled; nothing else looks on."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in AT_EASE:
            connection.execute(f"PRAGMA {pragma}")


def fill(votes: int) -> tuple[int, int]:
    """Write so many votes with their people and ideas; answers how many there are of these."""
    campaign_id = ensure_standing_campaign().id
    terms_id, kind = current_terms(campaign_id).id, db.engine.dialect.name
    first = session().scalar(sa.text("SELECT coalesce(max(id), 0) FROM people")) or 0
    db.session.commit()
    ideas = max(10, votes // VOTES_AN_IDEA)
    counts = votes_of_ideas(ideas, votes)
    people = prime_from(max(votes // VOTES_A_PERSON, *counts))
    moment = datetime.fromtimestamp(BEGAN, UTC)
    take_write_lock()
    if kind == "postgresql":
        _run("SET LOCAL session_replication_role = replica")
        _run("SET LOCAL work_mem = '1GB'")
    _run("CREATE TEMPORARY TABLE numbers (i bigint)")
    _run(NUMBERS, most=max(counts))
    _run(PEOPLE, most=people, first=first, moment=moment)
    _run(IDEAS, most=ideas, first=first, moment=moment, campaign=campaign_id)
    _open(counts, terms_id)
    _run(VOTES.format(moment=MOMENTS[kind]), first=first, people=people)
    for text in (EVENTS, SIGNALS, LEAVES, KEYS.format(key=HASHES[kind]), STANDINGS):
        _run(text)
    _run("DROP TABLE numbers")
    db.session.commit()
    at_once = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with at_once as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if kind == "postgresql" else "ANALYZE"))
    return ideas, people


def _run(text: str, **said: Any) -> None:
    session().execute(sa.text(text).bindparams(**said))


def _open(counts: Sequence[int], terms_id: int) -> None:
    """A ballot for each idea, far from its goal and its end."""
    began = datetime.fromtimestamp(BEGAN, UTC)
    plain = {
        "terms_id": terms_id,
        "ladder": [[10**9, 3_650]],
        "goal": 10**9,
        "certification_hours": 72,
        "vote_again_hours": 24,
        "heat": 0,
        "opened_at": began,
        "closes_at": began + timedelta(days=3_650),
        "changed_at": began,
    }
    ballots = [plain | {"idea_id": at, "votes": votes} for at, votes in enumerate(counts, 1)]
    session().connection().execute(sa.insert(BALLOTS), ballots)
