"""What a scorecard needs, and how scorecards are weighed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ideas.refusals import Refusal

LEAST_POINTS, MOST_POINTS = 1, 5
LEAST_WEIGHT, MOST_WEIGHT, MOST_CRITERIA = 1, 10, 12
LONGEST_NAME, LONGEST_NOTE = 60, 4_000
APART = 2
LEAST_CARDS = 3
DEFAULT_WEIGHTS = {
    "brand_fit": 3,
    "demand": 3,
    "feasibility": 2,
    "originality": 2,
    "safety": 1,
    "rights": 1,
}


@dataclass(frozen=True)
class Asked:
    """A criterion as a round is to ask it; ``names`` per language if it is the brand's own."""

    key: str
    weight: int
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spread:
    """What the reviewers gave on one thing: the mean, the lowest and the highest."""

    mean: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def width(self) -> Decimal:
        """How far the reviewers are apart, in points."""
        return self.highest - self.lowest

    @property
    def is_apart(self) -> bool:
        """True when they disagree."""
        return self.width >= APART


@dataclass(frozen=True)
class Weighed(Spread):
    """The scores of a case, weighted, and criterion by criterion."""

    cards: int
    criteria: Mapping[str, Spread]

    @property
    def disputed(self) -> Sequence[str]:
        """The criteria on which the reviewers disagree."""
        return [key for key, spread in self.criteria.items() if spread.is_apart]


def weighted_mean(points: Mapping[str, int], weights: Mapping[str, int]) -> Decimal:
    """Σ weight × points ÷ Σ weight over the criteria of the round, to two decimals."""
    total = sum(weights[key] * points[key] for key in weights)
    return (Decimal(total) / sum(weights.values())).quantize(Decimal("0.01"))


def weighed(cards: Iterable[Mapping[str, int]], weights: Mapping[str, int]) -> Weighed | None:
    """All scorecards of a case weighed; None while there is none."""
    every = list(cards)
    if not every:
        return None
    whole = _spread([weighted_mean(card, weights) for card in every])
    criteria = {key: _spread([Decimal(card[key]) for card in every]) for key in weights}
    return Weighed(whole.mean, whole.lowest, whole.highest, len(every), criteria)


def _spread(points: Sequence[Decimal]) -> Spread:
    mean = (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.01"))
    return Spread(mean, min(points), max(points))


def to_halves(points: Sequence[int]) -> Decimal | None:
    """The mean rounded to halves, upwards; None for fewer cards than hide who gave what."""
    if len(points) < LEAST_CARDS:
        return None
    return Decimal((4 * sum(points) + len(points)) // (2 * len(points))) / 2


def refusal_to_score(points: Mapping[str, int], criteria: Iterable[str]) -> Refusal | None:
    """Refuse a scorecard that leaves a criterion out or goes beyond the scale."""
    if set(points) != set(criteria):
        return Refusal("scorecard.incomplete")
    if any(not LEAST_POINTS <= each <= MOST_POINTS for each in points.values()):
        return Refusal("scorecard.scale", least=LEAST_POINTS, most=MOST_POINTS)
    return None


def refusal_to_ask(
    asked: Sequence[Asked], *, is_scored: bool, is_published: bool
) -> Refusal | None:
    """Refuse other criteria once somebody has scored, and criteria nobody could score by."""
    if is_published:
        return Refusal("round.published")
    if is_scored:
        return Refusal("criteria.fixed")
    if not asked or len(asked) > MOST_CRITERIA:
        return Refusal("criteria.number", most=MOST_CRITERIA)
    if any(not LEAST_WEIGHT <= each.weight <= MOST_WEIGHT for each in asked):
        return Refusal("criteria.weight", least=LEAST_WEIGHT, most=MOST_WEIGHT)
    own = [each for each in asked if each.key not in DEFAULT_WEIGHTS]
    if any(not any(name.strip() for name in each.names.values()) for each in own):
        return Refusal("criteria.nameless")
    return None


def refusal_to_write(text: str, *, has_scored: bool) -> Refusal | None:
    """Refuse a note from whoever has not scored, and none at all."""
    if not has_scored:
        return Refusal("note.score_first")
    return None if text.strip() else Refusal("note.empty")


def quorum_of(dial: int, judges: int) -> int:
    """How many scorecards an answer needs: as the dial says, but never more than can be given."""
    return min(dial, judges)


def refusal_to_answer_yet(*, cards: int, needed: int) -> Refusal | None:
    """Refuse an answer before enough reviewers have scored."""
    return Refusal("scorecard.quorum", number=needed - cards) if cards < needed else None
