"""What the private question to a fan needs."""

from typing import Any

from flask_login import current_user

from ideas.comments.feedback.forms import FeedbackForm
from ideas.comments.feedback.queries import feedback_by
from ideas.comments.feedback.rules import refusal_to_tell_team
from ideas.comments.queries import place_of
from ideas.journey.models import Idea
from ideas.policy import Permission, allows


def feedback_values(idea: Idea, **values: Any) -> dict[str, Any]:
    """What ``comments/_feedback.html`` needs; no ``feedback_form`` for whoever is not asked."""
    if not allows(Permission.FEEDBACK_GIVE, current_user, idea):
        return {}
    is_team = current_user.id in idea.team_ids
    if refusal_to_tell_team(place_of(idea), is_team=is_team) is not None:
        return {}
    given = feedback_by(current_user.id, idea.id)
    return {"given": given, "feedback_form": FeedbackForm(formdata=None, obj=given), **values}
