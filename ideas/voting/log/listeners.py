"""Publishing in portions, so that no vote waits for a long list of others."""

from ideas.db import db
from ideas.voting.log.actions import publish_late, publish_new
from ideas.voting.log.queries import has_forgotten

MOST_PORTIONS = 500


def publish_votes() -> int:
    """Publish what waits, each portion a transaction; answers how many leaves, 0 when all are.

    So much at once that it keeps up with any crowd, and that other work does not wait for it.
    """
    published = 0
    for publish in (publish_late, publish_new):
        for _ in range(MOST_PORTIONS):
            portion = publish()
            if not portion:
                break
            db.session.commit()
            published += portion
    return published


def publish_forgotten() -> None:
    """Look through all there ever was for changes without a leaf; the schedule does so nightly."""
    while has_forgotten() and publish_late(whole=True):
        db.session.commit()
