"""Titles and words for ideas, put together from lists."""

import random


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split(", "))


KINDS = _listed(
    "tiny, folding, glowing, wooden, singing, floating, hidden, portable, painted, magnetic, "
    "quiet, winding, seaside, midnight, travelling, solar, paper, clockwork, giant, pocket, "
    "rainy, golden, lunar, mossy, striped, brass, woven, drifting, frozen, wandering"
)
THINGS = _listed(
    "lighthouse, observatory, greenhouse, windmill, tram, harbour, library, orchestra, "
    "bakery, submarine, balloon, bridge, carousel, workshop, glacier, volcano, treehouse, "
    "kite, railway, garden, theatre, aquarium, compass, telescope, ferry, market, clocktower, "
    "igloo, canoe, beehive, piano, rocket, dragon, whale, caravan, museum, fountain, "
    "labyrinth, lantern, sawmill"
)
ENDS = _listed(
    "for two, that turns, with a secret door, in a box, for small hands, on wheels, for the "
    "window, with real bells, made of leaves, after dark, in four seasons, for rainy days, "
    "with a crank, for the whole street, under the stairs, that hums, with moving clouds, in "
    "a bottle, for beginners, from the attic"
)
TAGS = _listed(
    "nature, music, travel, space, sea, winter, city, play, history, light, machines, "
    "animals, food, home, school, science, stories, sport, garden, night"
)


def title_of(number: int) -> str:
    """A title of its own for every number up to a few thousand times the lists."""
    number, end = divmod(number, len(ENDS))
    number, thing = divmod(number, len(THINGS))
    again, kind = divmod(number, len(KINDS))
    title = f"{KINDS[kind]} {THINGS[thing]} {ENDS[end]}".capitalize()
    return f"{title}, no. {again + 1}" if again else title


def body_of(rolls: random.Random) -> str:
    """A few plain sentences."""
    said = (
        f"A {rolls.choice(KINDS)} {rolls.choice(THINGS)} {rolls.choice(ENDS)}, beside a "
        f"{rolls.choice(KINDS)} {rolls.choice(THINGS)}."
        for _ in range(rolls.randint(2, 5))
    )
    return " ".join(said)


def tags_of(rolls: random.Random) -> list[str]:
    """Up to three different tags."""
    return rolls.sample(TAGS, rolls.randint(1, 3))
