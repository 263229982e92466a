"""The team step, which is also where everything is checked; and answering an invitation."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import person_by_handle
from ideas.journey.models import Idea
from ideas.journey.queries import odds
from ideas.limits.actions import spend
from ideas.policy import Permission
from ideas.submission.blueprint import blueprint, own_draft
from ideas.submission.drafting.todo import steps_of
from ideas.submission.kin.queries import kin_of
from ideas.submission.queries import pictures_of
from ideas.submission.team import actions
from ideas.submission.team.forms import InvitationForm, shares_form, shares_in
from ideas.submission.team.queries import (
    invitations_to_join,
    members_of,
    offer_to,
    person_called,
    proposed_team_of,
)
from ideas.submission.team.rules import PATIENCE
from ideas.web.answer import answer, see, wants_parts
from ideas.web.forms import Form
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person

ADDRESS = "/drafts/<slug>/team"
MOST_KIN = 4


@blueprint.get(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def team(slug: str) -> Response:
    """Who is in it, for which share, and what is still missing."""
    return _page(own_draft(slug))


@blueprint.post(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def invitations(slug: str) -> Response:
    """Ask somebody to join; an address gets the same answer whether or not it has an account."""
    idea, form = own_draft(slug), InvitationForm()
    if form.was_sent():
        spend_by_person("invite")
        with form.refusals_beside(team="who"):
            if _is_asked(idea, form):
                return _after(slug)
    return _page(own_draft(slug), invitation=form)


def _is_asked(idea: Idea, form: InvitationForm) -> bool:
    """Ask the address or the handle that was typed; False when nobody has the handle."""
    leader, share_bp = current_user.person, form.share.points
    if form.address is not None:
        spend_by_person("invite_addresses")
        spend("invite_address", form.address)
        actions.invite_address(idea, form.address, share_bp, by=leader)
        return True
    person = person_called(form.said("who"))
    if person is None:
        form.say("who", _("Nobody here has this handle."))
        return False
    actions.invite(idea, person, share_bp, by=leader)
    return True


@blueprint.put(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def shares(slug: str) -> Response:
    """Propose other shares."""
    idea = own_draft(slug)
    form = _shares_form(idea)
    if form.was_sent():
        with form.refusals_beside(team=next(iter(form)).name):
            actions.propose_shares(idea, *shares_in(form), by=current_user.person)
            return _after(slug)
    return _page(own_draft(slug), shares=form)


@blueprint.delete(f"{ADDRESS}/<handle>")
@guarded(Permission.IDEA_EDIT)
def member(slug: str, handle: str) -> Response:
    """Take somebody off the team."""
    idea, person = own_draft(slug), found(person_by_handle(handle))
    actions.remove_member(idea, person.id, by=current_user.person)
    return _after(slug)


@blueprint.delete("/drafts/<slug>/invitations/<invitation>")
@guarded(Permission.IDEA_EDIT)
def asked_address(slug: str, invitation: str) -> Response:
    """Take back what was asked of an address."""
    actions.take_back(own_draft(slug), invitation, by=current_user.person)
    return _after(slug)


def _shares_form(idea: Idea, **options: Any) -> Form:
    return shares_form(members_of(idea.id), invitations_to_join(idea.id), **options)


def _after(slug: str) -> Response:
    return _page(own_draft(slug)) if wants_parts() else see(url_for(".team", slug=slug))


def _page(
    idea: Idea, *, invitation: InvitationForm | None = None, shares: Form | None = None
) -> Response:
    is_bad = invitation is not None or shares is not None
    values: dict[str, Any] = {
        "idea": idea,
        "team": proposed_team_of(idea),
        "asked": invitations_to_join(idea.id),
        "patience": PATIENCE,
        "invitation": invitation or InvitationForm(formdata=None),
        "shares": shares or _shares_form(idea, formdata=None),
        "call": {"odds": odds()},
        "kin": kin_of(idea, MOST_KIN),
        **steps_of(idea),
    }
    status = 422 if is_bad else 200
    return answer("submission/team.html", part="submission/_team.html", status=status, **values)


@blueprint.route("/drafts/<slug>/invitation", methods=["GET", "POST"])
@guarded(Permission.TEAM_JOIN)
def invitation(slug: str) -> Response:
    """Read what one is asked to join, and answer. A no pressed twice finds nothing, and is a no."""
    offer, said = offer_to(current_user.person, slug), request.form.get("answer")
    if offer is None and said == "no":
        return _answered(accept=False)
    offer = found(offer)
    demand(Permission.TEAM_JOIN, offer)
    if request.method == "POST":
        accept, seen = said == "yes", request.form.get("share", type=int)
        actions.answer_offer(offer.idea, accept=accept, by=current_user.person, seen_bp=seen)
        return _answered(accept=accept)
    idea = found(None if offer.has_declined else offer.idea)
    shown = pictures_of(idea.id)
    return answer("submission/invitation.html", offer=offer, idea=idea, pictures=shown)


def _answered(*, accept: bool) -> Response:
    flash(_("You are on the team.") if accept else _("You said no."), "success")
    return see(url_for("workshop.home"))
