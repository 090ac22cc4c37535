"""Making a database from the command line or the welcome screen: where, in which zone, for whom."""

import sys
from typing import Any

from console.settings import known_zone, machine_zone, os_user
from console.wiring import Visit
from models.desk.founding import create
from models.errors import NotAllowed


def found(visit: Visit, *, drill: bool, zone: str, name: str, group: str) -> dict[str, Any]:
    """Make the file with its folder and its first operator, and return what was made.

    Raises:
        NotAllowed: ``--now`` for a file that is no drill.
    """
    if visit.settings.now is not None and not drill:
        raise NotAllowed("now.not_drill", "With --now only a drill database is made.",
                         "Leave --now out, or add --drill.")  # fmt: skip
    chosen = zone or _asked(visit, machine_zone())
    login = os_user()
    path = create(
        visit.path(), zone=chosen, name=name, drill=drill, wall=visit.wall, operator=(login, login), group=group or None
    )
    return {"path": str(path), "zone": chosen, "name": name, "drill": drill, "operator": login, "group": group or None}


def _asked(visit: Visit, machine: str) -> str:
    """The machine's zone, confirmed once by the person if one sits there."""
    if visit.settings.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return machine
    while True:
        sys.stderr.write(f"Time zone of the utility [{machine}]: ")
        sys.stderr.flush()
        said = sys.stdin.readline()
        answer = said.strip() or machine
        if known_zone(answer) or not said:
            return answer
        visit.page.talk(f"There is no time zone called {answer}; write it as in Asia/Shanghai.")
