"""Every vote that waits is committed with the next, by the teller where there is one."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, current_app
from sqlalchemy.exc import TimeoutError

from ideas import clock
from ideas.accounts.sessions.actions import note_use
from ideas.accounts.sessions.queries import Opened, opened_among
from ideas.accounts.sessions.rules import is_over, is_to_note
from ideas.db import BUSY, db, is_deadlock, let_go, session, take_write_lock
from ideas.limits.actions import spend_each
from ideas.limits.rules import TooMany, key_of_person
from ideas.refusals import refuse
from ideas.voting.casting.actions import Outcome, cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.casting.spoken import Answered, Asked, Heard, Knock, Trouble
from ideas.voting.casting.way import NoTeller, Way, address_of
from ideas.voting.models import VoteReason, VoteState

log = logging.getLogger(__name__)
KEY = "ideas.casting"
HEARD = "ideas.heard"
"""Where a request says what was heard at the door."""


class Failed(Exception):
    """The teller could not cast this vote; what went wrong is in its log."""


def cast_together(slug: str, *, by_id: int, via: str = "") -> VoteState:
    """Vote for the idea at an address; committed when this answers the state of the vote.

    Refused as ``voting.actions.cast_vote`` is. While waiting, no transaction is open.
    """
    let_go()
    outcome = _ask(current_app, Cast(slug, by_id, via))
    if isinstance(outcome, TooMany):
        raise outcome
    outcome = cast(Outcome, outcome)
    refuse(outcome.refusal)
    return cast(VoteState, outcome.state)


def knock(app: Flask, asked: Knock) -> Heard | None:
    """Vote by a session; None, and nothing was cast, when that is not plain."""
    return cast(Heard | None, _ask(app, asked))


def _ask(app: Flask, asked: Asked) -> Answered:
    """Ask the teller; without one the vote is cast here, alone."""
    way = cast(Way, app.extensions[KEY])
    try:
        answer = way.ask(asked)
    except NoTeller:
        (answer,) = work(app, [asked])
    return demand_sound(answer)


def demand_sound(answer: Answered) -> Answered:
    """What the teller answered; trouble is raised as it was there."""
    if isinstance(answer, Trouble):
        raise TimeoutError("others are voting") if answer.is_busy else Failed
    return answer


def work(app: Flask, asked: Sequence[Asked]) -> list[Answered]:
    """Cast many votes in one transaction, and commit it; answers what became of each.

    When that fails they are tried without what was noticed at them, which they can do without. Of
    two who wait for each other the database sends one away, who simply comes again.
    """
    try:
        return _work(app, asked)
    except BUSY as trouble:
        if not is_deadlock(trouble):
            raise
        log.warning("votes are cast again, after a deadlock")
    except Exception:
        if not any(each.noticed for each in asked):
            raise
        log.exception("votes are cast again, without their signals")
        asked = [replace(each, noticed=None) for each in asked]
    return _work(app, asked)


def _work(app: Flask, asked: Sequence[Asked]) -> list[Answered]:
    with app.app_context():
        take_write_lock()
        moment = clock.now()
        opened = _opened([each for each in asked if isinstance(each, Knock)], moment)
        casts = [_cast(each, opened) for each in asked]
        outcomes = iter(_vote([cast for cast in casts if cast is not None], opened, moment))
        answers = [next(outcomes) if cast is not None else None for cast in casts]
        return [
            answer
            if isinstance(each, Cast)
            else _heard(answer, opened.get(each.token_hash), moment)
            for each, answer in zip(asked, answers, strict=True)
        ]


def _opened(knocks: Sequence[Knock], moment: datetime) -> Mapping[str, Opened]:
    """The sessions that hold, by the hash of their tokens; staff are asked more elsewhere."""
    if not knocks:
        return {}
    found = opened_among([each.token_hash for each in knocks])
    return {
        name: opened
        for name, opened in found.items()
        if opened.is_active
        and not opened.roles
        and not is_over(opened.opened_at, moment, idle=timedelta(0), is_staff=False)
    }


def _cast(asked: Asked, opened: Mapping[str, Opened]) -> Cast | None:
    if isinstance(asked, Cast):
        return asked
    known = opened.get(asked.token_hash)
    if known is None:
        return None
    return Cast(asked.slug, known.person_id, asked.via, asked.noticed)


def _vote(
    casts: Sequence[Cast], opened: Mapping[str, Opened], moment: datetime
) -> list[Outcome | TooMany]:
    keys = [key_of_person(cast.person_id) for cast in casts]
    hasty = spend_each("vote", keys, within=session().connection())
    calm = [cast for cast, late in zip(casts, hasty, strict=True) if late is None]
    outcomes = iter(cast_votes(calm) if calm else ())
    noted = [each.id for each in opened.values() if is_to_note(each.last_seen_at, moment)]
    if noted:
        note_use(*noted)
    db.session.commit()
    return [late or next(outcomes) for late in hasty]


def _heard(answer: Answered, known: Opened | None, moment: datetime) -> Heard | None:
    if known is None or not isinstance(answer, Outcome) or answer.state is None:
        return None
    is_first = answer.reason is VoteReason.CAST and answer.state is VoteState.COUNTED
    return Heard(answer.state, moment, known.language, is_first)


def install(app: Flask) -> None:
    """Where this application finds the teller of its machine."""
    app.extensions[KEY] = Way(address_of(app.extensions["ideas.config"]))
