"""What the detection must reach, and whether it did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ideas.voting.integrity.simulation.figures import Figures, at_share

MOST_RECALLED = {"script": 0.99, "proxies": 0.99, "lockstep": 0.99, "slow drip": 0.60}
SPIKES = ("viral spike", "newsletter", "TV moment")


@dataclass(frozen=True)
class Target:
    """What was to be reached, what was, and whether that is enough."""

    what: str
    found: str
    is_met: bool


def targets_of(figures: Mapping[str, Figures]) -> Iterator[Target]:
    """Every target that these figures say something about."""
    for name, least in MOST_RECALLED.items():
        if name in figures:
            recall = figures[name].recall
            yield Target(f"recall of {name} ≥ {least:.0%}", f"{recall:.2%}", recall >= least)
    yield from _crowds(figures)
    attacks = [each for each in figures.values() if each.waits]
    if attacks:
        wait = at_share([wait for each in attacks for wait in each.waits], 0.5)
        yield Target("half of what is held is held within 60 s", f"{wait:.0f} s", wait <= 60)
    for name, each in figures.items():
        if each.waits:
            wait = at_share(each.waits, 0.95)
            what = f"95 of 100 of what is held of {name} within 60 s"
            yield Target(what, f"{wait:,.0f} s", wait <= 60)
    yield from _outcomes(figures)


def _crowds(figures: Mapping[str, Figures]) -> Iterator[Target]:
    spikes = [figures[name] for name in SPIKES if name in figures]
    if spikes:
        share = sum(each.caged for each in spikes) / sum(each.honest for each in spikes)
        yield Target("honest spike votes held ≤ 0.1 %", f"{share:.3%}", share <= 0.001)
    if "school class" in figures:
        one = figures["school class"].in_one
        yield Target("the school class released in one action", f"{one:.0%}", one == 1)


def _outcomes(figures: Mapping[str, Figures]) -> Iterator[Target]:
    """Only ideas that were attacked, or carried by a crowd, are counted: the hardest share."""
    ideas = sum(each.ideas for name, each in figures.items() if name != "the rest")
    for when, wrong in (
        ("after holds", sum(each.wrong_held for each in figures.values())),
        ("after people decided", sum(each.wrong_decided for each in figures.values())),
    ):
        share = wrong / ideas if ideas else 0.0
        yield Target(
            f"wrong outcomes {when} ≤ 1 %", f"{wrong} of {ideas} ({share:.1%})", share <= 0.01
        )


def lines_of(figures: Mapping[str, Figures]) -> str:
    """The targets as a table in Markdown."""
    rows = ["| target | found | |", "|---|---|---|"]
    rows += [
        f"| {each.what} | {each.found} | {'met' if each.is_met else 'missed'} |"
        for each in targets_of(figures)
    ]
    return "\n".join(rows)
