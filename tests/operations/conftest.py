"""A database that knows its revision."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.operations.health import newest_revision


@contextmanager
def with_revision() -> Iterator[None]:
    """Meanwhile the database says which revision it has, as after ``ideas migrate``."""
    version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))
    version.create(db.engine)
    with db.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(version.insert().values(version_num=newest_revision()))
    yield
    db.session.rollback()
    version.drop(db.engine)


@pytest.fixture
def migrated(session: Session) -> Iterator[Session]:
    """A session in which the database says its revision."""
    with with_revision():
        yield session
