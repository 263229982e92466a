"""What happened on the way to the shelf."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class ProductLaunched(Event):
    """A product came on sale; ``is_first`` for the idea's first."""

    idea_id: int
    product_id: int
    is_first: bool
