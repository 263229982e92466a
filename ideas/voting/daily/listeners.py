"""Rolling up in portions, each a transaction; what changes meanwhile has the next turn."""

from ideas.db import db
from ideas.voting.daily.actions import forget_curves, roll_up_portion


def roll_up_votes() -> int:
    """Bring the days of every ballot that changed up to date; answers how many."""
    done = 0
    while portion := roll_up_portion():
        db.session.commit()
        done += portion
    return done


def rebuild() -> int:
    """Forget what was rolled up and count every vote anew; answers how many ideas."""
    forget_curves()
    db.session.commit()
    return roll_up_votes()
