"""How often one may, asked by a view: by the reader's network or as a person."""

from flask import request
from flask_login import current_user

from ideas.limits.actions import spend
from ideas.limits.rules import LIFTED, key_of_person, name_at, network_of


def network() -> str:
    """The network this request came from."""
    return network_of(request.remote_addr)


def spend_by_network(action: str, *more: str) -> None:
    """Count this for the reader's network; TooMany (429) when it was too often."""
    spend(action, " ".join((network(), *more)))


def spend_by_person(action: str) -> None:
    """Count this for the signed-in person; TooMany (429) when it was too often for their level."""
    name = name_at(action, current_user.person.level) if action in LIFTED else action
    spend(name, key_of_person(current_user.id))
