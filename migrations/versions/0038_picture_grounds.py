"""A picture's colours in a few cells, drawn until the picture is there."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CHECK = "ck_pictures_cells_drawn"
DRAWN = "length(cells) IN (0, 288) AND ltrim(cells, '0123456789abcdef') = ''"


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("pictures") as batch_op:
        batch_op.add_column(sa.Column("cells", sa.Text(), server_default="", nullable=False))
        batch_op.create_check_constraint(op.f(CHECK), DRAWN)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("pictures") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.drop_column("cells")
