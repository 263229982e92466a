"""The blueprint of everything about votes that are looked into."""

from flask import Blueprint
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.moderation.queries import idea_on_the_desk
from ideas.policy import Permission
from ideas.web.guard import demand, found

blueprint = Blueprint("integrity", __name__)


def idea_to_judge(slug: str) -> Idea:
    """The idea at an address, for somebody who judges its votes."""
    idea = found(idea_on_the_desk(slug))
    demand(Permission.VOTE_JUDGE, idea)
    return idea


def is_of_team(idea: Idea) -> bool:
    """Is it the reader's own idea?"""
    return current_user.id in idea.team_ids
