"""The blueprint of the desk, and the counts its rail shows in every room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app

from ideas.accounts.queries import names_of
from ideas.config import Config
from ideas.merging.queries import number_proposed
from ideas.moderation.appeals.queries import number_of_open_appeals
from ideas.moderation.complaints.queries import number_of_complaints
from ideas.moderation.queries import queue_length
from ideas.moderation.reports.queries import number_reported
from ideas.review.queries import coming_rounds
from ideas.rights.queries import number_waiting
from ideas.settings.queries import Alarm, alarms
from ideas.settings.rules import Dial
from ideas.voting.integrity.appeals.queries import number_of_appeals
from ideas.voting.integrity.cases.queries import number_of_cases
from ideas.web.guard import can

blueprint = Blueprint("desk", __name__)


class Queues:
    """How much waits in a room, by endpoint; asked only when the rail is drawn."""

    def get(self, endpoint: str) -> int | None:
        """The number beside a room's name; None for none."""
        if endpoint == "moderation.queue" and can("idea.moderate"):
            return queue_length()
        if endpoint == "merging.mergers" and can("idea.moderate"):
            return number_proposed()
        if endpoint == "rights.queue" and can("rights.keep"):
            return number_waiting()
        if endpoint == "reports.queue" and can("report.decide"):
            return number_reported()
        if endpoint == "appeals.queue" and can("appeal.decide"):
            return number_of_open_appeals() + number_of_complaints()
        if endpoint == "integrity.queue" and can("vote.judge"):
            return number_of_cases() + number_of_appeals()
        if endpoint == "review.rounds" and can("case.score"):
            return sum(round_.cut_off_at is not None for round_ in coming_rounds())
        return None


@dataclass(frozen=True)
class Told:
    """A switch that is turned for now, who turned it and when."""

    package: str
    dial: Dial
    by: str
    at: datetime | None


def alarms_on() -> list[Told]:
    """What ``desk/alarms.html`` reminds the staff of."""
    on = alarms()
    names = names_of({each.turn.by_id for each in on if each.turn and each.turn.by_id is not None})
    return [_told(each, names) for each in on]


def _told(alarm: Alarm, names: Mapping[int, str]) -> Told:
    turn = alarm.turn
    by = names.get(turn.by_id or 0, "") if turn else ""
    return Told(alarm.package, alarm.dial, by, turn.at if turn else None)


@blueprint.app_context_processor
def what_waits() -> dict[str, Any]:
    """What ``desk/layout.html`` needs: counts, alarms, and whether this machine has an outbox."""
    config: Config = current_app.extensions["ideas.config"]
    here = {"outbox_is_here": config.is_loopback}
    return {"queues": Queues(), "alarms_on": alarms_on, **here}
