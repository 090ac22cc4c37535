"""Bringing a copy back: it is checked first, and the file that was there is set aside, never overwritten."""

import os
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

from models.errors import StoreError
from models.kept import refuse_kept
from models.migrations.copying import Progress, check_whole, copy
from models.migrations.file import refuse_foreign, refuse_network, sqlite_module

_SIDES = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the file in its place, its schema, and where the former one went (None if there was none)."""

    path: Path
    schema: int
    set_aside: Path | None


def restore(path: Path, source: Path, progress: Progress | None = None) -> Restored:
    """Put a checked copy of `source` at `path`.

    Raises:
        StoreError: `source` is missing, foreign, newer or damaged, or somebody has the file at `path` open. Nothing
            is changed then.
    """
    refuse_kept(path)
    schema = header_of(source)
    refuse_network(path)
    if path.exists() and path.samefile(source):
        raise StoreError("store.itself", f"{source} is the database itself.", "Name a backup of it.", path=str(source))
    coming = path.with_name(f".{path.name}.coming-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _fetch(source, coming, progress)
        coming.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o600)
        aside = _set_aside(path) if path.exists() else None
        coming.rename(path)
    except OSError as error:
        raise StoreError("store.readonly", f"{path} cannot be brought back ({error.strerror}).",
                         "Give this user the right to write there, and room.", path=str(path)) from error  # fmt: skip
    finally:
        coming.unlink(missing_ok=True)
    return Restored(path, schema, aside)


def header_of(source: Path) -> int:
    """The schema number in the first hundred bytes of a file of ours, read without opening it as a database."""
    if not source.is_file():
        raise StoreError("store.no_copy", f"There is no file {source}.", "Name a backup.", path=str(source))
    try:
        with source.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError("store.unreadable", f"{source} cannot be read ({error.strerror}).",
                         "Give this user the right to read it.", path=str(source)) from error  # fmt: skip
    if len(head) < 100 or not head.startswith(_MAGIC):
        refuse_foreign(source, 0, 0)
    schema, application_id = struct.unpack(">I4xI", head[60:72])
    refuse_foreign(source, application_id, schema)
    return int(schema)


def _fetch(source: Path, coming: Path, progress: Progress | None) -> None:
    log = source.with_name(source.name + "-wal")
    if log.exists() and log.stat().st_size:
        copy(source, coming, progress)
        return
    os.close(os.open(coming, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    shutil.copyfile(source, coming)
    try:
        check_whole(coming)
    except StoreError as error:
        raise StoreError("store.bad_copy", f"{source} is damaged; it was not brought back.", "Name an earlier backup.",
                         path=str(source)) from error  # fmt: skip


def _set_aside(path: Path) -> Path:
    """Rename the present file, with what lies beside it, once nobody has it open."""
    _refuse_used(path)
    number = 1
    while (aside := path.with_name(f"{path.stem}-replaced-{number}{path.suffix or '.db'}")).exists():
        number += 1
    for side in ("", *_SIDES):
        beside = path.with_name(path.name + side)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + side))
    return aside


def _refuse_used(path: Path) -> None:
    """Leaving the write-ahead log needs the file for oneself; a damaged file cannot be asked and is only renamed."""
    module = sqlite_module()
    connection = module.connect(str(path), isolation_level=None, timeout=0.5)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except module.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreError(
                "store.in_use",
                f"{path} is open in another program.",
                "Close every console and scheduler on it, then restore again.",
                path=str(path),
            ) from error
    except module.DatabaseError:
        return
    finally:
        connection.close()
