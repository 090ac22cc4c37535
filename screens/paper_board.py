"""Paper for the day without a computer: what is open now, whom to ring, and blank cards to fill in by hand."""

from collections.abc import Sequence

from models.rows.registers import BoardRow, CrewLine
from screens.format import local
from screens.paper_emergencies import moment
from screens.printed import Box, Form, Paper, Row, Table
from screens.view import View

_HEADS = ("board_kind", "number", "due", "what", "place", "phone", "caller", "state", "crews", "safety", "words")
_CREWS = ("crews", "name", "phone", "state", "job", "place", "because")
_CARD = (
    ("date", 4, 1), ("by", 3, 1), ("channel", 2, 1), ("priority", 3, 1), ("phone", 3, 1), ("caller", 3, 1),
    ("district", 2, 1), ("kind", 4, 1), ("address", 7, 1), ("access", 5, 1), ("said", 12, 3), ("people", 6, 1),
    ("read", 6, 1), ("sent", 4, 1), ("accepted", 2, 1), ("arrived", 2, 1), ("reading", 4, 1), ("done", 5, 1),
    ("back", 3, 1), ("entered", 4, 1),
)  # fmt: skip
"""The boxes of a card: what goes in, how wide it is in twelfths, and how many lines it has."""

_SHARED = {"phone": "phone", "caller": "caller", "address": "place"}
"""Boxes that are called as the board's columns are."""


def board_paper(
    rows: Sequence[BoardRow], crews: Sequence[CrewLine], view: View, facts: Sequence[tuple[str, str]]
) -> Paper:
    """The page; `facts` are those of its title block."""
    say = view.say
    board = Table(
        say("paper.board"), tuple(say(f"paper.{name}") for name in _HEADS),
        tuple(Row(told(row, view), "red" if row.late or row.safe == "not_safe" else "") for row in rows),
        say("paper.none"), whole=frozenset({0, 1, 5, 6, 7, 8, 9}),
    )  # fmt: skip
    whom = Table(
        say("paper.crew_list"), tuple(say(f"paper.{name}") for name in _CREWS),
        tuple(Row((one.code, one.name, one.phone, view.word("crew_status", one.status), one.number, one.place,
                   one.out_reason)) for one in crews),
        say("paper.none"), whole=frozenset({0, 2, 4}),
    )  # fmt: skip
    return Paper(view.wording.lang, say("paper.board"), tuple(facts), (board, whom), (say("paper.foot_board"),))


def told(row: BoardRow, view: View) -> tuple[str, ...]:
    """A live request in words, in the order of the board's columns."""
    words = [row.words, row.text]
    if row.held_until is not None:
        words.insert(0, view.say("paper.held_until", at=near(row.held_until, view)))
    if row.promised_at is not None:
        words.insert(0, view.say("paper.promised_at", at=near(row.promised_at, view)))
    return (
        row.priority.value, row.number, due(row, view), view.named(row.zh, row.en),
        view.place(row.district, row.address), row.phone, row.caller, view.word("board", row.state),
        " ".join(row.crews), view.word("safe_state", row.safe) if row.safe else "",
        "; ".join(dict.fromkeys(one for one in words if one)),
    )  # fmt: skip


def due(row: BoardRow, view: View) -> str:
    """Which promise runs out next, and when; one that is broken says so."""
    if row.due_at is None or row.clock is None:
        return ""
    said = f"{view.word('clock', row.clock)} {near(row.due_at, view)}"
    return view.say("paper.overdue_by", due=said) if row.late else said


def near(at: int, view: View) -> str:
    """The hour, with the day where it is not the page's own."""
    there = local(at, view.zone)
    return there.strftime("%H:%M" if there.date() == local(view.now, view.zone).date() else "%m-%d %H:%M")


def blanks_paper(serials: Sequence[int | None], view: View, facts: Sequence[tuple[str, str]]) -> Paper:
    """Cards to be filled by hand, one for each serial (None: a card without a number), two on a page."""
    cards = tuple(_card(serial, view, fresh=n > 0 and n % 2 == 0) for n, serial in enumerate(serials))
    return Paper(view.wording.lang, view.say("paper.blanks"), tuple(facts), cards, (view.say("paper.foot_blanks"),))


def _card(serial: int | None, view: View, *, fresh: bool) -> Form:
    title = view.say("paper.blank", serial="" if serial is None else view.say("paper.blank_serial", serial=serial))
    boxes = tuple(
        Box(view.say(f"paper.{_SHARED[name]}" if name in _SHARED else f"paper.blank_{name}"), "", width, lines)
        for name, width, lines in _CARD
    )
    return Form(title.strip(), boxes, fresh)


def title_facts(utility: str, view: View) -> list[tuple[str, str]]:
    """What stands in every title block: whose paper it is, and when it was printed."""
    facts = [(view.say("paper.utility"), utility)] if utility else []
    return [*facts, (view.say("paper.printed"), f"{moment(view.now, view)} ({view.zone})")]
