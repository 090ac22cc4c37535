"""Hand-over sheets as the command line shows them: facts for programs, paper for people."""

from typing import Any

from console.paper import papered, put, view_for
from console.render import facts
from console.wiring import Visit
from models.rows.handovers import HandoverRow, HandoverSheet, SheetItem
from screens.paper_handover import draft_paper, handover_paper

LISTED = ("id", "state", "since", "at", "outgoing", "incoming", "signed_at", "red", "unread", "intact")


def show(visit: Visit, sheet: int | None, form: str, out: Any = None) -> None:
    """Print one sheet: the one of that number, else the one that waits, else what a sheet would say now."""
    look, view = visit.look().handovers(), view_for(visit)
    row = look.one(sheet) if sheet is not None else look.offered()
    block = papered(visit, view)
    if row is not None:
        put(visit, handover_paper(row, view, block), form, out, sheet_facts(row))
    else:
        now = look.now(visit.now)
        put(visit, draft_paper(now, view, block), form, out, draft_facts(now))


def sheet_facts(row: HandoverRow) -> dict[str, Any]:
    """A signed sheet as an object."""
    known = {"id": row.id, "state": row.state, "outgoing": row.outgoing, "incoming": row.incoming,
             "signed_at": row.signed_at, "note": row.note, "digest": row.digest, "proof": row.proof,
             "intact": row.intact, "unread": len(row.unread)}  # fmt: skip
    items = [_item(item) | {"read_at": row.read.get(item.key), "came_since": item in row.since_then}
             for item in row.items]  # fmt: skip
    return known | draft_facts(row.sheet) | {"items": items}


def draft_facts(sheet: HandoverSheet) -> dict[str, Any]:
    """A sheet that nobody has signed as an object."""
    return {"since": sheet.since, "at": sheet.at, "head": sheet.head, "swept_at": sheet.swept_at,
            "figures": sheet.figures, "items": [_item(item) for item in sheet.items]}  # fmt: skip


def line(row: HandoverRow) -> dict[str, Any]:
    """A sheet as a line of a list."""
    return {"id": row.id, "state": row.state, "since": row.sheet.since, "at": row.sheet.at, "outgoing": row.outgoing,
            "incoming": row.incoming, "signed_at": row.signed_at,
            "red": sum(1 for item in row.items if item.red), "unread": len(row.unread),
            "intact": row.intact}  # fmt: skip


def _item(item: SheetItem) -> dict[str, Any]:
    return facts(item)
