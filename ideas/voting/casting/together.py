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
from ideas.db import BUSY, db, let_go
from ideas.limits.actions import spend_each
from ideas.limits.rules import TooMany, key_of_person
from ideas.refusals import refuse
from ideas.voting.casting.actions import Outcome, cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.casting.spoken import Answered, Asked, Heard, Knock, Trouble
from ideas.voting.casting.way import NoTeller, Way
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.rules import Noticed
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
    if isinstance(answer, Trouble):
        raise TimeoutError("others are voting") if answer.is_busy else Failed
    return answer


def work(app: Flask, asked: Sequence[Asked]) -> list[Answered]:
    """Cast many votes in one transaction, and commit it; answers what became of each."""
    with app.app_context():
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
    """The sessions that still hold, by the hash of their tokens; staff are asked more elsewhere."""
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
    noticed = asked.noticed and replace(asked.noticed, by=known.person_id)
    return Cast(asked.slug, known.person_id, asked.via, noticed)


def _vote(
    casts: Sequence[Cast], opened: Mapping[str, Opened], moment: datetime
) -> list[Outcome | TooMany]:
    hasty = spend_each("vote", [key_of_person(cast.person_id) for cast in casts])
    calm = [cast for cast, late in zip(casts, hasty, strict=True) if late is None]
    outcomes = iter(decided := cast_votes(calm) if calm else [])
    _write_signals(
        [c.noticed for c, o in zip(calm, decided, strict=True) if c.noticed and o.reason]
    )
    noted = [each.id for each in opened.values() if is_to_note(each.last_seen_at, moment)]
    if noted:
        note_use(*noted)
    db.session.commit()
    return [late or next(outcomes) for late in hasty]


def _write_signals(noticed: Sequence[Noticed]) -> None:
    """What was noticed at new votes; when that fails the votes stand without it."""
    if not noticed:
        return
    try:
        with db.session.begin_nested():
            write_signals(noticed, current_app.config["SECRET_KEY"])
    except BUSY:
        raise
    except Exception:
        log.exception("votes were cast without their signals")


def _heard(answer: Answered, known: Opened | None, moment: datetime) -> Heard | None:
    if known is None or not isinstance(answer, Outcome) or answer.state is None:
        return None
    is_first = answer.reason is VoteReason.CAST and answer.state is VoteState.COUNTED
    return Heard(answer.state, moment, known.language, is_first)


def install(app: Flask) -> None:
    """Where this application finds the teller of its machine."""
    app.extensions[KEY] = Way(app.extensions["ideas.config"].home)
