"""What fans tell the team in private."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from ideas.comments.feedback.actions import give_feedback
from ideas.comments.feedback.models import Feedback
from ideas.comments.feedback.queries import Results, results_of
from ideas.comments.feedback.rules import SHOWN_FROM, Marks
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from tests.factories import a_live_idea, a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("session")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
GOOD = {"clear": "5", "original": "4", "would_buy": "3", "words": "", "_method": "PUT"}


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


def results(idea: Idea) -> Results:
    return results_of([idea.id])[idea.id]


def answer_by(idea: Idea, number: int, *, words: str = "") -> None:
    for each in range(number):
        marks = Marks(5, 1 + each % 2, 3)
        give_feedback(idea, marks, words, by=a_person(f"Fan {each}"))
        db.session.commit()


def test_means_are_shown_once_nobody_can_be_recognised(idea: Idea) -> None:
    answer_by(idea, SHOWN_FROM - 1, words="Make it louder.")
    few = results(idea)
    assert (few.answers, few.are_shown, few.means, few.words) == (4, False, {}, [])
    answer_by(idea, 1)
    enough = results(idea)
    assert enough.are_shown
    assert enough.means == {"clear": 50, "original": 14, "would_buy": 30}
    assert [each.text for each in enough.words] == ["Make it louder."] * 4


def test_one_answer_each_that_can_be_changed(idea: Idea) -> None:
    vera = a_person("Vera")
    first = give_feedback(idea, Marks(1, 1, 1), "No", by=vera)
    assert first.changed_at is None
    again = give_feedback(idea, Marks(5, 5, 5), " Yes ", by=vera)
    db.session.commit()
    assert (again.clear, again.words, results(idea).answers) == (5, "Yes", 1)
    assert again.changed_at is not None


def test_who_joins_the_team_is_no_fan_any_more(idea: Idea) -> None:
    vera = a_person("Vera")
    give_feedback(idea, Marks(5, 5, 5), "", by=vera)
    other = an_idea("Another", stage=Stage.LIVE, team=(vera,))
    db.session.execute(sa.update(Feedback).values(idea_id=other.id))
    db.session.commit()
    assert results_of([other.id]) == {}


@pytest.mark.parametrize("marks", [Marks(0, 3, 3), Marks(3, 6, 3), Marks(3, 3, -1)])
def test_marks_off_the_scale_are_refused(idea: Idea, marks: Marks) -> None:
    with pytest.raises(Refused, match=r"feedback\.off_scale"):
        give_feedback(idea, marks, "", by=a_person("Vera"))


def test_the_database_keeps_the_scale(idea: Idea) -> None:
    given = give_feedback(idea, Marks(3, 3, 3), "", by=a_person("Vera"))
    given.clear = 6
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_neither_the_team_nor_closed_ideas(idea: Idea) -> None:
    with pytest.raises(Refused, match=r"feedback\.own"):
        give_feedback(idea, Marks(5, 5, 5), "", by=idea.creator)
    with pytest.raises(Refused, match=r"comment\.wrong_stage"):
        give_feedback(an_idea(stage=Stage.EXPIRED), Marks(5, 5, 5), "", by=a_person())
    with pytest.raises(Refused, match=r"comment\.too_long"):
        give_feedback(idea, Marks(5, 5, 5), "x" * 1001, by=a_person())


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_fan_answers_and_changes(client: FlaskClient, idea: Idea, headers: dict) -> None:
    place = f"/ideas/{idea.slug}/feedback"
    sign_in(client, a_person("Vera"))
    assert 'id="feedback"' in client.get(f"/ideas/{idea.slug}").text
    refused = client.post(place, data={**GOOD, "clear": "", "words": "Louder"}, headers=headers)
    assert (refused.status_code, "Louder" in refused.text) == (422, True)
    kept = client.post(place, data=GOOD, headers=headers)
    assert kept.status_code == (200 if headers else 303)
    page = client.get(place).text
    assert "Change what you said" in page
    assert client.post(place, data={**GOOD, "clear": "1"}).status_code == 303
    assert db.session.query(Feedback).one().clear == 1


def test_who_is_not_asked(client: FlaskClient, idea: Idea) -> None:
    page, place = f"/ideas/{idea.slug}", f"/ideas/{idea.slug}/feedback"
    assert 'id="feedback"' not in client.get(page).text
    assert "/sign-in" in client.post(place, data=GOOD).headers["Location"]
    sign_in(client, idea.creator)
    assert 'id="feedback"' not in client.get(page).text
    assert client.post(place, data=GOOD).status_code == 409
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.post(place, data=GOOD).status_code == 403
    assert db.session.query(Feedback).all() == []


def test_only_the_team_and_the_reviewers_see_it(client: FlaskClient) -> None:
    idea = a_live_idea()
    answer_by(idea, SHOWN_FROM, words="Only for the team")
    sign_in(client, idea.creator)
    workshop = client.get(f"/workshop/ideas/{idea.slug}").text
    assert "Only for the team" in workshop
    assert "1.4 of 5" in workshop
    assert "Fan 0" not in workshop
    sign_in(client, a_person("Eve"))
    for path in (f"/ideas/{idea.slug}", f"/ideas/{idea.slug}?tab=comments", "/workshop"):
        assert "Only for the team" not in client.get(path).text


def test_nobody_floods_it(client: FlaskClient, idea: Idea, clock: object) -> None:
    sign_in(client, a_person("Eve"))
    codes = [client.post(f"/ideas/{idea.slug}/feedback", data=GOOD).status_code for _ in range(31)]
    assert codes == [303] * 30 + [429]
