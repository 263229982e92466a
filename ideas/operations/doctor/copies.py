"""What the doctor asks of the database beside itself: its copy for reading, and its clock."""

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlalchemy.exc

from ideas.config import Config
from ideas.db import BUSY, db, session
from ideas.driver import reached
from ideas.operations.doctor.advice import DATABASE, what_to_do
from ideas.operations.doctor.findings import Finding, Mark, judged

MOST_BEHIND, MOST_APART = 5.0, 2.0
"""Seconds: a browser that sent a form reads the first database for so long; clocks drift less."""
BEHIND = """
SELECT pg_is_in_recovery(), CASE
    WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
END
"""


def about_copy(config: Config) -> Iterator[Finding]:
    """Does the copy for reading answer, is it a standby, and how far is it behind?"""
    if not config.replica_url:
        return
    url, told = reached(config.replica_url)
    engine = sa.create_engine(url, connect_args=told)
    try:
        with engine.connect() as connection:
            is_standby, behind = connection.execute(sa.text(BEHIND)).one()
    except (*BUSY, sqlalchemy.exc.DBAPIError) as error:
        cause = str(getattr(error, "orig", error)).split("\n")[0]
        said = f"IDEAS_REPLICA_URL: {cause}. {what_to_do(cause, DATABASE)}"
        said = f"{said} Pages wait for it: without the setting they read the first database."
        yield Finding(Mark.BAD, "copy for reading answers", said)
        return
    finally:
        engine.dispose()
    yield Finding(Mark.OK, "copy for reading answers")
    said = "It can be written, so it is no copy of the first database, or it is that one itself."
    yield judged("copy for reading is a standby", is_standby, said, otherwise=Mark.NOTE)
    late = float(behind or 0)
    said = f"It is {late:.0f} s behind, and people read what they changed after {MOST_BEHIND:.0f}."
    yield judged("copy for reading is near", late < MOST_BEHIND, said, otherwise=Mark.NOTE)


def about_clock(config: Config) -> Iterator[Finding]:
    """Deadlines go by the database's clock; what is signed and limited goes by this machine's."""
    if db.engine.dialect.name != "postgresql":
        return
    try:
        theirs = session().scalar(sa.select(sa.func.clock_timestamp()))
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return
    session().rollback()
    apart = abs((datetime.now(UTC) - theirs).total_seconds()) if theirs else 0.0
    said = f"They are {apart:.0f} s apart: let both machines ask the same time server (NTP)."
    yield judged("clock agrees with the database", apart < MOST_APART, said, otherwise=Mark.NOTE)


LOOKS = (about_copy, about_clock)
