"""Naming a round's criteria, scoring a case, and talking about it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.review.cases.actions import demand_open
from ideas.review.models import Case, Round
from ideas.review.queries import locked_round
from ideas.review.scoring import queries, rules
from ideas.review.scoring.models import CaseNote, Criterion, Score, Scorecard
from ideas.review.scoring.rules import Asked


@writes
def ask_the_usual(round_: Round) -> None:
    """Give a new round the shipped criteria and weights."""
    _ask(round_, [Asked(key, weight) for key, weight in rules.DEFAULT_WEIGHTS.items()])


@writes
def ask(round_: Round, asked: Sequence[Asked], *, by: Person) -> None:
    """Let a round ask these criteria instead; fixed with its first scorecard."""
    round_ = locked_round(round_.id)
    scored, published = queries.is_scored(round_.id), round_.published_at is not None
    refuse(rules.refusal_to_ask(asked, is_scored=scored, is_published=published))
    session().execute(sa.delete(Criterion).where(Criterion.round_id == round_.id))
    session().expire_all()
    _ask(round_, asked)
    weights = {each.key: each.weight for each in asked}
    write_audit("round.ask", f"round:{round_.id}", by=by.id, weights=weights)


def _ask(round_: Round, asked: Sequence[Asked]) -> None:
    for position, each in enumerate(asked):
        names = {language: name.strip() for language, name in each.names.items() if name.strip()}
        session().add(
            Criterion(
                round_id=round_.id,
                key=each.key,
                weight=each.weight,
                position=position,
                names=names,
            )
        )
    session().flush()


@writes
def save_scorecard(case: Case, points: Mapping[str, int], *, note: str, by: Person) -> None:
    """Keep a reviewer's points and note; saving again replaces them until the round is public."""
    demand_open(case, by=by)
    refuse(rules.refusal_to_score(points, queries.weights_of(case.round_id)))
    for key, given in points.items():
        session().merge(Score(case_id=case.id, reviewer_id=by.id, key=key, points=given))
    session().merge(
        Scorecard(case_id=case.id, reviewer_id=by.id, note=note.strip(), saved_at=clock.now())
    )
    session().flush()
    write_audit("case.score", f"idea:{case.idea_id}", by=by.id)


@writes
def write_note(case: Case, text: str, *, by: Person) -> CaseNote:
    """Say something about a case to the reviewers who have scored it."""
    demand_open(case, by=by)
    has_scored = bool(queries.scored_by(by.id, [case.id]))
    refuse(rules.refusal_to_write(text, has_scored=has_scored))
    note = CaseNote(case_id=case.id, person_id=by.id, text=text.strip(), written_at=clock.now())
    session().add(note)
    session().flush()
    write_audit("case.note", f"idea:{case.idea_id}", by=by.id)
    return note


def demand_quorum(case: Case) -> None:
    """Refuse an answer before enough reviewers have scored."""
    cards = queries.number_of_cards([case.id]).get(case.id, 0)
    refuse(rules.refusal_to_answer_yet(cards=cards, needed=queries.quorum_for(case)))
