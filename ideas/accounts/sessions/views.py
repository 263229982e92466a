"""Where one is signed in."""

from flask import Response, url_for
from flask_login import current_user

from ideas.accounts import door
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry.forms import ButtonForm
from ideas.accounts.sessions.actions import end_one_of, end_sessions_of
from ideas.accounts.sessions.queries import session_by_token, sessions_of
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import guarded


@blueprint.get("/account/sessions")
@guarded(Permission.SELF_MANAGE)
def sessions() -> Response:
    """One's open sessions."""
    here = session_by_token(door.token_of_this() or "")
    opened = sessions_of(current_user.id)
    return answer("accounts/sessions.html", form=ButtonForm(), opened=opened, here=here)


@blueprint.delete("/account/sessions/<int:session_id>")
@guarded(Permission.SELF_MANAGE, always=True)
def session_end(session_id: int) -> Response:
    """End one of one's sessions."""
    end_one_of(current_user.id, session_id)
    return see(url_for("accounts.sessions"))


@blueprint.delete("/account/sessions")
@guarded(Permission.SELF_MANAGE, always=True)
def sessions_end() -> Response:
    """End all sessions but this one."""
    end_sessions_of(current_user.id, but=door.token_of_this())
    return see(url_for("accounts.sessions"))
