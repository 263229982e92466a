"""What happens to imports."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class SalesWait(Event):
    """An import has work for the worker: to check, to post or to tidy up."""

    import_id: int
