"""The people join: the staff, those with a story, and the crowd that votes."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import product

from ideas.accounts.actions import write_profile
from ideas.accounts.entry.actions import confirm, make_person
from ideas.accounts.entry.newcomers import Newcomer
from ideas.accounts.hashing import hashed
from ideas.accounts.links.actions import make_link
from ideas.accounts.links.models import Purpose
from ideas.accounts.models import AgeBand, Person
from ideas.accounts.roles.actions import grant_role
from ideas.exchange.demo.home import draw_password
from ideas.exchange.demo.texts import Character, characters, said
from ideas.exchange.demo.world import World
from ideas.notifications.actions import choose
from ideas.notifications.rules import Topic, Way
from ideas.policy import Role

WRITTEN_TO = frozenset({"ada", "noor", "vera", "maren", "yuki"})
CROWD_HEARS = (Topic.OUTCOMES, Topic.PROGRESS)
FIRST_ADMIN = "adele"
EARLY, EARLY_DAYS, LATE_DAYS = 0.62, 9, 330


def let_join(world: World) -> None:
    """Everybody signs up at their time, with the password that is drawn for this demo."""
    password_hash = hashed(draw_password(world.app.extensions["ideas.config"]))
    everybody = characters()
    everybody.sort(key=lambda each: each.key != FIRST_ADMIN)
    start = world.calendar.day("Q-6") + timedelta(hours=7)
    for number, character in enumerate(everybody):
        at = start + timedelta(minutes=11 * number)
        world.timeline.at(at, partial(join, world, character, password_hash))
    for number, character in enumerate(_crowd(world)):
        days = EARLY_DAYS if number < EARLY * world.scale.crowd else LATE_DAYS
        at = start + timedelta(days=world.chance.uniform(1, days))
        world.timeline.at(at, partial(join, world, character, password_hash))


def _crowd(world: World) -> Iterator[Character]:
    names = said("people")["crowd"]
    pairs = world.chance.sample(list(product(names["first"], names["last"])), world.scale.crowd)
    for number, (first, last) in enumerate(pairs):
        country = world.chance.choice(names["countries"])
        yield Character(f"voter{number}", f"{first} {last}", country, about="")


def join(world: World, character: Character, password_hash: str) -> None:
    """Sign up, and confirm the address."""
    person = make_person(
        Newcomer(
            name=character.name,
            email=f"{character.key}@example.org",
            password_hash=password_hash,
            country=character.country,
            age_band=AgeBand.MINOR if character.is_minor else AgeBand.ADULT,
            language=character.language,
        )
    )
    if person is None:
        raise LookupError(f"{character.key} is there already")
    person, _ = confirm(make_link(Purpose.CONFIRM, person))
    world.people[character.key] = person.id
    if character.about:
        write_profile(person, person.name, character.about, person.language)
    if character.key not in WRITTEN_TO:
        quiet: tuple[Topic, ...] = tuple(Topic) if character.about else CROWD_HEARS
        choose(dict.fromkeys(quiet, Way.SITE), by=person)
    _take_up(world, character, person)


def _take_up(world: World, character: Character, person: Person) -> None:
    """The staff get their roles; all others may vote."""
    for role in character.roles:
        granter = None if character.key == FIRST_ADMIN else world.person(FIRST_ADMIN)
        grant_role(person, Role(role), by=granter)
    if not character.roles:
        world.voters.append(person.id)
