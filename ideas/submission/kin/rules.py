"""What makes ideas kin, and how near."""

from collections.abc import Mapping, Sequence

LEAST_TAGS = 2
A_TAG = 10
A_PLACE = 1


def nearest(alike: Sequence[int], tags: Mapping[int, int], but: int | None) -> list[int]:
    """Ids of ideas, the nearest first: those with titles alike in their order, lifted by each tag
    they share; then those that share several tags, the newest first among equals."""
    first = len(alike) + LEAST_TAGS * A_TAG
    scores = {idea_id: first - place * A_PLACE for place, idea_id in enumerate(alike)}
    for idea_id, number in tags.items():
        if idea_id in scores or number >= LEAST_TAGS:
            scores[idea_id] = scores.get(idea_id, 0) + number * A_TAG
    scores.pop(but or 0, None)
    return sorted(scores, key=lambda idea_id: (-scores[idea_id], -idea_id))
