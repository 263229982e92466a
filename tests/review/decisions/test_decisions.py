"""Answers: parked until a day, staying, taken back by two, published once, worded by the brand."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review import queries
from ideas.review.actions import cut_off_due, open_round, release_parked
from ideas.review.decisions.actions import Answer, confirm, propose, publish_round
from ideas.review.decisions.queries import stays_of, undecided_ideas
from ideas.review.models import Case, Decision, DecisionReason, Outcome, Round
from ideas.review.reopening.actions import agree_to_reopen, ask_to_reopen, keep_as_it_is
from ideas.review.wordings.actions import word
from ideas.review.wordings.wording import first_sentence, shipped_sentence
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("unscored")

NO = Answer(Outcome.NOT_SELECTED, DecisionReason.COST, {"en": "The lamp costs too much."})
STAYS = Answer(Outcome.STAYS, DecisionReason.CAPACITY, {"en": "We need longer."})


@pytest.fixture
def rita(session: Session, clock: Clock) -> Person:
    return a_person("Rita", Role.REVIEWER)


@pytest.fixture
def ravi(session: Session) -> Person:
    return a_person("Ravi", Role.REVIEWER)


def a_round(clock: Clock, by: Person, name: str = "Spring") -> Round:
    cutoff = clock.moment + timedelta(days=1)
    due = (cutoff + timedelta(days=120)).date()
    round_ = open_round(name, cutoff_at=cutoff, decision_due_on=due, capacity=20, by=by)
    clock.go(days=1)
    cut_off_due()
    return round_


def case_in(round_: Round, idea: Idea) -> Case:
    case = queries.case_of(round_.id, idea.id)
    assert case is not None
    return case


def decided(round_: Round, idea: Idea, answer: Answer, *people: Person) -> Decision:
    decision = propose(case_in(round_, idea), answer, by=people[0])
    confirm(decision, by=people[1])
    return decision


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code.replace('.', '[.]')}$")


def parked(days: int, clock: Clock) -> Answer:
    words, again = {"en": "Next year."}, clock.moment.date() + timedelta(days=days)
    return Answer(Outcome.PARKED, DecisionReason.CAPACITY, words, look_again_on=again)


def test_what_is_parked_comes_back_by_itself_on_its_day(
    rita: Person, ravi: Person, clock: Clock
) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    first = a_round(clock, rita)
    decided(first, lamp, parked(60, clock), rita, ravi)
    publish_round(first, by=rita)
    assert queries.case_of(a_round(clock, rita, "Too early").id, lamp.id) is None
    clock.go(days=58)
    second = a_round(clock, rita, "On its day")
    assert case_in(second, lamp).round_id == second.id
    assert lamp.stage is Stage.IN_REVIEW
    clock.go(days=400)
    release_parked()
    assert lamp.stage is Stage.IN_REVIEW


def test_what_no_round_took_ends_with_the_time_to_park(
    rita: Person, ravi: Person, clock: Clock
) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    round_ = a_round(clock, rita)
    decision = decided(round_, lamp, parked(60, clock), rita, ravi)
    publish_round(round_, by=rita)
    assert decision.park_ends_on == clock.moment.date().replace(year=clock.moment.year + 1)
    clock.go(days=365)
    release_parked()
    stages = [lamp.stage]
    clock.go(days=1)
    release_parked()
    release_parked()
    assert [*stages, lamp.stage] == [Stage.PARKED, Stage.NOT_SELECTED]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_day_to_look_again_lies_ahead_and_in_time(rita: Person, clock: Clock, days: int) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    round_ = a_round(clock, rita)
    with refused("park.look_again"):
        propose(case_in(round_, lamp), parked(days, clock), by=rita)


def test_how_often_an_idea_stayed_is_counted(rita: Person, ravi: Person, clock: Clock) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    for name in ("Spring", "Summer"):
        round_ = a_round(clock, rita, name)
        decided(round_, lamp, STAYS, rita, ravi)
        publish_round(round_, by=rita)
    assert stays_of([lamp.id]) == {lamp.id: 2}


def test_a_confirmed_answer_is_taken_back_by_two(rita: Person, ravi: Person, clock: Clock) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    round_ = a_round(clock, rita)
    decision = propose(case_in(round_, lamp), NO, by=rita)
    with refused("decision.not_confirmed"):
        ask_to_reopen(decision, by=rita)
    confirm(decision, by=ravi)
    with refused("decision.reopening_not_asked"):
        agree_to_reopen(decision, by=rita)
    ask_to_reopen(decision, by=rita)
    with refused("decision.reopening_asked"):
        ask_to_reopen(decision, by=ravi)
    with refused("decision.second_person"):
        agree_to_reopen(decision, by=rita)
    with refused("round.undecided") as found:
        publish_round(round_, by=rita)
    assert found.value.refusal.values["titles"] == f"“{lamp.title}”"
    keep_as_it_is(decision, by=ravi)
    keep_as_it_is(decision, by=ravi)
    assert undecided_ideas(round_.id) == []
    ask_to_reopen(decision, by=ravi)
    agree_to_reopen(decision, by=rita)
    with refused("decision.taken_back"):
        agree_to_reopen(decision, by=rita)
    assert undecided_ideas(round_.id) == [lamp]
    decided(round_, lamp, STAYS, ravi, rita)
    publish_round(round_, by=ravi)
    with refused("round.published"):
        ask_to_reopen(decision, by=rita)
    assert lamp.stage is Stage.IN_REVIEW


def test_the_database_too_wants_two_to_take_back(
    session: Session, rita: Person, ravi: Person, clock: Clock
) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    decision = decided(a_round(clock, rita), lamp, NO, rita, ravi)
    decision.taken_back_at = clock.moment
    decision.reopen_by_id = decision.taken_back_by_id = rita.id
    with pytest.raises(Exception, match="confirmed_stays"):
        session.flush()


def test_the_brand_words_its_reasons(session: Session, rita: Person) -> None:
    reason = DecisionReason.COST
    assert first_sentence(reason) == shipped_sentence(reason)
    assert set(shipped_sentence(reason)) == {"en", "fr"}
    word(reason, {"en": " Too dear. ", "fr": ""}, by=rita)
    word(reason, {"en": "Too dear."}, by=rita)
    assert first_sentence(reason) == {"en": "Too dear."}
    word(reason, {}, by=rita)
    assert first_sentence(reason) == shipped_sentence(reason)
    with refused("moderation.long_sentence"):
        word(reason, {"en": "x" * 601}, by=rita)


def test_an_answer_begins_with_the_brands_words_over_http(
    client: FlaskClient, session: Session, rita: Person, ravi: Person, clock: Clock
) -> None:
    lamp = an_idea(stage=Stage.QUALIFIED)
    round_ = a_round(clock, rita)
    session.commit()
    assert client.get("/desk/answers/reasons").status_code == 303
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.get("/desk/answers/reasons").status_code == 403
    sign_in(client, rita)
    assert "too dear for those who want it" in client.get("/desk/answers/reasons").text
    cost = "/desk/answers/reasons/cost"
    assert client.get("/desk/answers/reasons/none").status_code == 404
    assert client.post(cost, data={"sentence_en": "x" * 601}).status_code == 422
    assert client.post(cost, data={"sentence_en": "Too <i>dear</i>."}).status_code == 303
    address = f"/desk/rounds/{round_.slug}/cases/{lamp.slug}"
    assert "Too &lt;i&gt;dear&lt;/i&gt;." in client.get(f"{address}?reason=cost").text
    assert "Too &lt;i&gt;" not in client.get(f"{address}?reason=nonsense").text
    late = {
        "outcome": "parked",
        "reason": "cost",
        "sentence_en": "x",
        "look_again_on": "2020-01-01",
        "feedback": "Dear Ada, try brass.",
    }
    wrong = client.post(f"{address}/decision", data=late)
    assert (wrong.status_code, "Look again on a day ahead" in wrong.text) == (422, True)
    client.post(f"{address}/decision", data=late | {"outcome": "not_selected"})
    sign_in(client, ravi)
    assert client.post(f"{address}/reopening").status_code == 409
    client.post(f"{address}/confirmation")
    assert client.post(f"{address}/reopening").status_code == 303
    assert client.post(f"{address}/reopening/confirmation").status_code == 409
    page = client.get(f"/desk/rounds/{round_.slug}").text
    assert "1 idea still needs a confirmed answer." in page
    kept = client.post(f"{address}/reopening", data={"_method": "DELETE"})
    assert kept.status_code == 303
    assert client.post(f"/desk/rounds/{round_.slug}/publication").status_code == 303
    assert client.post(f"/desk/rounds/{round_.slug}/publication").status_code == 409
    assert client.post(f"{address}/reopening").status_code == 409
    whole = f"/ideas/{lamp.slug}/answer"
    assert client.get(whole).status_code == 403
    sign_in(client, lamp.creator)
    assert whole in client.get(f"/ideas/{lamp.slug}").text
    assert "Dear Ada, try brass." in client.get(whole).text
    client.get("/sign-out")
    results = client.get(f"/rounds/{round_.slug}").text
    assert "120 days before the promised day" in results
    feed = client.get(f"/rounds/{round_.slug}.atom")
    assert feed.mimetype == "application/atom+xml"
    assert "Not selected. It would cost too much to make. x" in feed.text
