"""Telling the team something in private."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments.feedback import rules
from ideas.comments.feedback.models import Feedback
from ideas.comments.feedback.rules import Marks
from ideas.comments.models import RemovalReason
from ideas.comments.queries import place_of
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.text import upright


@writes
def take_down_words(feedback: Feedback, reason: RemovalReason, *, by: Person) -> None:
    """Take away what somebody wrote to a team; their marks stay."""
    feedback.taken_words, feedback.words = feedback.words, ""
    note("feedback.remove", f"feedback:{feedback.mark}", by=by.id, reason=reason.value)
    session().flush()


@writes
def put_back_words(feedback: Feedback, *, by: Person) -> None:
    """Give back what was taken away, unless something else has been written since."""
    if feedback.taken_words:
        feedback.words, feedback.taken_words = feedback.taken_words, ""
        note("feedback.put_back", f"feedback:{feedback.mark}", by=by.id)
    session().flush()


@writes
def give_feedback(idea: Idea, marks: Marks, words: str, *, by: Person) -> Feedback:
    """Keep a person's marks for an idea; marks given before are replaced."""
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_tell_team(place_of(idea), is_team=by.id in idea.team_ids))
    refuse(rules.refusal_to_mark(marks, words))
    given = session().get(Feedback, (idea.id, by.id))
    if given is None:
        given = Feedback(idea_id=idea.id, person_id=by.id, given_at=clock.now())
        session().add(given)
    else:
        given.changed_at = clock.now()
    given.clear, given.original, given.would_buy = marks.clear, marks.original, marks.would_buy
    given.words, given.language = upright(words).strip(), by.language
    given.taken_words = ""
    session().flush()
    return given
