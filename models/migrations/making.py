"""Making a new file: every table, the default catalogue, the header and the first operator, under its name at once."""

import os
import zoneinfo
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from models import tables
from models.catalogue import CLOCK_COLUMNS, NO_CLOCK, default_categories
from models.errors import Invalid, StoreError
from models.migrations.calendars import ready_calendars
from models.migrations.file import APPLICATION_ID, SCHEMA, refuse_network
from models.migrations.places import prepared_folder, shared_group
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.sla import DEFAULT_TARGETS
from models.vocabulary import ClockKind, Kind, Role
from models.wall import HOUR, MINUTE, WallClock

EMERGENCY_TARGETS = {ClockKind.DISPATCH: 5 * MINUTE, ClockKind.ARRIVAL: 60 * MINUTE, ClockKind.SAFE: 4 * HOUR}
ALL_ROLES = ",".join(role.value for role in Role)


def create(
    path: Path | str,
    *,
    zone: str,
    name: str,
    drill: bool = False,
    sample: bool = False,
    wall: WallClock,
    operator: tuple[str, str] | None = None,
    group: str | None = None,
) -> Path:
    """Make the file at `path` and return its path; nothing of it is there before all of it is.

    Args:
        zone: IANA name of the utility's time zone.
        name: the utility's name as screens show it.
        drill: a file whose time may be shifted; `sample`: one that may also be re-chained.
        operator: ``(login, name)`` of the first operator, who gets all roles.
        group: the system group that shares the file (0660 in a 2770 folder); None keeps it to one user (0600).

    Raises:
        Invalid: the zone or the group is unknown.
        StoreError: the file exists, its folder cannot be written, or it lies on a network file system.
    """
    path = Path(path)
    known_zone(zone)
    gid = shared_group(group)
    refuse_network(path)
    prepared_folder(path.parent, gid)
    if path.exists():
        raise _taken(path)
    making = path.with_name(f".{path.name}.making-{os.getpid()}")
    try:
        _claim(making, gid)
        with stepping(making) as connection:
            for step in STEPS:
                step(connection)
            _fill(connection, wall.now(), {"zone": zone, "name": name, "drill": drill, "sample": sample}, operator)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        _name(making, path)
    except OSError as error:
        raise _unmade(path, error) from error
    finally:
        for left in (making, making.with_name(making.name + "-wal"), making.with_name(making.name + "-shm")):
            left.unlink(missing_ok=True)
    return path


def known_zone(zone: str) -> None:
    """Refuse a name that is no time zone."""
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid("zone.unknown", f"There is no time zone {zone!r}.",
                      "Write it as in Asia/Shanghai or America/New_York.", zone=zone) from error  # fmt: skip


def initials_of(login: str, name: str) -> str:
    """Two letters by which a seat is known on the board: of the Latin words of the name, else of the login."""
    words = [word for word in name.split() if word.isascii()]
    return ("".join(word[0] for word in words[:2]) if len(words) > 1 else login[:2]).upper()


def _unmade(path: Path, error: OSError) -> StoreError:
    return StoreError("store.readonly", f"{path} cannot be made ({error.strerror}).",
                      "Give this user the right to write there, or name another place with --db.",
                      path=str(path))  # fmt: skip


def _taken(path: Path) -> StoreError:
    return StoreError("store.exists", f"{path} exists already; it was not touched.",
                      "Name another file with --db, or set that one aside first.", path=str(path))  # fmt: skip


def _claim(making: Path, gid: int | None) -> None:
    """An empty file that nobody else made, with its rights from the first byte on."""
    mode = 0o600 if gid is None else 0o660
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
    making.chmod(mode)
    if gid is not None:
        os.chown(making, -1, gid)


def _name(making: Path, path: Path) -> None:
    """Give the finished file its name, unless somebody took it meanwhile."""
    try:
        os.link(making, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError:  # a file system without hard links: the last look is the best there is
        if path.exists():
            raise _taken(path) from None
        making.rename(path)


def _fill(connection: Connection, now: int, facts: dict[str, Any], operator: tuple[str, str] | None) -> None:
    values = {"created": str(now)} | {
        key: value if isinstance(value, str) else str(int(value)) for key, value in facts.items()
    }
    rows: dict[Any, list[dict[str, Any]]] = {
        tables.Header: [{"name": key, "value": value} for key, value in values.items()],
        tables.Engine: [{"id": 1, "swept_at": None, "sweeper": ""}],
        tables.Category: [
            {"code": row.code, "zh": row.zh, "en": row.en, "kind": row.kind.value, "priority": row.priority.value,
             "skill": row.skill, "callback_share": row.callback_share, "card": row.card}
            for row in default_categories()
        ],
        tables.Policy: default_policies(),
    }  # fmt: skip
    if operator is not None:
        login, name = operator
        rows[tables.Operator] = [
            {"login": login, "name": name or login, "initials": initials_of(login, name), "roles": ALL_ROLES}
        ]
    for table, values_of in rows.items():
        connection.execute(insert(table), values_of)
    ready_calendars(connection, values["zone"])


def default_policies() -> list[dict[str, Any]]:
    """The policy lines of a new file: the default promise, the emergency's, and each category's own targets."""
    lines: list[tuple[str, str, ClockKind, int]] = []
    lines += [("default", "", clock, ms) for clock, ms in DEFAULT_TARGETS.items()]
    lines += [("kind", Kind.EMERGENCY.value, clock, ms) for clock, ms in EMERGENCY_TARGETS.items()]
    for row in default_categories():
        for clock in CLOCK_COLUMNS:
            ms = getattr(row, clock)
            # "-" for a clock that no wider scope gives either would say nothing.
            if ms is not None and (ms != NO_CLOCK or row.kind is Kind.EMERGENCY or clock in DEFAULT_TARGETS):
                lines.append(("category", row.code, ClockKind(clock), ms))
    return [
        {"scope": scope, "key": key, "clock": clock.value, "target_ms": ms, "valid_from": 0}
        for scope, key, clock, ms in lines
    ]
