"""What ``hotline alarm incident`` and ``hotline incident`` ask of the desk: one verb for the option that was given."""

from collections.abc import Sequence

from console.refusals import Misuse
from console.wiring import Visit
from models.desk.desk import Desk
from models.rows import IncidentRow, Seat, WaveRow
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


def wave_act(
    visit: Visit, number: str, *, begin: bool, call: int | None, outcome: str, note: str, end: bool
) -> WaveRow:
    """Begin the round of a request, record one of its calls, end it, or show it.

    Raises:
        Misuse: more than one of these was asked for, or the request has no round.
    """
    if sum((begin, call is not None, end)) > 1:
        raise Misuse("incident.one_act", "One thing at a time.", "Give --begin, --call or --end.")
    if begin:
        desk, seat = visit.seated()
        begun: WaveRow = desk.waves.begin(seat, number)
        return begun
    row = visit.look().again().wave_of(number)
    if row is None:
        raise Misuse("wave.none", f"{number} has no round of call-backs.", "Begin it with --begin.", number=number)
    found: WaveRow = row
    if call is not None:
        desk, seat = visit.seated()
        found = desk.waves.called(seat, row.id, call, outcome=outcome, note=note)
    elif end:
        desk, seat = visit.seated()
        found = desk.waves.end(seat, row.id)
    return found
