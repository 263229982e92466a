"""Selected ideas get their agreement, are developed, come on sale, and leave again."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from ideas.agreements import actions as agreements
from ideas.agreements import signing
from ideas.agreements.actions import Figures
from ideas.agreements.forms import standard_audit
from ideas.agreements.guardians.rules import Guardian
from ideas.agreements.models import Frequency, Share
from ideas.agreements.queries import agreement_under_way
from ideas.agreements.rules import Part
from ideas.exchange.demo.creating import in_both
from ideas.exchange.demo.paying import pay_due
from ideas.exchange.demo.reviewing import MADE, PLANS
from ideas.exchange.demo.texts import said, tellings
from ideas.exchange.demo.world import World
from ideas.moderation.actions import archive
from ideas.moderation.rules import Reason
from ideas.money import Money
from ideas.production import actions as production
from ideas.submission.actions import withdraw

PREPARER, SECOND, MAKER = "fenna", "bruno", "otto"
RESERVE_BP, CAP_BP, MINIMUM = 1_000, 1_000, 5_000
ADVANCES = {"snail": 50_000}
CONTRIBUTORS = {"bottles": ("hana", 500)}
"""Whom the creators name besides the team, and their basis points of the royalty."""
DEVELOPED = frozenset({"on_sale", "retired", "cancelled", "in_development"})
ROUND_OF = {"Q-6": 0, "Q-5": 0, "Q-4": 1, "Q-3": 2}
LAUNCHES = {
    "bottles": ("Q-4+60", "ODD-ORGAN", "Bottle organ", 6_400),
    "lighthouse": ("Q-4+80", "ODD-LIGHT", "Lighthouse that really turns", 8_900),
    "snail": ("Q-3+25", "ODD-SNAIL", "Snail-pace timer", 4_200),
}
RETIRED, CANCELLED = {"bottles": "Q-1+30"}, {"umbrella": "Q-3+50"}
OFFERED_LATE, SIGNED_LATE = "now-6", "now-4"
GUARDIANS = {"gus": Guardian("Harriet Pemberwick", "harriet@example.org")}
"""Who signs with those who are minors; nobody has yet, so the agreement waits for her."""


def let_make(world: World) -> None:
    """Put agreements, launches and endings on the timeline."""
    for key, telling in tellings().items():
        if telling.fate in MADE:
            _let_agree(world, key)
        if telling.until:
            leave = _archive if telling.fate == "archived" else _withdraw
            world.timeline.at(world.calendar.day(telling.until), partial(leave, world, key))
    for key, (day, *_) in LAUNCHES.items():
        world.timeline.at(world.day(day), partial(_launch, world, key))
    for key, day in RETIRED.items():
        world.timeline.at(world.day(day), partial(_retire, world, key))
    for key, day in CANCELLED.items():
        world.timeline.at(world.day(day), partial(_cancel, world, key))


def _let_agree(world: World, key: str) -> None:
    telling = tellings()[key]
    answered = world.day(PLANS[ROUND_OF[telling.published[:3]]].published)
    team, put = [telling.by, *telling.team], world.timeline.at
    team += [CONTRIBUTORS[key][0]] if key in CONTRIBUTORS else []
    put(world.days_after(answered, 4), partial(_prepare, world, key))
    if telling.agreement == "waiting":
        put(world.day(OFFERED_LATE), partial(_offer, world, key))
        for member in team:
            put(world.day(SIGNED_LATE), partial(_accept, world, key, member))
        return
    put(world.days_after(answered, 6), partial(_offer, world, key))
    for number, member in enumerate(team):
        put(world.days_after(answered, 8 + number), partial(_accept, world, key, member))
    if telling.fate in DEVELOPED:
        put(world.days_after(answered, 18), partial(_develop, world, key))
    if key in ADVANCES:
        _let_advance(world, key, answered)


def _prepare(world: World, key: str) -> None:
    """The shares as the team proposed them, the figures of the house."""
    preparer = world.person(PREPARER)
    agreement = agreements.prepare(world.idea(key), by=preparer, text=said("brand")["agreement"])
    figures = Figures(
        currency=agreement.currency,
        card=replace(
            agreement.card.rule,
            reserve_bp=RESERVE_BP,
            deductions_cap_bp=CAP_BP,
            minimum=MINIMUM,
        ),
        copies=agreement.copies,
        frequency=Frequency.QUARTER,
        audit=standard_audit(),
        text=agreement.text,
    )
    parts = [
        Part(share.person_id, share.share_bp, ADVANCES.get(key, 0)) for share in agreement.shares
    ]
    agreements.edit(agreement, figures, _with_contributors(world, key, parts), by=preparer)


def _with_contributors(world: World, key: str, parts: list[Part]) -> list[Part]:
    """Whom the creators name gets their part from whoever leads."""
    if key not in CONTRIBUTORS:
        return parts
    (named, share_bp), first = CONTRIBUTORS[key], parts[0]
    lead = replace(first, share_bp=first.share_bp - share_bp)
    return [lead, *parts[1:], Part(world.people[named], share_bp, is_contributor=True)]


def _offer(world: World, key: str) -> None:
    agreement = agreement_under_way(world.idea(key).id)
    if agreement is not None:
        agreements.offer(agreement, by=world.person(PREPARER))


def _accept(world: World, key: str, member: str) -> None:
    person = world.person(member)
    share, guardian = _share(world, key, member), GUARDIANS.get(member)
    signing.accept(share, by=person, name=person.name, guardian=guardian)


def _share(world: World, key: str, member: str) -> Share:
    agreement, person = agreement_under_way(world.ideas[key]), world.people[member]
    shares = agreement.shares if agreement else []
    return next(share for share in shares if share.person_id == person)


def _develop(world: World, key: str) -> None:
    production.start_development(world.idea(key), by=world.person(MAKER))


def _let_advance(world: World, key: str, answered: datetime) -> None:
    world.timeline.at(world.days_after(answered, 20), partial(_advance, world, key))


def _advance(world: World, key: str) -> None:
    """What is paid ahead of the first sale."""
    share = _share(world, key, tellings()[key].by)
    pay_due(world, [f"advance:{share.id}"], preparer=PREPARER, second=SECOND)


def _launch(world: World, key: str) -> None:
    day, sku, name, price = LAUNCHES[key]
    facts = production.Launch(
        sku=sku,
        name=name,
        price=Money(price, "EUR"),
        on_sale_on=world.calendar.day(day).date(),
        url=f"https://shop.example.org/{key}",
    )
    production.launch(world.idea(key), facts, by=world.person(MAKER))


def _retire(world: World, key: str) -> None:
    production.retire(world.idea(key), by=world.person(MAKER))


def _cancel(world: World, key: str) -> None:
    words = in_both(said("answers")["cancelled"][key])
    production.cancel(world.idea(key), by=world.person(MAKER), public_text=words)


def _archive(world: World, key: str) -> None:
    words = said("answers")["moderation"][key]
    reason, sentence = Reason(words["reason"]), in_both(words)
    archive(world.idea(key), by=world.person("idris"), reason=reason, sentence=sentence)


def _withdraw(world: World, key: str) -> None:
    withdraw(world.idea(key), by=world.person(tellings()[key].by))
