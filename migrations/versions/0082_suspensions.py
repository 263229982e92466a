"""A suspension is a measure, with its statement of reasons and an appeal."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

KINDS = "kind IN ('returned', 'declined', 'archived', 'hidden', 'taken_down', 'slowed', {}'restored')"
THINGS = (
    "thing IN ('idea', 'comment', 'update', 'feedback', 'picture', 'profile', 'reporting'{})"
)
ANOTHER = "NEW.decided_by_id = (SELECT by_id FROM measures WHERE id = NEW.measure_id)"
TRIGGERS = (
    ("measures_no_update", "UPDATE", "measures", "true", "measures is append-only"),
    ("measures_no_delete", "DELETE", "measures", "true", "measures is append-only"),
    (
        *("measure_appeals_by_another", "UPDATE", "measure_appeals", ANOTHER),
        "who decided does not decide about the appeal",
    ),
)
APPEAL_WITHIN = timedelta(days=183)


def upgrade() -> None:
    """Go up: whoever is suspended now gets a statement, and may appeal."""
    _words(KINDS.format("'suspended', "), THINGS.format(", 'account'"))
    _state_suspensions()


def _words(kinds: str, things: str) -> None:
    """SQLite makes the table anew, without the triggers on it."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in TRIGGERS if is_sqlite else ():
        op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("measures") as batch_op:
        batch_op.drop_constraint(op.f("ck_measures_kind_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_measures_thing_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_measures_kind_known"), kinds)
        batch_op.create_check_constraint(op.f("ck_measures_thing_known"), things)
    for name, verb, table, when, say in TRIGGERS if is_sqlite else ():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )


def _state_suspensions() -> None:
    people = sa.table(
        "people",
        *(sa.column("id"), sa.column("suspended_at", sa.DateTime(timezone=True))),
        *(sa.column("suspended_reason"), sa.column("erased_at")),
    )
    wanted = sa.select(people.c.id, people.c.suspended_at, people.c.suspended_reason)
    is_out = people.c.suspended_at.is_not(None), people.c.erased_at.is_(None)
    for person_id, suspended_at, reason in op.get_bind().execute(wanted.where(*is_out)).all():
        _state(person_id, suspended_at, reason)


def _state(person_id: int, suspended_at: Any, reason: str | None) -> None:
    entries = sa.table("audit_entries", *map(sa.column, ("id", "actor_id", "action", "subject")))
    about = (entries.c.action == "people.suspend", entries.c.subject == f"person:{person_id}")
    last = sa.select(entries.c.actor_id).where(*about).order_by(entries.c.id.desc()).limit(1)
    by_id = op.get_bind().scalar(last)
    moment = sa.DateTime(timezone=True)
    measures = sa.table(
        "measures",
        *map(sa.column, ("kind", "thing", "subject", "person_id", "ground", "source", "by_id")),
        *(sa.column("sentence", sa.JSON), sa.column("made_at", moment)),
        sa.column("appeal_ends_at", moment),
    )
    row: dict[str, Any] = {
        "kind": "suspended",
        "thing": "account",
        "subject": f"account:{person_id}",
        "person_id": person_id,
        "ground": "repeated",
        "source": "program" if by_id is None else "check",
        "by_id": by_id,
        "sentence": {"en": reason} if reason else {},
        "made_at": suspended_at,
        "appeal_ends_at": suspended_at + APPEAL_WITHIN,
    }
    op.get_bind().execute(sa.insert(measures).values(row))


def downgrade() -> None:
    """Go down, as long as nobody has been suspended with a statement."""
    _words(KINDS.format(""), THINGS.format(""))
