"""What the fans of the demo say they would buy; each is asked with dice of their own."""

from random import Random

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.models import ForWhom
from ideas.voting.survey.rules import NOT_AT_ALL, QUANTITIES, Said

ANSWERS, NAMES_A_PRICE, BUYS_NOTHING, WANTS_TO_KNOW = 0.6, 0.9, 0.12, 0.45
MANY, WHOM = (70, 18, 8, 4), (48, 22, 24, 6)
STEPS = (1_000, 2_000, 3_500, 5_000, 8_000, 12_000)


def answer(idea: Idea, key: str, *, by: Person) -> None:
    """Let a fan who has just voted answer some of the questions, or none."""
    chance = Random(f"{key} {by.id}")  # noqa: S311 no secret
    if chance.random() > ANSWERS:
        return
    (whom,) = chance.choices(tuple(ForWhom), WHOM)
    (many,) = chance.choices(QUANTITIES, MANY)
    price = _price(key, chance) if chance.random() < NAMES_A_PRICE else None
    buys = price != NOT_AT_ALL
    said = Said(
        price=price,
        quantity=many if buys else None,
        for_whom=whom if buys else None,
        tell_me=buys and chance.random() < WANTS_TO_KNOW,
    )
    answer_survey(idea, said, by=by)


def _price(key: str, chance: Random) -> int:
    """Every idea has a price at which most would buy it."""
    if chance.random() < BUYS_NOTHING:
        return NOT_AT_ALL
    middle = Random(key).uniform(1, len(STEPS) - 2)  # noqa: S311 no secret
    at = round(chance.gauss(middle, 1.2))
    return STEPS[min(max(at, 0), len(STEPS) - 1)]
