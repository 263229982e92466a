"""Drafts and pictures for tests."""

import functools
import io
import secrets

from PIL import Image

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.storage.pictures import Kept, file_of
from ideas.storage.stores import store
from ideas.submission.actions import begin_draft, write_idea
from ideas.submission.models import Picture, Rights
from ideas.submission.pictures.actions import show_kept
from tests.factories import a_person, the_campaign

TEXTS = {
    "title": "Lighthouse that turns",
    "summary": "A lamp, two mirrors and one slow motor.",
    "body": "It has a **lamp**, two mirrors and one slow motor, and stands on a rock.",
}


def a_draft(by: Person | None = None, **texts: str) -> Idea:
    """A draft with texts and no pictures."""
    by = by or a_person("Ada")
    the_campaign()
    idea = begin_draft(rights=Rights.OWN, by=by)
    said = TEXTS | texts
    write_idea(idea, tags=["sea", "light"], by=by, window=None, **said)
    db.session.commit()
    return idea


@functools.cache
def _plain(width: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, width * 2 // 3), "#c81e1e").save(file, "WEBP")
    return file.getvalue()


def a_shown_picture(idea: Idea, alt: str = "A lighthouse at night") -> Picture:
    """A picture whose copies lie in the store, without decoding anything."""
    kept = Kept(secrets.token_hex(16), (480, 960), 960, 640, "#c81e1e")
    for width in kept.widths:
        store().put(file_of(kept.name, width), _plain(width))
    picture = show_kept(idea, kept, alt=alt, by=None)
    db.session.commit()
    return picture


def a_finished_draft(by: Person | None = None, **texts: str) -> Idea:
    """A draft that can be handed in."""
    idea = a_draft(by, **texts)
    a_shown_picture(idea)
    return idea


def is_kept(file: str) -> bool:
    """True while the store has the file."""
    opened = store().open(file)
    if opened is not None:
        opened.close()
    return opened is not None
