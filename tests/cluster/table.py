"""What is told at the end: one line for each fault, and what was answered and is not there."""

from collections.abc import Iterator, Mapping, Sequence

from tests.cluster.faults import Outcome
from tests.cluster.people import People
from tests.cluster.whole import Crowd

HEAD = f"{'part':<12}{'outage s':>10}{'limit s':>9}{'whole s':>9}{'acknowledged':>14}{'lost':>6}"


def table_of(outcomes: Sequence[Outcome], crowd: Crowd, lost: Mapping[str, Sequence[str]]) -> str:
    """All faults with what was acknowledged meanwhile, whatever it was, and what of it is gone."""
    answered = sum(len(people.answered) for people in crowd.all)
    gone = sum(len(each) for each in lost.values())
    lines = [line_of(each, _counts(*_between(each, crowd, lost))) for each in outcomes]
    return "\n".join([HEAD, *lines, f"{'in all':<40}{_counts(answered, gone)}"])


def _counts(answered: int, gone: int) -> str:
    return f"{answered:>14}{gone:>6}"


def line_of(outcome: Outcome, said: str = "") -> str:
    """One fault; what was acknowledged and is gone is known only at the end."""
    late = "" if outcome.gap <= outcome.most else f"  more than {outcome.most:.0f} s"
    trouble = f"  {outcome.trouble}" if outcome.trouble else ""
    seconds = f"{outcome.gap:>10.2f}{outcome.most:>9.0f}{outcome.whole:>9.1f}"
    return f"{outcome.name:<12}{seconds}{said}{late}{trouble}"


def _between(outcome: Outcome, crowd: Crowd, lost: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    answered = {
        people.kind: list(_answered(people, outcome.began, outcome.ended)) for people in crowd.all
    }
    gone = sum(len({*answered[kind]} & {*lost.get(kind, ())}) for kind in answered)
    return sum(map(len, answered.values())), gone


def _answered(people: People, since: float, until: float) -> Iterator[str]:
    return (about for at, about in people.answered if since <= at < until)
