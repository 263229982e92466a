"""${message}.

Before you write this: expand, backfill, switch, contract. Old code must run on the new tables
while nodes are replaced, so add columns as nullable or with a server default, fill them in
portions, and drop what is no longer read in a later release. CHECKs and triggers are not found by
autogenerate: write them here. Every migration goes down again.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Go up."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go down."""
    ${downgrades if downgrades else "pass"}
