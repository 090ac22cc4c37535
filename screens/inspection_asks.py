"""What the inspector who phones in is asked: how it went, and where something was found, which items of the list."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import ComposeResult

from models.checklists import Item, findings_of, result_of
from models.errors import DeskError
from models.vocabulary import Act, InspectionResult
from screens.asking import Asking, Asks, Verb
from screens.dialogs import AskLines, Blank, Choose, Confirm, Option
from screens.format import clean
from screens.view import View
from screens.widgets.sheet import Line, Sheet, Span

FOUND = "found"
TONES = {1: "amber", 2: "text", 3: "dim"}
AROUND = 12
"""Lines of the screen that the list of items leaves to the head, the lines to fill in and what stands below."""


class Items(Sheet):
    """The items of a checklist as they are said: number, words, and the grade each has unless another is said."""

    def __init__(self, items: Sequence[Item], view: View) -> None:
        super().__init__(id="items")
        self.items, self.view, self.can_focus = items, view, False

    @property
    def columns(self) -> int:
        """Two beside each other where one would be too tall."""
        return 2 if len(self.items) > max(4, self.app.size.height - AROUND) else 1

    def compose_lines(self) -> None:
        width, per = self.size.width or self.app.size.width, self.columns
        rows = -(-len(self.items) // per)
        half = (width - 4) // per
        self.write([Line(tuple(span for place in range(per) for span in self._item(row + place * rows, place, half)))
                    for row in range(rows)])  # fmt: skip

    def _item(self, at: int, place: int, half: int) -> tuple[Span, ...]:
        if at >= len(self.items):
            return ()
        one, left = self.items[at], 3 + place * half
        words = clean(self.view.named(one.zh, one.en))
        return (Span(left, f"{one.number:>2}", "key"), Span(left + 3, words, "text", max(8, half - 8)),
                Span(left + half - 3, str(one.grade), TONES[one.grade]))  # fmt: skip


class AskItems(AskLines):
    """Which items of the checklist were not in order, as numbers; the list stands above the line."""

    def __init__(self, view: View, title: str, blanks: Sequence[Blank], items: Sequence[Item]) -> None:
        super().__init__(view, title, blanks)
        self.items = items

    def body(self) -> ComposeResult:
        yield Items(self.items, self.view)
        yield from super().body()

    def on_mount(self) -> None:
        """As tall as its items."""
        sheet = self.query_one(Items)
        sheet.styles.height = -(-len(self.items) // sheet.columns)


async def _inspect(it: Asking) -> Verb | None:
    say = it.view.say
    words = (InspectionResult.PASS, InspectionResult.NO_ENTRY, InspectionResult.REFUSED)
    options = [Option(word.value, it.view.word("result", word)) for word in words]
    options.insert(1, Option(FOUND, say("inspection.found"), say("inspection.found_hint"), "amber"))
    how = await it.push(Choose(it.view, it.title(Act.INSPECT), options, undecided=True))
    if how is None:
        return None
    known, checklist, lists = await asyncio.to_thread(_known, it)
    call = partial(it.desk.inspecting.inspect, it.seat, it.id)
    if how != FOUND:
        crew = known or await _crew(it)
        return None if crew is None else partial(call, result=InspectionResult(how), crew=crew)
    blanks = [Blank("findings", say("fact.findings")), Blank("crew", say("fact.crew"), known),
              Blank("note", say("ask.note"), "", True)]  # fmt: skip
    given = await it.push(AskItems(it.view, it.title(Act.INSPECT), blanks, lists[checklist]))
    if given is None:
        return None
    stopped: Any = "yes"
    if _is_grave(given["findings"], checklist, lists):
        stopped = await it.push(Confirm(it.view, say("inspection.stopped"), undecided=True))
    return None if stopped is None else partial(call, stopped=stopped == "yes", **given)


def _is_grave(text: str, checklist: str, lists: Mapping[str, tuple[Item, ...]]) -> bool:
    """Is something of grade 1 among what was typed? What cannot be read the desk will refuse in words."""
    try:
        return result_of(findings_of(text, checklist, lists)) is InspectionResult.GRADE_1
    except DeskError:
        return False


def _known(it: Asking) -> tuple[str, str, Mapping[str, tuple[Item, ...]]]:
    """Who was there as far as the desk knows, the checklist that fits, and the lists of this visit; blocking."""
    look = it.desk.look.campaigns()
    visit = look.of_request(it.id)
    jobs = [job.crew for job in it.detail.assignments]
    lists = it.desk.look.schemes().checklists(it.clock(), it.id)
    return (jobs[-1] if jobs else visit.crew if visit is not None else ""), look.checklist(it.id), lists


async def _crew(it: Asking) -> str | None:
    crews = await asyncio.to_thread(it.desk.look.crews, it.clock())
    known = [Option(one.code, one.code, clean(one.name)) for one in crews if not one.retired]
    chosen: str | None = await it.push(
        Choose(it.view, f"{it.title(Act.INSPECT)}  {it.view.say('inspection.who')}", known, filtered=True)
    )
    return chosen


INSPECT_ASKS: Mapping[str, Asks] = {Act.INSPECT: _inspect}


def inspected(done: Any, view: View) -> str:
    """What is said after it (`models.rows.Inspected`): the result, and what was made of it."""
    said = [view.say("did.inspect", number=done.number, result=view.word("result", done.result))]
    if done.stop_use:
        said.append(view.say("inspection.forbidden"))
    if done.recheck and done.rectify_by is not None:
        said.append(view.say("inspection.recheck", number=done.recheck, at=view.clock(done.rectify_by)))
    if done.next_day:
        said.append(view.say("inspection.again", n=done.tries, day=done.next_day))
    elif done.tries and done.result in (InspectionResult.NO_ENTRY, InspectionResult.REFUSED):
        said.append(view.say("inspection.gave_up", n=done.tries))
    return "  ".join(said)
