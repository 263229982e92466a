"""When former voters can be invited."""

from ideas.journey.stages import PUBLIC, Stage
from ideas.refusals import Refusal


def refusal_to_call(
    stage: Stage, *, is_hidden: bool, earlier: Stage | None, is_earlier_hidden: bool, voters: int
) -> Refusal | None:
    """Refuse before the newer idea is open for votes and after, and where nobody is to be told.

    ``earlier`` is the stage of the idea it takes up, None where it takes up none.
    """
    if earlier is None:
        return Refusal("former.no_earlier")
    if stage is not Stage.LIVE or is_hidden:
        return Refusal("former.not_live")
    if earlier not in PUBLIC or is_earlier_hidden:
        return Refusal("former.earlier_hidden")
    return None if voters else Refusal("former.nobody")
