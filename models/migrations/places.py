"""Where a file may lie and who may open it: the folder that is made for it, and the group that shares it."""

import os
import stat
from pathlib import Path

from models.errors import Invalid, StoreError


def shared_group(group: str | None) -> int | None:
    """The number of the system group `group`; None for a file of one user."""
    if group is None:
        return None
    try:
        import grp
    except ImportError as error:
        raise Invalid("group.unsupported", "This system has no groups that share a file.",
                      "Leave --group out.", group=group) from error  # fmt: skip
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as error:
        raise Invalid("group.unknown", f"There is no group {group!r} on this system.",
                      "Make it, and add the people who share the desk.", group=group) from error  # fmt: skip


def prepared_folder(folder: Path, gid: int | None) -> None:
    """Make the folder if it is missing (0700, or 2770 of the group); an existing one must already be fit to share."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        for place in reversed(missing):
            place.mkdir(exist_ok=True)
            place.chmod(0o700)
        if missing and gid is not None:
            _give(folder, missing, gid)
    except OSError as error:
        raise StoreError("store.readonly", f"The folder {folder} cannot be made ({error.strerror}).",
                         "Make it, or name another place with --db.", path=str(folder)) from error  # fmt: skip
    if not folder.is_dir():
        raise StoreError("store.readonly", f"{folder} is no folder.", "Name another place with --db.",
                         path=str(folder))  # fmt: skip
    if gid is not None:
        _refuse_unshared(folder, gid)


def _give(folder: Path, made: list[Path], gid: int) -> None:
    for place in made:
        os.chown(place, -1, gid)
        place.chmod(0o2770 if place == folder else 0o2750)


def _refuse_unshared(folder: Path, gid: int) -> None:
    facts = folder.stat()
    wanted = stat.S_ISGID | stat.S_IRWXG
    if facts.st_gid != gid or facts.st_mode & wanted != wanted:
        raise StoreError(
            "store.unshared",
            f"The folder {folder} is not one that the group can share.",
            f"Run: chgrp {gid} '{folder}' && chmod 2770 '{folder}'",
            path=str(folder),
            gid=gid,
        )
