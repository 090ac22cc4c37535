"""An emergency plan under way: its steps with their times, ticked by key; whom to call, and what to take along."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from models.rows.plans import PlanRunRow, TickRow
from models.vocabulary import Act
from screens import keys
from screens.acts import perform
from screens.background import start
from screens.dialogs import AskLine
from screens.format import cells, clean, h_mm, minutes_seconds, wrap
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.view import View
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet
from screens.widgets.sheet import BLANK, Line, Span

SOON = 2 * 60_000
"""So long before its time a step turns amber."""

TEXT, TIME = 8, 21
"""Where a step's words begin; how much room its right column takes."""


def plan_lines(runs: tuple[PlanRunRow, ...], view: View, width: int) -> list[Line]:
    """Each plan with a band, its steps, then contacts and supplies."""
    if not runs:
        return [BLANK, Line((Span(3, view.say("plan.none"), "dim"),))]
    lines: list[Line] = []
    for run in runs:
        lines += [BLANK] if lines else []
        lines += [*_head(run, view), *_steps(run, view, width), *_beside(run, view, width)]
    return lines


def _head(run: PlanRunRow, view: View) -> list[Line]:
    plan = run.plan
    title = view.say("plan.band", name=clean(view.named(plan.zh, plan.en)), level=run.level, version=plan.version)
    count = f"{run.done}/{len(run.steps)}"
    begun = view.say("plan.started", at=view.clock(run.started_at), name=clean(run.started_by))
    spans = [Span(1, title, "title"), Span(-1 - cells(count), count, "title"), Span(3 + cells(title), begun, "dim")]
    lines = [Line(tuple(spans), "band")]
    if not plan.approved_by:
        lines.append(Line((Span(3, "!", "amber"), Span(TEXT, view.say("plan.unapproved"), "amber"))))
    if run.reviewed_at is not None:
        told = view.say("plan.reviewed", name=clean(run.reviewed_by), text=clean(run.review))
        lines.append(Line((Span(3, "+", "green"), Span(TEXT, told, "text"))))
    elif run.done == len(run.steps):
        lines.append(Line((Span(3, "!", "amber"), Span(TEXT, view.say("plan.owed"), "amber"))))
    return lines


def _steps(run: PlanRunRow, view: View, width: int) -> list[Line]:
    lines: list[Line] = []
    for step in run.steps:
        sign, tone, right = standing(step, view)
        head, *rest = wrap(view.named(step.zh, step.en), max(12, width - TEXT - TIME - 2)) or [""]
        shown = "dim" if step.done_at is not None else "text"
        room = min(TIME, cells(right))
        spans = (Span(3, sign, tone, 3), Span(5, f"{step.place}", "dim", 3), Span(TEXT, clean(head), shown),
                 Span(-1 - room, right, tone, room))  # fmt: skip
        lines.append(Line(spans, ref=f"{run.code}\t{step.step}"))
        lines += [Line((Span(TEXT, clean(part), shown),)) for part in rest]
        owner = view.named(step.owner_zh, step.owner_en)
        note = "  ".join(part for part in (clean(owner), clean(step.note)) if part)
        lines += [Line((Span(TEXT, note, "dim"),))] if note else []
    return lines


def standing(step: TickRow, view: View) -> tuple[str, str, str]:
    """``(sign, tone, words)`` of a step: done by whom and when, what is left of its time, or that it is late."""
    if step.done_at is not None:
        late = step.late(view.now)
        words = view.say("plan.done_by", at=view.clock(step.done_at), name=clean(step.done_by))
        return "+", "amber" if late else "green", words
    if step.due_at is None:
        return "-", "dim", view.say("plan.no_clock")
    left = step.due_at - view.now
    span = minutes_seconds(abs(left)) if abs(left) < 60 * 60_000 else h_mm(abs(left))
    if left < 0:
        return "!!", "red", view.say("plan.late", time=span)
    return ("!", "amber", span) if left < SOON else ("", "text", span)


def _beside(run: PlanRunRow, view: View, width: int) -> list[Line]:
    """Whom to call, and what to take along."""
    fill_in = view.say("plan.fill_in")
    calls = [f"{view.named(one.zh, one.en)} {one.dial or fill_in}" for one in run.plan.contacts]
    things = [view.named(one.zh, one.en) for one in run.plan.supplies]
    lines: list[Line] = []
    for title, said in ((view.say("plan.contacts"), calls), (view.say("plan.supplies"), things)):
        at = TEXT + cells(title) + 2
        parts = wrap("  ".join(map(clean, said)), max(12, width - at - 1)) if said else []
        lines += [Line((Span(TEXT, title if place == 0 else "", "dim"), Span(at, part, "text")))
                  for place, part in enumerate(parts)]  # fmt: skip
    return [BLANK, *lines] if lines else []


class PlanSheet(ListSheet):
    """The plans of one request; their bands scroll with their steps."""

    head = 0
    runs: tuple[PlanRunRow, ...] = ()

    @property
    def chosen(self) -> tuple[str, TickRow] | None:
        """The plan and the step under the cursor."""
        found = ((run.code, one) for run in self.runs for one in run.steps if f"{run.code}\t{one.step}" == self.ref)
        return next(found, None)

    def show(self, runs: tuple[PlanRunRow, ...]) -> None:
        """Show these."""
        self.runs = runs
        self.compose_lines()

    def compose_lines(self) -> None:
        view, width = view_of(host_of(self)), self.size.width or 80
        self.write(plan_lines(self.runs, view, width))


class PlanScreen(ListingScreen[PlanSheet]):
    """Space or Enter ticks the step under the cursor; each act has a key of its own."""

    SHEET = PlanSheet
    BINDINGS = keys.bindings(keys.PLAN)

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self.about = request_id

    @property
    def plan(self) -> PlanSheet:
        """The list under its own name."""
        return self.sheet

    @property
    def request_id(self) -> int | None:
        return self.about

    opens = None  # Enter ticks

    def read_list(self) -> tuple[PlanRunRow, ...]:
        runs: tuple[PlanRunRow, ...] = self.host.desk.seen_by(self.host.seat).look.plans().runs(self.about)
        return runs

    def show_list(self, found: tuple[PlanRunRow, ...]) -> None:
        first = not self.plan.runs
        self.plan.show(found)
        if first:
            self._to_next()

    def _to_next(self) -> None:
        """Put the cursor on the first step that is not done."""
        ahead = [f"{run.code}\t{one.step}" for run in self.plan.runs for one in run.steps if one.done_at is None]
        if ahead:
            self.plan.select(ahead[0])

    def own_hints(self) -> list[Hint]:
        chosen = self.plan.chosen
        open_ = chosen is not None and chosen[1].done_at is None
        owed = any(run.reviewed_at is None for run in self.plan.runs)
        acts = (("tick", open_), ("note", open_), ("untick", chosen is not None and not open_), ("raise", True),
                ("review", owed))  # fmt: skip
        return self.act_keys("plan", acts)

    async def action_plan(self) -> None:
        """It is open already."""

    async def action_open(self) -> None:
        """Enter ticks, as the space bar does."""
        await self.action_tick()

    async def action_tick(self) -> None:
        """The step under the cursor is done."""
        await self._act(Act.TICK)

    async def action_tick_note(self) -> None:
        """The same, with a sentence."""
        await self._act(Act.TICK, noted=True)

    async def action_untick(self) -> None:
        """It was ticked by mistake."""
        await self._act(Act.UNTICK)

    async def _act(self, act: str, *, noted: bool = False) -> None:
        chosen = self.plan.chosen
        if chosen is None:
            self.no_row()
            return
        said = {"plan": chosen[0], "step": chosen[1].step}
        await self.until_asked(start(self.app, partial(self._do, act, said, noted=noted), "acts"))

    async def _do(self, act: str, said: Mapping[str, Any], *, noted: bool = False) -> None:
        if noted:
            view = view_of(self.host)
            given = await self.app.push_screen_wait(AskLine(view, view.say("plan.tick_note"), view.say("ask.note")))
            if given is None:
                return
            said = {**said, "note": given["text"]}
        if await perform(self.app, act, self.about, said=said):
            await self.refill()
            if act == Act.TICK:
                self._to_next()

    async def action_raise_plan(self) -> None:
        """A higher level, or another plan beside it."""
        await self.until_asked(start(self.app, partial(self._plain, Act.START_PLAN), "acts"))

    async def action_review(self) -> None:
        """How it went."""
        await self.until_asked(start(self.app, partial(self._plain, Act.REVIEW_PLAN), "acts"))

    async def _plain(self, act: str) -> None:
        if await perform(self.app, act, self.about):
            await self.refill()
