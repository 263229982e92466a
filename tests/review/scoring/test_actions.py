"""Scores that stay blind, criteria that are fixed, notes, and what an answer waits for."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review.conflicts.actions import declare_conflict
from ideas.review.conflicts.models import Conflict
from ideas.review.decisions.actions import Answer, confirm, propose, publish_round
from ideas.review.models import Case, Decision, DecisionReason, Outcome
from ideas.review.queries import standing_decision
from ideas.review.scoring import queries
from ideas.review.scoring.actions import ask, save_scorecard, write_note
from ideas.review.scoring.models import Scorecard
from ideas.review.scoring.rules import Asked
from ideas.review.settings import Review
from ideas.settings.actions import turn
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.review.rounds_made import FULL, case_for, cut_off, open_for

pytestmark = pytest.mark.usefixtures("unscored")

NO = Answer(Outcome.NOT_SELECTED, DecisionReason.COST, {"en": "It costs too much."})


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code.replace('.', '[.]')}$")


def read_by(reader: Person, case: Case) -> tuple[int, int, bool]:
    """How many scorecards and notes somebody reads, and whether they know a mean."""
    cards = queries.scorecards_for(reader.id, case)
    notes = queries.notes_for(reader.id, case)
    return len(cards), len(notes), bool(queries.weighed_for(reader.id, [case]))


def test_nobody_reads_scores_before_their_own(rita: Person, remi: Person, lamp: Case) -> None:
    save_scorecard(lamp, FULL, note="Bright.", by=rita)
    write_note(lamp, "Who makes the glass?", by=rita)
    assert read_by(rita, lamp) == (1, 1, True)
    assert read_by(remi, lamp) == (0, 0, False)
    with refused("note.score_first"):
        write_note(lamp, "And?", by=remi)
    save_scorecard(lamp, FULL | {"demand": 1}, note="", by=remi)
    assert read_by(remi, lamp) == (2, 1, True)
    weighed = queries.weighed_for(remi.id, [lamp])[lamp.id]
    assert weighed.disputed == ["demand"]


def test_scores_are_read_by_all_judges_once_the_round_is_public(
    rita: Person, remi: Person, cara: Person, lamp: Case
) -> None:
    declare_conflict(lamp, "My brother drew it.", by=cara)
    save_scorecard(lamp, FULL, note="", by=rita)
    confirm(propose(lamp, NO, by=rita), by=remi)
    publish_round(lamp.round, by=rita)
    assert read_by(remi, lamp) == (1, 0, True)
    assert read_by(cara, lamp) == (0, 0, False)
    for late in (
        lambda: save_scorecard(lamp, FULL, note="", by=remi),
        lambda: write_note(lamp, "Late.", by=rita),
        lambda: declare_conflict(lamp, "Late.", by=remi),
    ):
        with refused("round.published"):
            late()


def test_a_conflict_bars_from_all_and_voids_what_was_given(
    rita: Person, remi: Person, cara: Person, lamp: Case, session: Session
) -> None:
    for reviewer in (rita, cara):
        save_scorecard(lamp, FULL, note="", by=reviewer)
    decision = propose(lamp, NO, by=rita)
    confirm(decision, by=cara)
    declare_conflict(lamp, " My brother drew it. ", by=cara)
    assert read_by(cara, lamp) == (0, 0, False)
    assert read_by(rita, lamp)[0] == 1
    card = session.get_one(Scorecard, (lamp.id, cara.id))
    assert card.void_at is not None
    assert standing_decision(lamp.id) is None
    assert session.get_one(Decision, decision.id).taken_back_at is not None
    traces = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2))
    assert set(traces) == {"decision.void", "conflict.declare"}
    for refused_now in (
        lambda: save_scorecard(lamp, FULL, note="", by=cara),
        lambda: propose(lamp, NO, by=cara),
        lambda: confirm(propose(lamp, NO, by=remi), by=cara),
        lambda: write_note(lamp, "Oh.", by=cara),
        lambda: declare_conflict(lamp, "Again.", by=cara),
    ):
        with refused("review.conflict"):
            refused_now()
    assert session.get_one(Conflict, (lamp.idea_id, cara.id)).reason == "My brother drew it."


def test_the_database_too_keeps_who_declared_a_conflict_apart(
    cara: Person, lamp: Case, session: Session, clock: Clock
) -> None:
    declare_conflict(lamp, "My brother drew it.", by=cara)
    session.add(Scorecard(case_id=lamp.id, reviewer_id=cara.id, note="", saved_at=clock.moment))
    with pytest.raises(DatabaseError, match="declared a conflict"):
        session.flush()


def test_a_declaration_needs_a_reason(cara: Person, lamp: Case, session: Session) -> None:
    with refused("conflict.no_reason"):
        declare_conflict(lamp, "  ", by=cara)
    with refused("conflict.long_reason"):
        declare_conflict(lamp, "x" * 501, by=cara)
    assert session.query(Conflict).count() == 0


def test_a_team_member_is_barred_without_declaring(rita: Person, clock: Clock) -> None:
    own = an_idea("Own", stage=Stage.QUALIFIED, by=rita)
    open_for(clock, rita)
    cut_off(clock)
    case = case_for(own)
    with refused("review.own_idea"):
        declare_conflict(case, "It is mine.", by=rita)
    assert read_by(rita, case) == (0, 0, False)


def test_criteria_are_the_brands_until_somebody_scores(
    rita: Person, lamp: Case, session: Session
) -> None:
    asked = [Asked("demand", 5), Asked("own_1", 2, {"en": "Smells good", "fr": ""})]
    ask(lamp.round, asked, by=rita)
    assert queries.weights_of(lamp.round_id) == {"demand": 5, "own_1": 2}
    with refused("scorecard.incomplete"):
        save_scorecard(lamp, FULL, note="", by=rita)
    save_scorecard(lamp, {"demand": 5, "own_1": 1}, note="", by=rita)
    assert str(queries.weighed_for(rita.id, [lamp])[lamp.id].mean) == "3.86"
    with refused("criteria.fixed"):
        ask(lamp.round, [Asked("demand", 1)], by=rita)
    declare_conflict(lamp, "Late, I know.", by=rita)
    with refused("criteria.fixed"):
        ask(lamp.round, [Asked("demand", 1)], by=rita)


def test_an_answer_waits_for_as_many_scorecards_as_can_be_given(
    rita: Person, remi: Person, cara: Person, lamp: Case
) -> None:
    adam = a_person("Adam", Role.ADMIN)
    turn(Review, "quorum", 3, by=adam.id)
    save_scorecard(lamp, FULL, note="", by=rita)
    save_scorecard(lamp, FULL, note="", by=remi)
    with refused("scorecard.quorum") as found:
        propose(lamp, NO, by=rita)
    assert found.value.refusal.values == {"number": 1}
    declare_conflict(lamp, "My brother drew it.", by=cara)
    assert queries.quorum_for(lamp) == 2
    propose(lamp, NO, by=rita)


def test_the_creator_reads_halves_of_three_cards_and_nothing_of_two(
    rita: Person, remi: Person, cara: Person, lamp: Case
) -> None:
    for reviewer, points in ((rita, 4), (remi, 5)):
        save_scorecard(lamp, FULL | {"demand": points}, note="", by=reviewer)
    assert queries.summary_for_creator(lamp.id) == []
    save_scorecard(lamp, FULL | {"demand": 1}, note="", by=cara)
    summary = {each.criterion.key: each.points for each in queries.summary_for_creator(lamp.id)}
    assert summary == dict.fromkeys(FULL, 4) | {"demand": 3.5}
    declare_conflict(lamp, "My brother drew it.", by=cara)
    assert queries.summary_for_creator(lamp.id) == []
