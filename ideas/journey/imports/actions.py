"""Bringing in an idea of another platform."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.db import session, writes
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.text import html_of, on_one_line, plain_of, short_id, slug_of

REASON = "imported"
SUMMARY_LENGTH = 160
IMPORT_LOCK = 0x1D301


@dataclass(frozen=True)
class Origin:
    """Where an idea comes from: the source, its key there, when it was made if that is known."""

    source: str
    key: str
    created_at: datetime | None


@dataclass(frozen=True)
class Words:
    """What an imported idea says: Markdown body, language of all three."""

    title: str
    summary: str
    body: str
    language: str


@writes
def lock_imports() -> None:
    """Let one import at a time bring in a portion; SQLite has one writer anyhow."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORT_LOCK)))


@writes
def import_idea(origin: Origin, words: Words, *, creator_id: int) -> Idea:
    """An idea with its words, still a draft."""
    moment, key = clock.now(), short_id()
    idea = Idea(
        short_id=key,
        slug="-".join(filter(None, (slug_of(words.title), key))),
        campaign_id=standing_campaign().id,
        creator_id=creator_id,
        title=on_one_line(words.title),
        summary=on_one_line(words.summary) or plain_of(words.body, SUMMARY_LENGTH),
        body=words.body,
        body_html=html_of(words.body),
        language=words.language,
        stage_at=moment,
        created_at=origin.created_at or moment,
        edited_at=moment,
        imported_from=origin.source,
        imported_id=origin.key,
    )
    session().add(idea)
    session().flush()
    return idea


@writes
def walk(idea: Idea, *to: Stage, sentence: str) -> None:
    """Advance an imported draft stage by stage; ``sentence`` is the other platform's reason."""
    terms = current_terms(idea.campaign_id)
    for stage in to:
        is_last = stage is to[-1]
        text = {idea.language: sentence} if sentence and is_last else {}
        advance(idea, stage, by=None, reason=REASON, public_text=text, terms_id=terms.id)
