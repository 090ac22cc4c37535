"""What ``hotline alarm incident`` asks of the desk: one verb for the first of its options that was given."""

from collections.abc import Sequence

from console.refusals import Misuse
from models.desk.desk import Desk
from models.rows import IncidentRow, Seat
from models.workflow import canonical_number


def lasting(desk: Desk) -> tuple[IncidentRow, ...]:
    """The incidents that last."""
    return desk.look.incidents()


def change(
    desk: Desk, seat: Seat, number: str, attach: Sequence[str], detach: Sequence[str], end: bool, reason: str
) -> IncidentRow:
    """End it, take requests out of it, attach some to it, or begin it with them.

    Raises:
        Misuse: more than one of these was asked for.
    """
    if sum((bool(attach), bool(detach), end)) > 1:
        raise Misuse("incident.one", "One thing at a time.", "Give --attach, --detach or --end.")
    row: IncidentRow
    if end:
        row = desk.incidents.end(seat, number, reason=reason)
    elif detach:
        row = desk.incidents.detach(seat, number, children=detach)
    elif attach and any(one.number == canonical_number(number) for one in lasting(desk)):
        row = desk.incidents.attach(seat, number, children=attach)
    else:
        row = desk.incidents.begin(seat, number, reason=reason, children=attach)
    return row
