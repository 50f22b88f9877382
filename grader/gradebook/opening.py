"""Opens a store: one writer at a time, every commit on the disk before it returns, and the tables of today."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from grader.errors import GraderError
from grader.gradebook.schema import REVISION

_MIGRATIONS = Path(__file__).with_name("migrations")


def opened(path: Path) -> tuple[sa.Engine, sa.Connection]:
    """The engine and its one connection. Raises GraderError: in use by another process, or not a gradebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file holds the class's seed: nobody else may read it, not even between its creation and a chmod.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.StaticPool)
    sa.event.listen(engine, "connect", _durable)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "handle_error", partial(_refused, path))
    try:
        connection = engine.connect()
        _migrate(connection)
    except BaseException as error:
        engine.dispose()
        if isinstance(error, DatabaseError):
            raise _told(path, error) from error
        raise
    return engine, connection


def _told(path: Path, error: DatabaseError) -> GraderError:
    if not isinstance(error, OperationalError):
        return GraderError(f"{path}: not a gradebook ({error.orig})", "move the file away and grade again")
    if "locked" in str(error):
        return GraderError(f"{path}: another grader is using this gradebook", "wait until it is done")
    return GraderError(f"{path}: {error.orig}", "check the disk and the permissions of the folder")


def _refused(path: Path, context: sa.ExceptionContext) -> None:
    """A disk that is full or gone in the middle of a batch is nobody's mistake but the disk's, and is told as such."""
    if isinstance(context.sqlalchemy_exception, OperationalError):
        raise _told(path, context.sqlalchemy_exception)


def _durable(connection: Any, _record: object) -> None:
    # Python's own idea of when a transaction begins leaves CREATE TABLE out of it, and a kill in between would leave
    # half of the tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Exclusive: no shared-memory file is needed beside the log, so a network file system will do, and a second
    # batch on the same folder is refused instead of mixed in.
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: sa.Connection) -> None:
    if sa.inspect(connection).has_table("alembic_version"):
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        connection.rollback()
        if found == REVISION:
            return
        if found is not None and found > REVISION:
            raise GraderError(f"the gradebook is of a newer grader (format {found})", "update grader")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
