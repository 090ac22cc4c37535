"""Where a correction meets another's: whose value stands, fact by fact; and where words go that came too late."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import App

from models.errors import Conflict, DeskError
from models.rows import RequestDetail
from models.vocabulary import Status
from screens.dialogs import Choose, Option
from screens.format import clean, cut
from screens.own_story import fact_name
from screens.view import View

TEXTS = ("text", "note", "people", "access")
"""Facts of which both can stand, one behind the other."""

SHOWN = 60
"""Cells of a value that stand beside a choice."""


class CannotStand(Exception):
    """The request ended, or went into another, before the correction came."""

    def __init__(self, error: DeskError) -> None:
        super().__init__(str(error))
        self.error = error


def facts_of(detail: RequestDetail) -> dict[str, str]:
    """The facts of a request that can be corrected, as text."""
    return {
        "phone": detail.phone,
        "caller": detail.caller,
        "address": detail.row.address,
        "district": detail.row.district,
        "access": detail.access,
        "text": detail.text,
        "people": detail.people,
        "note": detail.note,
        "outside_number": detail.outside_number,
        "customer_id": str(detail.customer.id) if detail.customer else "",
        "premise_id": str(detail.premise_id or ""),
    }


async def settled(
    app: App[Any], view: View, names: Sequence[str], mine: Mapping[str, str], theirs: Mapping[str, str], error: Conflict
) -> dict[str, str] | None:
    """Mine with what was chosen for each fact that two have changed; None if that was left."""
    out = dict(mine)
    said = view.say("edit.changed", name=clean(str(error.facts["name"])), at=view.clock(int(error.facts["at"])))
    for name in names:
        options = [
            Option("mine", view.say("edit.mine"), cut(clean(mine[name]), SHOWN)),
            Option("theirs", view.say("edit.theirs"), cut(clean(theirs[name]), SHOWN)),
        ]
        if name in TEXTS:
            options.append(Option("both", view.say("edit.both"), cut(clean(both(theirs[name], mine[name])), SHOWN)))
        title = f"{fact_name(name, view)}  {said}"
        chosen = await app.push_screen_wait(Choose(view, title, options, undecided=True))
        if chosen is None:
            return None
        if chosen != "mine":
            out[name] = theirs[name] if chosen == "theirs" else both(theirs[name], mine[name])
    return out


def both(theirs: str, mine: str) -> str:
    """Two texts in one, neither twice."""
    if mine in theirs or theirs in mine:
        return max(theirs, mine, key=len)
    return f"{theirs} / {mine}"


async def where_else(app: App[Any], view: View, detail: RequestDetail, error: DeskError) -> str | None:
    """The request on which the words become a note, or None to keep them for later."""
    target = detail.merged_into if detail.row.status is Status.MERGED else detail.row.number
    status = view.word("status", detail.row.status)
    title = view.say("edit.ended", number=clean(detail.row.number), status=status)
    options = [
        Option("note", view.say("edit.as_note", number=clean(target)), view.wording.error(error)),
        Option("leave", view.say("edit.leave"), ""),
    ]
    chosen = await app.push_screen_wait(Choose(view, title, options))
    return target if chosen == "note" else None


def note_text(changes: Mapping[str, str], base: Mapping[str, str], view: View) -> str:
    """A correction in words: every fact with what it was and what was typed."""
    parts = [
        view.say("journal.edit_was", field=fact_name(name, view), was=base.get(name) or view.say("journal.edit_none"),
                 now=value or view.say("journal.edit_none"))
        for name, value in changes.items()
    ]  # fmt: skip
    return view.say("edit.note", changes="; ".join(parts))
