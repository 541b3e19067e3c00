"""PostgreSQL: all tables in a database of any number of runs. Needs SQLAlchemy and psycopg."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stadtatlas.exports.columns import Column
from stadtatlas.exports.rows import Row
from stadtatlas.exports.tables import Table, tables_by_run
from stadtatlas.exports.writer import ExportError, Files, by_run, check_columns, extra

if TYPE_CHECKING:
    import sqlalchemy as sa

_BATCH = 1000
"""Rows an INSERT; PostgreSQL takes 65535 parameters, and the widest table has some twenty columns."""


class Postgres:
    """Brings a run's rows in a PostgreSQL database up to date, in one transaction.

    Raises ExportError where the extra is missing or the address is none.
    """

    def __init__(self, url: str) -> None:
        with extra("postgresql"):
            import psycopg  # noqa: F401
            import sqlalchemy as sa
        try:
            self._url = sa.make_url(url).set(drivername="postgresql+psycopg")
        except (sa.exc.ArgumentError, ValueError):  # a port that is no number is a ValueError
            raise ExportError(f"{url} is no address of a database; one reads postgresql://user:password@host/name") from None
        self._rows: dict[str, Sequence[Row]] = {}
        self.name = self._url.set(drivername="postgresql").render_as_string(hide_password=True)
        self.rows = self.changed = 0

    def feed(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep the table until all are there."""
        self.rows += len(rows)
        self._rows[table.name] = rows

    def finish(self) -> Files:
        """Write the tables; no file is left to write. Raises ExportError; then nothing has changed."""
        import sqlalchemy as sa

        engine = sa.create_engine(self._url)
        try:
            with engine.begin() as connection:
                self.changed = _update_all(connection, self._rows)
        except sa.exc.SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise ExportError(f"{self.name}: {reason}. Nothing was written; check the address and the server.") from None
        finally:
            engine.dispose()
        return {}


def _update_all(connection: sa.Connection, found: Mapping[str, Sequence[Row]]) -> int:
    import sqlalchemy as sa

    metadata = sa.MetaData()
    made = {name: _table(table, metadata) for name, table in tables_by_run().items()}
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('stadtatlas'))"))
    metadata.create_all(connection)
    inspector = sa.inspect(connection)
    run, filled = by_run(found)
    changed = 0
    for table, rows in filled:
        check_columns(table, [column["name"] for column in inspector.get_columns(table.name)])
        changed += _drop_gone(connection, made[table.name], run, rows) + _upsert(connection, made[table.name], rows)
    return changed


def _upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> int:
    """Insert the rows that are new and update those that differ; how many they were."""
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import insert

    new = insert(table)
    rest = {column.name: new.excluded[column.name] for column in table.c if not column.primary_key}
    differs = [table.c[name].is_distinct_from(value) for name, value in rest.items()]
    upsert = new.on_conflict_do_update(constraint=table.primary_key, set_=rest, where=sa.or_(*differs))
    changed = 0
    for start in range(0, len(rows), _BATCH):
        batch = [dict(zip(table.c.keys(), row, strict=True)) for row in rows[start : start + _BATCH]]
        changed += len(connection.execute(upsert.returning(table.c.run_id), batch).all())
    return changed


def _drop_gone(connection: sa.Connection, table: sa.Table, run: str, rows: Sequence[Row]) -> int:
    """Delete the rows of the run that it no longer has; how many they were."""
    import sqlalchemy as sa

    at = [number for number, column in enumerate(table.c) if column.primary_key]
    kept = {tuple(row[number] for number in at) for row in rows}
    key = list(table.primary_key)
    there = connection.execute(sa.select(*key).where(table.c.run_id == run)).all()
    gone = [tuple(row) for row in there if tuple(row) not in kept]
    if gone:
        connection.execute(sa.delete(table).where(sa.tuple_(*key).in_(gone)))
    return len(gone)


def _table(table: Table, metadata: sa.MetaData) -> sa.Table:
    import sqlalchemy as sa

    foreign = [
        sa.ForeignKeyConstraint(r.columns, [f"{r.table}.{name}" for name in r.target], deferrable=True, initially="DEFERRED")
        for r in table.references
    ]
    columns = [
        sa.Column(
            c.name, _type(c), primary_key=c.name in table.key, nullable=c.nullable, autoincrement=False, comment=c.description
        )
        for c in table.columns
    ]
    return sa.Table(table.name, metadata, *columns, *foreign, comment=table.description)


def _type(column: Column) -> Any:
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import JSONB

    kinds = {"text": sa.Text(), "integer": sa.BigInteger(), "number": sa.Double(), "boolean": sa.Boolean()}
    return kinds.get(column.kind) or JSONB(none_as_null=True)
