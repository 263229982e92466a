"""From which ranges every attack and every crowd draws its numbers, in votes, seconds or shares."""

from ideas.voting.integrity.simulation.world import DAY, HOUR, MINUTE, Chance, Span

ATTACKS: dict[str, dict[str, Span]] = {
    "script": {
        "votes": (200, 1_500),
        "networks": (1, 6),
        "domains": (3, 40),
        "listed": (0.5, 0.95),
        "gap": (1, 20),
        "dwell": (0.5, 4),
        "devices": (1, 2),
    },
    "proxies": {
        "votes": (300, 1_500),
        "networks": (300, 5_000),
        "domains": (1, 50),
        "gap": (2, 30),
        "dwell": (2, 15),
        "devices": (1, 4),
        "latency": (2, 20),
    },
    "lockstep": {
        "votes": (60, 300),
        "before": (3, 6),
        "age": (20 * DAY, 400 * DAY),
        "made_within": (HOUR, 6 * DAY),
        "within": (10 * MINUTE, HOUR),
        "takes_part": (0.85, 1),
    },
    "slow drip": {
        "votes": (120, 400),
        "lasts": (2.5 * DAY, 4 * DAY),
        "networks": (8, 60),
        "domains": (1, 12),
        "dwell": (3, 20),
        "devices": (1, 6),
    },
    "stored up": {
        "votes": (100, 600),
        "stored_for": (DAY, 2.9 * DAY),
        "within": (2 * MINUTE, 20 * MINUTE),
        "networks": (30, 300),
        "domains": (1, 20),
        "devices": (1, 8),
    },
    "false flag": {
        "votes": (100, 400),
        "networks": (1, 4),
        "domains": (2, 20),
        "listed": (0.7, 1),
        "gap": (1, 10),
        "dwell": (0.5, 3),
        "devices": (1, 2),
        "honest": (200, 800),
    },
    "deadline burst": {
        "votes": (150, 600),
        "within": (20 * MINUTE, 90 * MINUTE),
        "networks": (20, 600),
        "domains": (1, 20),
        "dwell": (2, 40),
        "devices": (1, 8),
        "honest": (150, 500),
    },
    "adaptive": {
        "votes": (200, 600),
        "batch": (20, 40),
        "gap": (5, 30),
        "rest": (5 * MINUTE, HOUR),
        "gives_up_after": (6, 14),
    },
    "click farm": {
        "votes": (80, 250),
        "lasts": (2 * HOUR, 5 * HOUR),
        "carriers": (4, 10),
        "devices": (5, 8),
        "dwell": (8, 60),
    },
}
CROWDS: dict[str, dict[str, Span]] = {
    "viral spike": {"votes": (1_500, 5_000), "from_one_post": (0.6, 0.85), "new": (0.5, 0.8)},
    "school class": {"votes": (20, 32), "within": (4 * MINUTE, 25 * MINUTE), "own_mail": (0.3, 1)},
    "office": {"votes": (15, 120), "lasts": (4 * HOUR, 9 * HOUR), "own_mail": (0.6, 1)},
    "newsletter": {"votes": (500, 2_500), "new": (0.1, 0.4)},
    "TV moment": {"votes": (800, 3_000), "step": (MINUTE, 2 * MINUTE), "new": (0.6, 0.9)},
}
SHARE_OF_ATTACK_NEEDED: Span = (0.3, 1.0)
SHARE_OF_HONEST_NEEDED: Span = (0.6, 0.97)


def drawn(chance: Chance, ranges: dict[str, Span]) -> dict[str, float]:
    """A number of each range; whole where the range's ends are, and count something."""
    return {
        name: chance.some(span) if _counts(span) else chance.span(span)
        for name, span in ranges.items()
    }


def _counts(span: Span) -> bool:
    return all(isinstance(end, int) for end in span) and span[1] > 1
