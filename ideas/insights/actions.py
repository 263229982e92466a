"""Rolling up: read everything without a lock, then put the new figures in the old ones' place."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.db import session, writes
from ideas.insights import rules, sources
from ideas.insights.models import InsightFigure
from ideas.insights.rules import Figure, Key
from ideas.moderation.queries import oldest_in_queue, queue_length
from ideas.moderation.rules import Age, age_of
from ideas.moderation.settings import Moderation
from ideas.settings.queries import dials

HALF, MOST = 0.5, 0.9


def roll_up_insights() -> int:
    """Work all figures out anew; answers how many. The schedule does so four times a day."""
    figures = dict(_figures(clock.now()))
    _keep(figures)
    return len(figures)


@writes
def _keep(figures: Mapping[Key, int]) -> None:
    session().execute(sa.delete(InsightFigure))
    rows = [
        {"figure": figure, "about": about, "figured_on": day, "number": number}
        for (figure, about, day), number in figures.items()
    ]
    session().execute(sa.insert(InsightFigure), rows)


def _figures(moment: datetime) -> Iterator[tuple[Key, int]]:
    today, since = moment.date(), moment - rules.KEPT
    for day, visits in sources.visits_by_day(since.date()):
        yield (Figure.VISITS, "", day), int(visits)
    for day, votes in sources.votes_by_day(since.date()):
        yield (Figure.VOTES, "", day), int(votes)
    walked = rules.walked(sources.steps(), since=since)
    for (stage, day), number in walked.arrived.items():
        yield (Figure.ARRIVED, stage, day), number
    whole = (*_spells(walked), *_queue(walked, moment), *_voters(), *_ideas(since.date()))
    for (figure, about), number in (*whole, *_refused(walked)):
        yield (figure, about, today), number
    yield (Figure.MADE, "", today), int(moment.timestamp())


Whole = Iterator[tuple[tuple[Figure, str], int]]


def _spells(walked: rules.Walked) -> Whole:
    for stage, lengths in walked.spells.items():
        ordered = sorted(lengths)
        yield (Figure.SPELLS, stage.value), len(ordered)
        yield (Figure.MEDIAN, stage.value), rules.minutes(rules.quantile(ordered, HALF))
        yield (Figure.SLOW, stage.value), rules.minutes(rules.quantile(ordered, MOST))


def _queue(walked: rules.Walked, moment: datetime) -> Whole:
    promised, oldest = dials(Moderation).working_days, oldest_in_queue()
    lately = [wait for wait in walked.waits if moment - wait[1] <= timedelta(days=90)]
    yield (Figure.WAITING, ""), queue_length()
    if oldest is not None:
        yield (Figure.OLDEST, ""), rules.minutes(moment - oldest)
    yield (Figure.DECIDED, ""), len(lately)
    in_time = (age_of(since, until, promised) is not Age.RED for since, until in lately)
    yield (Figure.IN_TIME, ""), sum(in_time)


def _voters() -> Whole:
    everybody, only_one = sources.voters()
    yield (Figure.VOTERS, ""), everybody
    yield (Figure.ONE_VOTE, ""), only_one


def _ideas(since: date) -> Whole:
    """The ideas whose visitors vote most often and most rarely."""
    found = sorted(sources.conversion(since), key=lambda row: (row[2] / row[1], row[0]))
    shown = {row[0]: row for row in (*found[: rules.SHOWN_IDEAS], *found[-rules.SHOWN_IDEAS :])}
    for idea_id, visits, votes in shown.values():
        yield (Figure.SEEN, str(idea_id)), int(visits)
        yield (Figure.CAST, str(idea_id)), int(votes)


def _refused(walked: rules.Walked) -> Whole:
    for reason, number in walked.reasons.items():
        yield (Figure.REASON, reason), number
    for tag, refused, of_all in sources.tags():
        yield (Figure.TAG, tag), refused
        yield (Figure.TAG_OF_ALL, tag), of_all
    kinds: dict[Figure, list[tuple[int, int, int]]] = {}
    for row in sources.shapes():
        kind = Figure.SHAPE_REFUSED if row.is_refused else Figure.SHAPE_PUBLISHED
        kinds.setdefault(kind, []).append((row.title, row.story, row.pictures))
    for kind, rows in kinds.items():
        yield (kind, "ideas"), len(rows)
        for place, name in enumerate(("title", "story", "pictures")):
            column = sorted(row[place] for row in rows)
            yield (kind, name), column[len(column) // 2]
