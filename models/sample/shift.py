"""Moving a copy of the sample to another moment: every instant by the same span, and the journal chained anew.

Only a file whose header says `sample` is moved. This belongs to the sample: no desk can do it to a real journal.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.sql.sqltypes import BigInteger

from models import tables
from models.errors import NotAllowed, StoreError
from models.journal import GENESIS, LINES, chain_hash, digest_of
from models.store import Store
from models.wall import DAY

HEADER = tables.Header.__table__  # type: ignore[attr-defined]
FIRST, LAST = 10**12, 10**13
"""Whole numbers between these are instants (2001 to 2286, epoch ms): ids and spans are smaller, `NEVER` larger."""

_GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal' ORDER BY name"
_REWRITE = "UPDATE journal SET at=?, recorded_at=?, payload=?, digest=?, hash=? WHERE seq=?"

_TEXTS = (("clock", "pauses", "[]"), ("request", "draft_fields", "{}"), ("notice", "facts", "{}"))
"""Columns that hold JSON with instants in it, and what stands there when it is empty."""

_DAYS = (("campaign", ("from_day", "until_day")), ("visit", ("day", "due_day")))
"""Columns that hold a local date."""


def copy_to(source: Path | str, dest: Path | str, instant: int) -> Path:
    """Copy the sample at `source` to `dest` (which is replaced) and move it so that its present is `instant`."""
    dest = Path(dest)
    try:
        for left in ("-wal", "-shm", "-queue"):
            dest.with_name(dest.name + left).unlink(missing_ok=True)
        shutil.copyfile(source, dest)
        dest.chmod(0o600)
    except OSError as error:
        raise StoreError("store.readonly", f"{dest} cannot be written ({error.strerror}).",
                         "Name a folder that this user may write.", path=str(dest)) from error  # fmt: skip
    move(dest, instant)
    return dest


def move(path: Path | str, instant: int) -> int:
    """Move every instant of the sample at `path` so that its present is `instant`; returns the span in ms.

    Raises:
        NotAllowed: the file is no sample.
    """
    store = Store(path)
    try:
        with store.write() as connection:
            header = {row.name: row.value for row in connection.execute(select(HEADER))}
            if header.get("sample") != "1":
                raise NotAllowed("sample.not_one", f"{path} is not a sample; its times are not touched.",
                                 "Make one with: hotline sample build DEST", path=str(path))  # fmt: skip
            span = instant - int(header["sample_at"])
            _move_columns(connection, span)
            _move_texts(connection, span)
            _move_days(connection, span)
            _rechain(connection, span)
            for name in ("created", "sample_at"):
                moved = str(int(header[name]) + span)
                connection.exec_driver_sql("UPDATE header SET value=? WHERE name=?", (moved, name))
    finally:
        store.close()
    return span


def instants_of(table: Table) -> list[str]:
    """The columns of a table that may hold instants: whole numbers that name no row."""
    return [
        column.name
        for column in table.c
        if isinstance(column.type, BigInteger) and not column.primary_key and not column.foreign_keys
    ]


def _move_columns(connection: Connection, span: int) -> None:
    for name in tables.__all__:
        table = getattr(tables, name).__table__
        columns = instants_of(table)
        if columns and table is not LINES:
            sets = ", ".join(f"{one} = {one} + ({one} BETWEEN {FIRST} AND {LAST}) * {span}" for one in columns)
            connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets}')


def _move_texts(connection: Connection, span: int) -> None:
    """Instants inside JSON: the pauses of clocks, what is typed into drafts, what notices tell."""
    for table, column, empty in _TEXTS:
        query = f"SELECT {column}, id FROM {table} WHERE {column} <> ?"
        rows = connection.exec_driver_sql(query, (empty,)).all()
        moved = [(json.dumps(_moved(json.loads(text), span), ensure_ascii=False), key) for text, key in rows]
        if moved:
            connection.exec_driver_sql(f"UPDATE {table} SET {column}=? WHERE id=?", moved)


def _move_days(connection: Connection, span: int) -> None:
    """Local days that stand as dates: by whole days."""
    days = round(span / DAY)
    for table, columns in _DAYS:
        sets = ", ".join(f"{one} = date({one}, '{days:+d} days')" for one in columns)
        connection.exec_driver_sql(f"UPDATE {table} SET {sets}")


def _moved(value: Any, span: int) -> Any:
    if isinstance(value, dict):
        return {name: _moved(one, span) for name, one in value.items()}
    if isinstance(value, list):
        return [_moved(one, span) for one in value]
    return value + span if type(value) is int and FIRST <= value <= LAST else value


def _rechain(connection: Connection, span: int) -> None:
    """Write every line anew: its times, its payload, and the hashes that follow from them."""
    guards = connection.exec_driver_sql(_GUARDS).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    former = GENESIS
    rows: list[tuple[Any, ...]] = []
    for line in connection.execute(select(LINES).order_by(LINES.c.seq)).mappings():
        row = dict(line) | {"at": line["at"] + span, "recorded_at": line["recorded_at"] + span}
        if row["payload"] is not None:
            facts = _moved(json.loads(row["payload"]), span)
            row["payload"] = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            row["digest"] = digest_of(row["salt"], row["payload"])
        former = row["hash"] = chain_hash(former, row)
        rows.append(tuple(row[name] for name in ("at", "recorded_at", "payload", "digest", "hash", "seq")))
    if rows:
        connection.exec_driver_sql(_REWRITE, rows)
    for _, sql in guards:
        connection.exec_driver_sql(sql)
