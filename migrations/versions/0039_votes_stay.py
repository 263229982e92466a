"""Votes are never deleted, keep their key and their moment; what a ballot reached stays reached."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TRIGGERS = {
    "votes_stay": "votes",
    "votes_keep_their_key": "votes",
    "votes_keep_their_moment": "votes",
    "ballots_keep_what_they_reached": "ballots",
}
DDL = {
    "sqlite": [
        "CREATE TRIGGER votes_stay BEFORE DELETE ON votes WHEN true BEGIN SELECT RAISE(ABORT, 'votes are never deleted'); END",
        "CREATE TRIGGER votes_keep_their_key BEFORE UPDATE OF idea_id, person_id ON votes WHEN OLD.idea_id <> NEW.idea_id OR OLD.person_id <> NEW.person_id BEGIN SELECT RAISE(ABORT, 'a vote stays with its idea and its person'); END",
        "CREATE TRIGGER votes_keep_their_moment BEFORE UPDATE OF cast_at ON votes WHEN OLD.cast_at IS DISTINCT FROM NEW.cast_at AND OLD.state NOT IN ('withdrawn', 'lapsed') BEGIN SELECT RAISE(ABORT, 'only a vote taken back or lapsed is cast again'); END",
        "CREATE TRIGGER ballots_keep_what_they_reached BEFORE UPDATE OF tier, attempt ON ballots WHEN NEW.attempt < OLD.attempt OR (NEW.attempt = OLD.attempt AND NEW.tier < OLD.tier) BEGIN SELECT RAISE(ABORT, 'a tier once reached stays reached until another attempt'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION votes_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'votes are never deleted'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER votes_stay BEFORE DELETE ON votes FOR EACH ROW EXECUTE FUNCTION votes_stay()",
        "CREATE OR REPLACE FUNCTION votes_keep_their_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.idea_id <> NEW.idea_id OR OLD.person_id <> NEW.person_id THEN RAISE EXCEPTION 'a vote stays with its idea and its person'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER votes_keep_their_key BEFORE UPDATE OF idea_id, person_id ON votes FOR EACH ROW EXECUTE FUNCTION votes_keep_their_key()",
        "CREATE OR REPLACE FUNCTION votes_keep_their_moment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.cast_at IS DISTINCT FROM NEW.cast_at AND OLD.state NOT IN ('withdrawn', 'lapsed') THEN RAISE EXCEPTION 'only a vote taken back or lapsed is cast again'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER votes_keep_their_moment BEFORE UPDATE OF cast_at ON votes FOR EACH ROW EXECUTE FUNCTION votes_keep_their_moment()",
        "CREATE OR REPLACE FUNCTION ballots_keep_what_they_reached() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.attempt < OLD.attempt OR (NEW.attempt = OLD.attempt AND NEW.tier < OLD.tier) THEN RAISE EXCEPTION 'a tier once reached stays reached until another attempt'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER ballots_keep_what_they_reached BEFORE UPDATE OF tier, attempt ON ballots FOR EACH ROW EXECUTE FUNCTION ballots_keep_what_they_reached()",
    ],
}


def upgrade() -> None:
    """Go up."""
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Go down."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for trigger, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}" if is_postgres else f"DROP TRIGGER {trigger}")
        if is_postgres:
            op.execute(f"DROP FUNCTION {trigger}()")
