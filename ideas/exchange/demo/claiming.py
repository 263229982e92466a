"""Rights and duplicates: a list of what belongs to others, checks decided as they come, and two
ideas that become one."""

from datetime import timedelta
from functools import partial

from ideas.exchange.demo.creating import MODERATORS
from ideas.exchange.demo.texts import said
from ideas.exchange.demo.world import World
from ideas.merging.actions import confirm, propose
from ideas.properties.actions import keep_property
from ideas.properties.models import PropertyKind
from ideas.rights.actions import decide
from ideas.rights.queries import waiting_after
from ideas.rights.rules import RightsOutcome

MOST_AT_ONCE, MERGED = 50, timedelta(hours=30)


def let_claim(world: World) -> None:
    """Put the list, the checks and the merger on the timeline."""
    texts = said("rights")
    start = world.calendar.day("Q-6") + timedelta(days=texts["first"])
    world.timeline.at(start, partial(_list, world))
    every = timedelta(days=texts["every"])
    at = start + every
    while at < world.now - timedelta(days=texts["patience"]):
        world.timeline.at(at, partial(_check, world))
        at += every
    world.timeline.at(world.now - MERGED, partial(_merge, world))


def _list(world: World) -> None:
    for each in said("rights")["property"]:
        words = {name: each[name] for name in ("aliases", "note")}
        keep_property(
            each["name"], PropertyKind(each["kind"]), by=world.person(MODERATORS[0]), **words
        )


def _check(world: World) -> None:
    """Whoever is not of the team looks at what waits; nothing of others is ever found."""
    for check in waiting_after(None, limit=MOST_AT_ONCE):
        decide(
            *(check, RightsOutcome.CLEAR),
            by=world.person(MODERATORS[check.id % len(MODERATORS)]),
            note=said("rights")["clear"],
        )


def _merge(world: World) -> None:
    text = said("rights")["merger"]
    child, parent = (world.idea(text[name]) for name in ("child", "parent"))
    by = world.person(MODERATORS[0])
    merger = propose(child, parent, text["sentence"], by=by, note=text["note"])
    if merger.needs_two:
        confirm(merger, by=world.person(MODERATORS[1]))
