"""How the detection did, class by class, over many seeds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from ideas.voting.integrity.simulation.running import Place, Told
from ideas.voting.integrity.simulation.scenarios import Scenario

HEAD = (
    *("class", "ideas", "attack votes", "recall", "precision", "honest votes", "honest held"),
    *("in one case", "wrong, holds", "wrong, people", "first hold", "held p50", "held p95"),
)


@dataclass
class Figures:
    """Sums of one class. ``waits`` are seconds from an attack vote to its hold; ``first`` from an
    attack's first vote to its first hold; ``cases`` how many cases held the crowd of an idea."""

    ideas: int = 0
    attack: int = 0
    caught: int = 0
    honest: int = 0
    caged: int = 0
    wrong_held: int = 0
    wrong_decided: int = 0
    waits: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of an attack's votes that was held."""
        return _part(self.caught, self.attack)

    @property
    def precision(self) -> float:
        """The part of what was held that was an attack's."""
        return _part(self.caught, self.caught + self.caged)

    @property
    def honest_held(self) -> float:
        """The part of honest votes that was held."""
        return _part(self.caged, self.honest)

    @property
    def in_one(self) -> float:
        """The part of the crowds that lay in no case or in one, so that one action freed them."""
        return _part(sum(number <= 1 for number in self.cases), len(self.cases))


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


def figures_of(runs: Iterable[Told]) -> dict[str, Figures]:
    """The figures of every class, in the order of the scenarios."""
    found: dict[str, Figures] = defaultdict(Figures)
    for told in runs:
        by_idea: dict[int, list[Place]] = defaultdict(list)
        for place in told.votes:
            by_idea[place[0] if place[0] >= 1_000 else 0].append(place)
        for scenario in told.scenarios:
            _add(found[scenario.name], told, scenario, by_idea[scenario.idea])
    return dict(found)


def _add(figures: Figures, told: Told, scenario: Scenario, places: Sequence[Place]) -> None:
    """One idea more. Of an honest crowd's idea only the crowd's own votes are asked for."""
    attack = [place for place in places if told.votes[place][1].is_attack]
    honest = [place for place in places if not told.votes[place][1].is_attack]
    crowd = [place for place in honest if told.votes[place][1].is_crowd] or honest
    caught = [place for place in attack if place in told.held]
    figures.ideas += 1
    figures.attack, figures.caught = figures.attack + len(attack), figures.caught + len(caught)
    figures.honest += len(crowd)
    figures.caged += sum(place in told.held for place in crowd)
    figures.waits += [told.held[place] - told.votes[place][0] for place in caught]
    if caught:
        began = min(told.votes[place][0] for place in attack)
        figures.first.append(min(told.held[place] for place in caught) - began)
    if crowd is not honest:
        figures.cases.append(_cases_of(told, scenario.idea, {person for _, person in crowd}))
    if scenario.goal:
        counted = sum(place not in told.held for place in places)
        decided = sum(place not in told.void for place in places)
        figures.wrong_held += (counted >= scenario.goal) is not scenario.reaches
        figures.wrong_decided += (decided >= scenario.goal) is not scenario.reaches


def _cases_of(told: Told, idea: int, people: set[int]) -> int:
    marks = [mark for mark in told.cases if mark[0] == idea]
    return sum(not people.isdisjoint(told.cases[mark]) for mark in marks)


def together(parts: Iterable[Mapping[str, Figures]]) -> dict[str, Figures]:
    """The figures of several runs as those of one."""
    found: dict[str, Figures] = defaultdict(Figures)
    for part in parts:
        for name, each in part.items():
            whole = found[name]
            for one in fields(Figures):
                setattr(whole, one.name, getattr(whole, one.name) + getattr(each, one.name))
    return dict(found)


def table_of(figures: dict[str, Figures]) -> str:
    """The figures as a table in Markdown."""
    rows = [HEAD, tuple("---" for _ in HEAD)]
    rows += [_row(name, each) for name, each in figures.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _row(name: str, f: Figures) -> tuple[str, ...]:
    return (
        *(name, f"{f.ideas}", f"{f.attack:,}"),
        *((f"{f.recall:.2%}", f"{f.precision:.2%}") if f.attack else ("", "")),
        *(f"{f.honest:,}", f"{f.honest_held:.3%}", f"{f.in_one:.0%}" if f.cases else ""),
        *(f"{f.wrong_held}", f"{f.wrong_decided}"),
        *(f"{at_share(f.first, 0.5):,.0f} s" if f.first else "",),
        *((_seconds(f.waits, 0.5), _seconds(f.waits, 0.95)) if f.waits else ("", "")),
    )


def _seconds(waits: Sequence[float], share: float) -> str:
    return f"{at_share(waits, share):,.0f} s"


def at_share(numbers: Sequence[float], share: float) -> float:
    """The number below which this share lies."""
    return sorted(numbers)[min(len(numbers) - 1, int(share * len(numbers)))]
