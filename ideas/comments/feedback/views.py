"""Telling the team something in private."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.comments.blueprint import blueprint
from ideas.comments.feedback import actions
from ideas.comments.feedback.forms import FeedbackForm
from ideas.comments.feedback.parts import feedback_values
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person

PAGE, PART = "comments/feedback.html", "comments/_feedback.html"


@blueprint.get("/ideas/<slug>/feedback")
@guarded(Permission.FEEDBACK_GIVE)
def feedback(slug: str) -> Response:
    """The three scales on a page of their own."""
    idea = found(idea_visible_to(current_user, slug))
    return answer(PAGE, part=PART, idea=idea, **feedback_values(idea))


@blueprint.put("/ideas/<slug>/feedback")
@guarded(Permission.FEEDBACK_GIVE)
def give_feedback(slug: str) -> Response:
    """Keep one's marks."""
    idea, form = found(idea_visible_to(current_user, slug)), FeedbackForm()
    demand(Permission.FEEDBACK_GIVE, idea)
    if not form.was_sent():
        values = feedback_values(idea, feedback_form=form)
        return answer(PAGE, part=PART, status=422, idea=idea, **values)
    spend_by_person("feedback")
    actions.give_feedback(idea, form.marks(), form.said("words"), by=current_user.person)
    if wants_parts():
        return answer(PAGE, part=PART, idea=idea, is_answer=True, **feedback_values(idea))
    flash(_("Thank you. The team sees it with the answers of others, without your name."), "good")
    return see(url_for("gallery.idea", slug=idea.slug, _anchor="feedback"))
