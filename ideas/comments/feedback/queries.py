"""What fans told a team, without who they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.comments.feedback.models import Feedback
from ideas.comments.feedback.rules import SCALES, SHOWN_FROM, are_shown
from ideas.db import session
from ideas.journey.models import Idea, TeamMember

MOST_WORDS = 50


@dataclass(frozen=True)
class Written:
    """What somebody wrote, and the mark it is reported by."""

    text: str
    language: str
    mark: str


@dataclass(frozen=True)
class Results:
    """What the team may see: how many answered and, from enough answers on, the means and words.

    ``means`` are in tenths, so 43 is 4.3.
    """

    answers: int
    shown_from: int
    means: Mapping[str, int]
    words: Sequence[Written]

    @property
    def are_shown(self) -> bool:
        """True once there are enough answers."""
        return are_shown(self.answers)


def feedback_by(person_id: int, idea_id: int) -> Feedback | None:
    """What somebody told an idea's team."""
    return session().get(Feedback, (idea_id, person_id))


def results_of(idea_ids: Collection[int]) -> dict[int, Results]:
    """What these ideas' teams may see, for those with any answer; one's own team left out."""
    sums = [sa.func.sum(getattr(Feedback, scale)) for scale in SCALES]
    found = sa.select(Feedback.idea_id, sa.func.count(), *sums).where(_by_fans(idea_ids))
    rows = session().execute(found.group_by(Feedback.idea_id)).all()
    words = _words_of([idea_id for idea_id, answers, *_ in rows if are_shown(answers)])
    return {
        idea_id: Results(
            answers=answers,
            shown_from=SHOWN_FROM,
            means=_means(answers, totals) if are_shown(answers) else {},
            words=words.get(idea_id, []),
        )
        for idea_id, answers, *totals in rows
    }


def _by_fans(idea_ids: Collection[int]) -> sa.ColumnElement[bool]:
    joined = sa.exists().where(
        TeamMember.idea_id == Feedback.idea_id,
        TeamMember.person_id == Feedback.person_id,
        TeamMember.accepted_at.is_not(None),
    )
    return sa.and_(Feedback.idea_id.in_(idea_ids), sa.not_(joined))


def _means(answers: int, totals: Sequence[int]) -> dict[str, int]:
    """The means in tenths, halves up."""
    tenths = [(20 * int(total) + answers) // (2 * answers) for total in totals]
    return dict(zip(SCALES, tenths, strict=True))


def _words_of(idea_ids: Collection[int]) -> dict[int, list[Written]]:
    """What was written with the marks, by its text: no order that tells when it came."""
    if not idea_ids:
        return {}
    found = sa.select(Feedback.idea_id, Feedback.words, Feedback.language, Feedback.mark)
    found = found.where(_by_fans(idea_ids), Feedback.words != "").order_by(Feedback.words)
    words: dict[int, list[Written]] = {}
    for idea_id, *written in session().execute(found):
        words.setdefault(idea_id, []).append(Written(*written))
    return {idea_id: written[:MOST_WORDS] for idea_id, written in words.items()}


def feedback_marked(idea: Idea, mark: str) -> Feedback | None:
    """Words that the idea's team can read, by their mark."""
    found = sa.select(Feedback).where(Feedback.idea_id == idea.id, Feedback.mark == mark)
    are_read = any(each.mark == mark for each in _words_of([idea.id]).get(idea.id, ()))
    answers = sa.select(sa.func.count()).select_from(Feedback).where(_by_fans([idea.id]))
    is_shown = are_read and are_shown(session().scalar(answers) or 0)
    return session().scalar(found) if is_shown else None


def feedback_with(mark: str) -> Feedback | None:
    """Words by their mark, whoever reads them."""
    return session().scalar(sa.select(Feedback).where(Feedback.mark == mark))
