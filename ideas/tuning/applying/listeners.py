"""Carrying out what was confirmed, idea by idea."""

from functools import partial

from ideas.db import db, session
from ideas.jobs.alone import each_alone
from ideas.tuning.applying.actions import apply_to, finish
from ideas.tuning.applying.models import Application
from ideas.tuning.applying.queries import applications_to_carry_on, ideas_to_change


def carry_on_applications() -> None:
    """Put the open ideas on the ladder of what was confirmed; the schedule does so soon."""
    for application_id in applications_to_carry_on():
        while ids := ideas_to_change(session().get_one(Application, application_id)):
            each_alone(ids, partial(apply_to, application_id))
        finish(application_id)
        db.session.commit()
