"""Links by which an account moves to another address, and back."""

from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('confirm', 'reset', 'claim', 'admin', 'sign_in'{})"


def upgrade() -> None:
    """Go up."""
    _purposes(PURPOSES.format(", 'move', 'return'"))


def _purposes(condition: str) -> None:
    with op.batch_alter_table("links") as batch_op:
        batch_op.drop_constraint(op.f("ck_links_purpose_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_links_purpose_known"), condition)


def downgrade() -> None:
    """Go down: such links are forgotten."""
    op.execute("DELETE FROM links WHERE purpose IN ('move', 'return')")
    _purposes(PURPOSES.format(""))
