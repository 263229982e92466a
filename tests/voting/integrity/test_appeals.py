"""Appealing against a decision about one's vote."""

import pytest
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.db import db
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.integrity.actions import propose, undo
from ideas.voting.integrity.appeals.actions import appeal, decide
from ideas.voting.integrity.appeals.queries import appeals_after, judged_before
from ideas.voting.integrity.appeals.rules import LONGEST_WORDS, AppealOutcome
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.models import VoteState
from ideas.voting.queries import ballot_of, cast_by
from tests.factories import a_live_idea, a_person, votes_for


def test_an_upheld_appeal_counts_the_vote(session: Session) -> None:
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 3)
    propose(idea, Verb.VOID, Why.ONE_PERSON, conditions={}, by=max_)
    made = appeal(idea, "We are three sisters.", by=people[0])
    db.session.commit()
    with pytest.raises(Refused, match=r"appeal\.another_person"):
        decide(made, AppealOutcome.UPHELD, by=max_)
    decide(made, AppealOutcome.UPHELD, by=rita)
    vote, ballot = cast_by(people[0].id, idea.id), ballot_of(idea.id)
    assert vote is not None
    assert ballot is not None
    assert (vote.state, ballot.votes, ballot.void) == (VoteState.COUNTED, 1, 2)
    with pytest.raises(Refused, match=r"appeal\.decided"):
        decide(made, AppealOutcome.DISMISSED, by=rita)


def test_a_dismissed_appeal_leaves_the_vote_where_it_is(session: Session) -> None:
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    (person,) = votes_for(idea, 1)
    propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=max_)
    made = appeal(idea, "Please look again.", by=person)
    for words, code in (("  ", "no_answer"), ("x" * (LONGEST_WORDS + 1), "long_words")):
        with pytest.raises(Refused, match=rf"appeal\.{code}"):
            decide(made, AppealOutcome.DISMISSED, words, by=rita)
    decide(made, AppealOutcome.DISMISSED, " We looked again. ", by=rita, language="fr")
    assert made.answer == {"fr": "We looked again."}
    vote = cast_by(person.id, idea.id)
    assert vote is not None
    assert vote.state is VoteState.HELD
    assert appeals_after(0, limit=5) == []


def test_who_cannot_appeal(session: Session) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    person, other = votes_for(idea, 2)
    for who in (person, a_person("Nobody")):
        with pytest.raises(Refused, match=r"appeal\.counts"):
            appeal(idea, "Why?", by=who)
    propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=max_)
    for words, code in ((" ", "no_words"), ("x" * (LONGEST_WORDS + 1), "long_words")):
        with pytest.raises(Refused, match=code):
            appeal(idea, words, by=other)
    appeal(idea, "Once.", by=person)
    with pytest.raises(Refused, match="made_already"):
        appeal(idea, "Twice.", by=person)


def test_words_go_with_their_writer(session: Session) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    (person,) = votes_for(idea, 1)
    propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=max_)
    appeal(idea, "My name is Vera.", by=person)
    assert personal.export(person.id)["appeals"][0]["words"] == "My name is Vera."
    personal.erase(person)
    assert [each.words for each in appeals_after(0, limit=5)] == [""]


def test_what_an_appeal_decided_is_not_undone_with_the_rest(session: Session) -> None:
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 3)
    sweep = propose(idea, Verb.VOID, Why.ONE_PERSON, conditions={}, by=max_)
    decide(appeal(idea, "I am one of three.", by=people[0]), AppealOutcome.UPHELD, by=rita)
    undo(sweep, by=max_)
    ballot = ballot_of(idea.id)
    assert ballot is not None
    assert (ballot.votes, ballot.void) == (3, 0)


def test_whoever_ever_set_the_vote_aside_does_not_decide(session: Session) -> None:
    """A test held it and is appealed against; then Max makes it void, so he is a party, too."""
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 2)
    ids = [person.id for person in people]
    hold_suspected(idea.id, Suspected.ALIKE, (), ids, tenths=90, found=2, expected=0)
    made, other = (appeal(idea, "I am real.", by=person) for person in people)
    propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"person": ids[0]}, by=max_)
    with pytest.raises(Refused, match=r"appeal\.another_person"):
        decide(made, AppealOutcome.DISMISSED, by=max_)
    assert judged_before(max_.id, [made, other]) == {made.id}
    decide(other, AppealOutcome.DISMISSED, "It stays.", by=max_)
    decide(made, AppealOutcome.UPHELD, by=rita)


def test_nobody_decides_about_their_own_appeal(session: Session) -> None:
    """Votes outlive roles: Vera voted, and moderates since."""
    idea = a_live_idea(ladder=((400, 30),))
    (vera,) = votes_for(idea, 1)
    propose(*(idea, Verb.HOLD, Why.LOOKED_ODD), conditions={}, by=a_person("Max", Role.MODERATOR))
    made = appeal(idea, "That was me.", by=vera)
    with pytest.raises(Refused, match=r"appeal\.own_appeal"):
        decide(made, AppealOutcome.UPHELD, by=vera)
