"""When an idea can be begun, changed, handed in and taken up again, and how long its texts are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ideas.journey.stages import EDITABLE, RESUBMITTABLE, Stage
from ideas.refusals import Refusal
from ideas.text import facts_in, folded, is_seen

SHORTEST_TITLE, LONGEST_TITLE = 5, 80
SHORTEST_SUMMARY, LONGEST_SUMMARY = 10, 200
SHORTEST_BODY, LONGEST_BODY = 50, 20_000
MOST_FACTS, LONGEST_FACT_NAME, LONGEST_FACT = 8, 40, 120
LONGEST_SPECS = 2_000
LONGEST_PROPERTY = 200
SHORTEST_CHANGE, LONGEST_CHANGE = 10, 1_000
MOST_TAGS, SHORTEST_TAG, LONGEST_TAG = 5, 2, 30
MOST_DRAFTS = 20
MOST_IN_QUEUE = 1
PATIENCE = timedelta(days=90)
WHOLE = 10_000
TEXTS = ("title", "summary", "body", "specs", "language")
HOUR = 3_600


@dataclass(frozen=True)
class Readiness:
    """Everything that decides whether an idea can be handed in; shares in basis points.

    ``closed`` is why its campaign does not take it; ``changed`` what has changed since the idea it
    takes up, None where it takes up none.
    """

    stage: Stage
    title: str
    summary: str
    body: str
    specs: str
    has_rights: bool
    pictures: int
    undescribed: int
    accepted_bp: int
    live: int
    most_live: int
    queued: int
    rests_until: datetime | None
    is_open: bool = True
    closed: Refusal | None = None
    needs_pictures: bool = True
    changed: str | None = None


def refusal_to_submit(ready: Readiness, now: datetime) -> Refusal | None:
    """Refuse what is already handed in, then the first thing that is missing."""
    refusal = refusal_to_change(ready.stage)
    return refusal or next(iter(what_is_missing(ready, now)), None)


def what_is_missing(ready: Readiness, now: datetime) -> list[Refusal]:
    """Everything still to do before the idea can be handed in, in the order of the steps."""
    return [*_missing_in_text(ready), *_missing_beside(ready), *_missing_elsewhere(ready, now)]


def _missing_in_text(ready: Readiness) -> Iterable[Refusal]:
    if not ready.has_rights:
        yield Refusal("draft.rights")
    if not _fits(ready.title, SHORTEST_TITLE, LONGEST_TITLE):
        yield Refusal("draft.title", least=SHORTEST_TITLE, most=LONGEST_TITLE)
    if not _fits(ready.summary, SHORTEST_SUMMARY, LONGEST_SUMMARY):
        yield Refusal("draft.summary", least=SHORTEST_SUMMARY, most=LONGEST_SUMMARY)
    if not _fits(ready.body, SHORTEST_BODY, LONGEST_BODY):
        yield Refusal("draft.body", least=SHORTEST_BODY, most=LONGEST_BODY)
    refusal = refusal_to_state(ready.specs)
    if refusal:
        yield refusal
    if ready.changed is not None and not _fits(ready.changed, SHORTEST_CHANGE, LONGEST_CHANGE):
        yield Refusal("draft.changed", least=SHORTEST_CHANGE, most=LONGEST_CHANGE)


def _missing_beside(ready: Readiness) -> Iterable[Refusal]:
    if not ready.pictures and ready.needs_pictures:
        yield Refusal("draft.pictures")
    if ready.undescribed:
        yield Refusal("draft.alt")
    if ready.accepted_bp != WHOLE:
        yield Refusal("draft.shares")


def _missing_elsewhere(ready: Readiness, now: datetime) -> Iterable[Refusal]:
    if not ready.is_open:
        yield Refusal("draft.paused")
    if ready.closed is not None:
        yield ready.closed
    if ready.live >= ready.most_live:
        yield Refusal("draft.too_many_live", most=ready.most_live)
    if ready.queued >= MOST_IN_QUEUE:
        yield Refusal("draft.queued")
    if ready.rests_until is not None and ready.rests_until > now:
        seconds = (ready.rests_until - now).total_seconds()
        yield Refusal("draft.rests", hours=ceil(seconds / HOUR))


def refusal_to_state(specs: str) -> Refusal | None:
    """Refuse the first line that is no fact or too long a one, then more lines than are read."""
    facts = facts_in(specs)
    for name, value in facts:
        line = _shortened(": ".join(part for part in (name, value) if part))
        if not (is_seen(name) and is_seen(value)):
            return Refusal("draft.fact", line=line)
        if len(name) > LONGEST_FACT_NAME or len(value) > LONGEST_FACT:
            return Refusal("draft.fact_long", line=line, name=LONGEST_FACT_NAME, most=LONGEST_FACT)
    if len(facts) > MOST_FACTS:
        return Refusal("draft.facts", most=MOST_FACTS, count=len(facts))
    return None


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_FACT_NAME else f"{line[:LONGEST_FACT_NAME]}…"


def _fits(text: str, least: int, most: int) -> bool:
    return least <= len(text.strip()) <= most and is_seen(text)


def refusal_to_begin(drafts: int) -> Refusal | None:
    """Refuse one more draft than anybody works on."""
    return Refusal("draft.too_many", most=MOST_DRAFTS) if drafts >= MOST_DRAFTS else None


def refusal_to_change(stage: Stage) -> Refusal | None:
    """Refuse changing what is no longer a draft."""
    return None if stage in EDITABLE else Refusal("draft.fixed", stage=stage.value)


def refusal_to_write_over(version: int, pen: str, seen: int | None, by_pen: str) -> Refusal | None:
    """Refuse words from a window that has not seen what another window wrote since.

    ``version`` and ``pen`` tell of the last writing; ``seen`` None is whoever looks at nothing.
    """
    is_own = seen is None or seen == version or (bool(by_pen) and by_pen == pen)
    return None if is_own else Refusal("draft.written_elsewhere")


def refusal_to_delete(stage: Stage) -> Refusal | None:
    """Only a draft goes without a trace; what was handed in is withdrawn."""
    return None if stage is Stage.DRAFT else Refusal("draft.not_deleted", stage=stage.value)


def refusal_to_resubmit(stage: Stage) -> Refusal | None:
    """Refuse taking up again what has not ended, or was taken back."""
    if stage in RESUBMITTABLE:
        return None
    return Refusal("draft.not_resubmitted", stage=stage.value)


def tags_in(text: str) -> list[str]:
    """The tags typed with commas between them, in lower case, each once."""
    typed = (folded(each).strip("# ") for each in text.replace("\n", ",").split(","))
    return list(dict.fromkeys(tag for tag in typed if tag))


def is_tag(tag: str) -> bool:
    """True for words of letters and digits, with spaces or hyphens between."""
    plain = tag.replace(" ", "").replace("-", "")
    return SHORTEST_TAG <= len(tag) <= LONGEST_TAG and plain.isalnum()
