"""The filter of the supervisor's board: how it is typed and shown, and what it leaves of a board.

Severity-3 alarms and what belongs to no request are never left out, and every pane is told how much is.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.looks.overview import matrix_of
from models.rows import AlarmRow, CrewRow
from models.vocabulary import QUEUES
from models.wanted import Wanted
from screens.marks import read_filter
from screens.view import View
from screens.widgets.pane import URGENT, Board, board_at
from screens.wording import LANGUAGES, catalogue

LIFE = 3
"""The severity from which an alarm is shown whatever the filter says."""

JOURNAL_READ = 300
"""So many of the newest lines are looked through for wanted ones."""

_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


def read_wanted(text: str, districts: Sequence[tuple[str, str]], crews: Sequence[str]) -> tuple[Wanted, str]:
    """``北山 抢修 抢1 08-20``, in any order and either language; with it the first word that means nothing, or ""."""
    found: dict[str, list[str]] = {"districts": [], "kinds": [], "crews": []}
    codes = {code.casefold(): code for code in crews}
    shift: tuple[int, int] | None = None
    words = {"kind": _kinds(), "board": {}, "status": {}}
    for word in unicodedata.normalize("NFKC", text).casefold().replace("+", " ").split():
        hours = _HOURS.fullmatch(word)
        meant = read_filter(word, districts, words)
        if word in codes:
            found["crews"].append(codes[word])
        elif hours and int(hours[1]) < 24 and int(hours[2]) <= 24 and hours[1] != hours[2]:
            shift = int(hours[1]), int(hours[2]) % 24
        elif meant.kinds or meant.district is not None:
            found["kinds"] += [kind.value for kind in meant.kinds]
            found["districts"] += [meant.district] if meant.district is not None else []
        else:
            return Wanted(), word
    once = {name: tuple(dict.fromkeys(values)) for name, values in found.items()}
    return Wanted(**once, shift=shift), ""


def _kinds() -> dict[str, tuple[str, ...]]:
    """The words of the kinds in both languages."""
    out: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for key, word in catalogue(language).items():
            section, _, value = key.partition(".")
            if section == "kind":
                out[value] = (*out.get(value, ()), word.casefold())
    return out


def wanted_words(wanted: Wanted, view: View) -> str:
    """The filter in the reader's language; typed again, it means the same."""
    shift = [f"{wanted.shift[0]:02d}-{wanted.shift[1]:02d}"] if wanted.shift else []
    kinds = [view.word("kind", kind) for kind in wanted.kinds]
    return " ".join([*(view.place(one, "") for one in wanted.districts), *kinds, *wanted.crews, *shift])


def wanted_board(desk: Any, now: int, district: str | None, lang: str, wanted: Wanted) -> Board:
    """The whole board, or the wanted part of it; meant for a thread."""
    board = board_at(desk, now, district, lang)
    return narrowed(board, desk, now, wanted) if wanted else board


def narrowed(board: Board, desk: Any, now: int, wanted: Wanted) -> Board:
    """What a filter leaves of a board, and how much it leaves out; reads, so it is meant for a thread."""
    overview, look = desk.look.overview(), desk.look
    live = overview.live(now, wanted)
    here = [row for row in live if row.kind in QUEUES and board.district in (None, row.district)]
    first = [row.id for row in sorted(here, key=lambda row: (-row.severity, row.due_at, row.id))[:URGENT]]
    rows = look.rows(first)
    matrix = matrix_of(live, QUEUES)
    alarms = _alarms(board.alarms, overview, wanted)
    crews = _crews(board.crews, overview, wanted, desk.zone)
    tail = look.journal_tail(JOURNAL_READ)
    passing = overview.passing({line.request_id for line in tail if line.request_id is not None}, wanted)
    journal = [line for line in tail if line.request_id in passing or (line.crew or "") in wanted.crews]
    open_all, open_here = (sum(cell.open for cell in cells) for cells in (board.matrix, matrix))
    figures = board.figures
    return replace(
        board,
        matrix=tuple(matrix),
        alarms=alarms,
        crews=crews,
        journal=tuple(journal[: len(board.journal)]),
        urgent=tuple(rows[one] for one in first if one in rows),
        foretold=look.predictions().of(first, now),
        risk=overview.cells(look.predictions().at_risk(now), wanted),
        figures=figures and replace(figures, live=len(live), overdue=sum(row.word == "late" for row in live)),
        outside={
            "queues": open_all - open_here,
            "alarms": len(board.alarms) - len(alarms),
            "crews": len(board.crews) - len(crews),
            "today": len(tail) - len(journal),
        },
        wanted=wanted,
    )


def _alarms(rows: Sequence[AlarmRow], overview: Any, wanted: Wanted) -> tuple[AlarmRow, ...]:
    passing = overview.passing({row.request_id for row in rows if row.request_id is not None}, wanted)
    return tuple(row for row in rows if row.severity >= LIFE or row.request_id is None or row.request_id in passing)


def _crews(rows: Sequence[CrewRow], overview: Any, wanted: Wanted, zone: str) -> tuple[CrewRow, ...]:
    """A crew on a job is where its job is; one without is in its own district, and of the shift in which it ends."""
    jobs = overview.passing({row.job_id for row in rows if row.job_id is not None}, replace(wanted, crews=()))

    def shown(row: CrewRow) -> bool:
        if wanted.crews and row.code not in wanted.crews:
            return False
        if row.job_id is not None:
            return row.job_id in jobs
        ends = None if row.shift_ends is None else row.shift_ends - 1
        return (not wanted.districts or row.district in wanted.districts) and wanted.in_shift(ends, zone)

    return tuple(row for row in rows if shown(row))
