"""Where somebody lands who has just come in."""

from flask import Response, flash, url_for

from ideas.accounts import door, handover
from ideas.accounts.models import Person
from ideas.refusals import Refused
from ideas.web.answer import see
from ideas.web.speak import sentence_of


def let_in(
    person: Person, *, goal: str, errand: str = "", second_factor: bool = False, said: str = ""
) -> Response:
    """Open a session, do what the person came for, and show them the page they wanted.

    ``said`` is told there: what was flashed before went with the old session.
    """
    door.enter(person, second_factor=second_factor)
    if said:
        flash(said, "good")
    try:
        handover.run_errand(errand, by=person)
    except Refused as refused:
        flash(sentence_of(refused.refusal), "refusal")
    return onward(person, goal=goal, has_second_factor=second_factor)


def onward(person: Person, *, goal: str, has_second_factor: bool) -> Response:
    """To the page somebody wanted; first to what is still missing of their sign-in."""
    goal = goal or url_for("gallery.home")
    if not person.is_verified:
        return see(url_for("accounts.unconfirmed", next=goal))
    if person.is_staff and not has_second_factor:
        return see(url_for("accounts.second_factor", next=goal))
    return see(goal)
