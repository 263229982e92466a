"""Who hears that answers come later: the teams of the round's ideas, and who backs them."""

from datetime import date

from ideas.db import session
from ideas.notifications.actions import tell
from ideas.notifications.crowds import tell_many
from ideas.notifications.queries import backers_of, team_of
from ideas.notifications.rules import CHANCE, DELAYED, LATE, NoticeKind, Told
from ideas.review.chances.models import SecondChance
from ideas.review.events import ChanceOffered, RoundDelayed
from ideas.review.queries import coming_rounds, ideas_awaiting, is_late
from ideas.review.rounds.models import Delay


def tell_of_delay(event: RoundDelayed) -> None:
    """The teams hear why and until when, and so do voters and followers."""
    delay = session().get_one(Delay, event.delay_id)
    words = {"sentence": delay.sentence, "day": _said(delay.expected_on)}
    for idea_id in ideas_awaiting(event.round_id):
        key = f"delay:{delay.id}:{idea_id}"
        own = Told(NoticeKind.OWN_DEADLINE, key, DELAYED, idea_id, words=words)
        tell(own, team_of(idea_id))
        backed = Told(NoticeKind.BACKED_MOVED, key, DELAYED, idea_id, words=words)
        tell_many(backed, backers_of(idea_id))


def tell_of_chance(event: ChanceOffered) -> None:
    """The team hears that the brand invites it to try again."""
    chance = session().get_one(SecondChance, event.idea_id)
    key, words = f"chance:{event.idea_id}", {"sentence": chance.words}
    told = Told(NoticeKind.OWN_ANSWER, key, CHANCE, event.idea_id, words=words)
    tell(told, team_of(event.idea_id))


def tell_of_late_rounds() -> None:
    """The teams hear by themselves that a promised day has passed, once for a round."""
    for round_ in coming_rounds():
        if round_.cut_off_at is not None and is_late(round_):
            words = {"day": _said(round_.decision_due_on)}
            for idea_id in ideas_awaiting(round_.id):
                key = f"late:{round_.id}:{idea_id}"
                tell(
                    Told(NoticeKind.OWN_DEADLINE, key, LATE, idea_id, words=words), team_of(idea_id)
                )


def _said(day: date) -> str:
    return day.isoformat()
