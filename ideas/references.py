"""Foreign keys of tables that are filled by thousands of rows.

PostgreSQL asks for each key of each row, and locks what it finds: half the time of an insertion.
What is referred to here is never deleted and keeps its id, so one look at all rows of a statement,
with the same locks, keeps the same promise. SQLite keeps the keys as they are.
"""

import sqlalchemy as sa

from ideas.db import refuse_when, with_triggers

BY_TRIGGER = "by_trigger"
"""In a key's ``info``: on PostgreSQL the table's trigger stands for it."""


def refer_at_once(table: sa.Table) -> None:
    """Keep a table's foreign keys on PostgreSQL by one look at each statement's new rows.

    Its columns are never empty and never changed, and what they refer to ``stays``.
    """
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    for key in keys:
        constraint = key.constraint
        if constraint is None or key.parent.nullable:
            raise ValueError(f"{table.name}.{key.parent.name} may be empty")
        constraint.info[BY_TRIGGER] = True
        constraint.ddl_if(dialect="sqlite")
    told = {key.parent.name: key.target_fullname.partition(".")[0] for key in keys}
    with_triggers(table, {"postgresql": looking_at_once(table.name, told)})


def looking_at_once(table: str, keys: dict[str, str]) -> list[str]:
    """The statements that make the trigger; ``keys`` are columns and the tables of their ids.

    By its name it comes before those that ask in what state the rows are that it locks.
    """
    trigger, say = f"{table}_keys", f"{table} refer to what is not there"
    asked = "".join(
        f"told := ARRAY(SELECT DISTINCT {column} FROM added); "  # noqa: S608
        f"IF (SELECT count(*) FROM (SELECT 1 FROM {parent} WHERE id = ANY(told) FOR KEY SHARE) "
        "AS found) <> cardinality(told) "
        f"THEN RAISE EXCEPTION '{say}' USING ERRCODE = 'foreign_key_violation'; END IF; "
        for column, parent in keys.items()
    )
    return [
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE told bigint[]; BEGIN {asked}RETURN NULL; END $$",
        f"CREATE TRIGGER {trigger} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()",
    ]


def stays(table: sa.Table) -> None:
    """Make the database refuse to delete a row of this table, or to give it another id."""
    say = f"{table.name} stay as they are numbered"
    refuse_when(table, "stay", "DELETE", when="true", say=say)
    refuse_when(table, "keep_id", "UPDATE OF id", when="NEW.id <> OLD.id", say=say)
