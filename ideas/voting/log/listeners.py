"""Publishing in portions, so that no vote waits for a long list of others."""

from ideas.db import db
from ideas.voting.log.actions import publish_late, publish_new
from ideas.voting.log.queries import has_forgotten


def publish_votes() -> int:
    """Publish everything that waits; each portion is a transaction. Answers how many leaves."""
    published = 0
    for publish in (publish_late, publish_new):
        while portion := publish():
            db.session.commit()
            published += portion
    return published


def publish_forgotten() -> None:
    """Look through all there ever was for changes without a leaf; the schedule does so nightly."""
    while has_forgotten() and publish_late(whole=True):
        db.session.commit()
