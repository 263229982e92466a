"""Open cases as the queue shows them: those of an idea together, at the place of the oldest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.journey.models import Idea
from ideas.voting.integrity.models import VoteCase
from ideas.voting.integrity.rules import Suspected


@dataclass(frozen=True)
class Heap:
    """The cases of one idea."""

    idea: Idea
    suspected: Sequence[Suspected]
    held: int
    opened_at: datetime


def heaps_of(cases: Sequence[VoteCase], held: Mapping[int, int]) -> list[Heap]:
    """These cases by idea; ``held`` says how many votes each holds."""
    by_idea: dict[int, list[VoteCase]] = {}
    for case in cases:
        by_idea.setdefault(case.idea_id, []).append(case)
    return [
        Heap(
            idea=of_idea[0].idea,
            suspected=sorted({case.suspected for case in of_idea}),
            held=sum(held.get(case.id, 0) for case in of_idea),
            opened_at=of_idea[0].opened_at,
        )
        for of_idea in by_idea.values()
    ]
