"""Asking, then inviting those who voted for the earlier idea."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.refusals import refuse
from ideas.voting.blueprint import blueprint
from ideas.voting.former.actions import call_voters
from ideas.voting.former.queries import call_of, earlier_of, number_to_call, refusal_for
from ideas.web.answer import answer, see
from ideas.web.guard import demand, found, guarded


@blueprint.route("/ideas/<slug>/former-voters", methods=["GET", "POST"])
@guarded(Permission.IDEA_EDIT)
def former_voters(slug: str) -> Response:
    """Say what inviting them means, then do it."""
    idea = found(idea_visible_to(current_user, slug))
    demand(Permission.IDEA_EDIT, idea)
    earlier = found(earlier_of(idea))
    if request.method == "POST":
        call_voters(idea, by=current_user.person)
        flash(_("They are being told."), "success")
        return see(url_for("workshop.home"))
    call = call_of(idea.id)
    if call is None:
        refuse(refusal_for(idea))
    number = number_to_call(earlier.id)
    return answer("voting/former/call.html", idea=idea, earlier=earlier, call=call, number=number)
