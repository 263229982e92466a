"""What fans do without a word of their own: like what others say, and mark ideas in private."""

from random import Random

from ideas.accounts.models import Person
from ideas.comments.feedback.actions import give_feedback
from ideas.comments.feedback.rules import LEAST, MOST, Marks
from ideas.comments.likes.actions import like
from ideas.comments.models import Comment
from ideas.db import db
from ideas.exchange.demo.world import World

MOST_LIKED = 14
SILENT = 9  # so many mark an idea without words, for each who has some


def let_like(world: World, comment: Comment) -> None:
    """Some of those who are here like it."""
    chance = Random(f"likes {comment.id}")  # noqa: S311 no secret
    number = min(int(chance.paretovariate(1.1)) - 1, MOST_LIKED)
    for person in _some(world, number, chance):
        if person.id != comment.author_id:
            like(comment, by=person)


def tell_in_private(world: World, key: str, words: str) -> None:
    """Somebody tells the team something in private, and others mark the idea, too."""
    chance, idea = Random(f"private {key} {words}"), world.idea(key)  # noqa: S311 no secret
    for number, person in enumerate(_some(world, 1 + SILENT, chance)):
        if person.id not in idea.team_ids:
            marks = Marks(*(_mark(chance, middle) for middle in (4.4, 4.0, 3.3)))
            give_feedback(idea, marks, "" if number else words, by=person)


def _mark(chance: Random, middle: float) -> int:
    return max(LEAST, min(MOST, round(chance.gauss(middle, 0.9))))


def _some(world: World, number: int, chance: Random) -> list[Person]:
    chosen = chance.sample(world.voters, min(number, len(world.voters)))
    return [db.session.get_one(Person, person_id) for person_id in chosen]
