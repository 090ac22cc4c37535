"""The campaigns of inspections as a list, the open visits of one, and its figures by district."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from models.campaigns import local_day
from models.rows import CampaignRow, InspectionFigure, VisitRow
from models.vocabulary import CampaignState, VisitState
from screens import keys
from screens.acts import perform
from screens.background import start
from screens.campaign_asks import CAMPAIGN_ASKS, VISIT_ASKS
from screens.detail import DetailScreen
from screens.format import cells, clean
from screens.host import host_of, view_of
from screens.listing import Listed, ListingScreen
from screens.view import View
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet, RowSheet, band, nothing
from screens.widgets.sheet import Line, Span

SIGNS = {CampaignState.RUNNING: ("+", "green"), CampaignState.PLANNED: ("", "text"), CampaignState.DRAFT: ("-", "dim"),
         CampaignState.CLOSED: ("", "dim")}  # fmt: skip
SHOWN = 200
"""Open visits of a campaign on one list: the next to be made first."""


class CampaignSheet(RowSheet[CampaignRow]):
    """Two lines a campaign: its days and state; its counts, and what somebody must see to."""

    def compose_lines(self) -> None:
        view, width = view_of(host_of(self)), self.size.width or 80
        lines = [band(view.say("campaign.title"), str(len(self.rows)))]
        lines += [] if self.rows else nothing(view.say("campaign.none"))
        for row in self.rows:
            lines += _campaign(row, view, width)
        self.write(lines)


def _campaign(row: CampaignRow, view: View, width: int) -> list[Line]:
    sign, tone = SIGNS[row.state]
    state = view.word("campaign_state", row.state)
    when = f"{row.from_day} - {row.until_day}"
    where = " ".join(view.districts.get(one, one) for one in row.districts)
    name = clean(f"{row.name}  {where}".strip())
    edge = width - 2 - cells(state)
    first = Line((Span(3, sign, tone, 3), Span(7, name, "title", max(8, edge - 33)), Span(edge - 25, when, "dim"),
                  Span(edge, state, tone)), "ground", row.id)  # fmt: skip
    share = f"{100 * row.done / (row.planned - row.cancelled):.1f}%" if row.planned > row.cancelled else "-"
    counts = view.say("campaign.counts", planned=row.planned, done=row.done, share=share, no_access=row.no_access,
                      cancelled=row.cancelled, open=row.open)  # fmt: skip
    care = [view.say("campaign.untold", n=row.untold) if row.untold else "",
            view.say("campaign.no_day", n=row.no_day) if row.no_day else ""]  # fmt: skip
    warned = "  ".join(one for one in care if one)
    second = (Span(7, counts, "dim", max(8, width - 10 - cells(warned))), Span(-1 - cells(warned), warned, "amber"))
    return [first, Line(second, "ground")]


class OfCampaigns(ListingScreen[Listed]):
    """What the three lists have in common: the acts on a campaign, and how they are asked and done."""

    BINDINGS = keys.bindings(keys.CAMPAIGNS)
    LAST_HINTS = ("command", "help")

    @property
    def campaign(self) -> CampaignRow | None:
        """The campaign that the keys are about."""
        return None

    async def every_second(self) -> None:
        """Nothing here grows older by the second."""

    def own_hints(self) -> list[Hint]:
        row = self.campaign
        live = row is not None and row.state is not CampaignState.CLOSED
        runs = row is not None and row.state is CampaignState.RUNNING
        acts = (("add", True), ("plan", live and not runs), ("run", live and not runs), ("announce", live),
                ("figures", row is not None), ("close", live))  # fmt: skip
        return self.act_keys("campaign", acts)

    def action_campaign(self, act: str) -> None:
        """An act on the campaign, or a new one."""
        row = self.campaign
        if row is None and act != "add":
            self.no_row()
        elif act == "figures" and row is not None:
            self.app.push_screen(FiguresScreen(row))
        else:
            start(self.app, partial(self._ask, CAMPAIGN_ASKS[act], row, f"campaign.did_{act}"), "acts")

    def action_visit(self, act: str) -> None:
        """An act on the visit under the cursor: only the list of visits has one."""
        self.no_row()

    async def _ask(self, asks: Callable[..., Any], row: Any, said: str) -> None:
        done = await self.ask_and_do(lambda talk: asks(self.host, talk, row))
        if done is not None:
            self.host.say(_said(said, done, self.host.wording))


def _said(key: str, done: Any, say: Callable[..., str]) -> str:
    """What came of an act, in numbers."""
    if isinstance(done, list):
        return say(key, n=len(done))
    known = {name: getattr(done, name, "") for name in ("planned", "placed", "no_day", "days", "late", "name", "day",
                                                        "address")}  # fmt: skip
    return say(key, **{name: clean(str(value)) for name, value in known.items()})


class CampaignsScreen(OfCampaigns[CampaignSheet]):
    """Enter opens the visits of the campaign under the cursor."""

    SHEET = CampaignSheet

    @property
    def listed(self) -> CampaignSheet:
        """The list under its own name."""
        return self.sheet

    @property
    def campaign(self) -> CampaignRow | None:
        return self.listed.chosen

    def read_list(self) -> Sequence[CampaignRow]:
        found: Sequence[CampaignRow] = self.host.desk.look.campaigns().listed(self.host.wall.now())
        return found

    def action_open(self) -> None:
        """Its visits."""
        row = self.campaign
        if row is None:
            self.no_row()
        else:
            self.app.push_screen(VisitsScreen(row))


class VisitSheet(RowSheet[VisitRow]):
    """A line a visit: its day and crew, where, the request on the board, how often it saw nothing."""

    of: CampaignRow | None = None

    def compose_lines(self) -> None:
        view, width, of = view_of(host_of(self)), self.size.width or 80, self.of
        if of is None:
            self.write([Line(ground="focus")])
            return
        count = view.say("campaign.open_of", n=len(self.rows), open=of.open)
        lines = [band(clean(of.name), count)]
        lines += [] if self.rows else nothing(view.say("campaign.no_visits"))
        soon = local_day(view.now + of.notice_ms, view.zone).isoformat()
        self.write([*lines, *(_visit(row, view, width, soon) for row in self.rows)])


def _visit(row: VisitRow, view: View, width: int, soon: str) -> Line:
    """A visit; that nobody was told of it is said from the notice on (`soon`: the last day within it)."""
    late = row.announced_at is None and not row.number and row.day is not None and row.day <= soon
    told = view.say("campaign.not_told") if late else ""
    tries = view.say("campaign.tries", n=row.tries) if row.tries else ""
    flag = view.word("visit_flag", row.flag) if row.flag else ""
    note = "  ".join(one for one in (tries, flag, told) if one)
    number = row.number or "-"
    edge = width - 2 - cells(note)
    where = clean(f"{view.districts.get(row.district, row.district)} {row.address}  {row.caller}")
    return Line((Span(3, row.day or view.say("campaign.day_none"), "title" if row.number else "text", 10),
                 Span(15, clean(row.crew), "dim", 5), Span(21, number, "title" if row.number else "dim", 9),
                 Span(32, where, "text", max(6, edge - 34)), Span(edge, note, "amber" if row.tries or late else "dim")),
                "ground", row.id)  # fmt: skip


class VisitsScreen(OfCampaigns[VisitSheet]):
    """The open visits of one campaign, those on the board first; ``0`` takes down what the inspector tells."""

    SHEET = VisitSheet

    def __init__(self, campaign: CampaignRow) -> None:
        super().__init__()
        self._of = campaign

    @property
    def listed(self) -> VisitSheet:
        """The list under its own name."""
        return self.sheet

    @property
    def campaign(self) -> CampaignRow | None:
        return self._of

    @property
    def request_id(self) -> int | None:
        return self.listed.chosen.request_id if self.listed.chosen is not None else None

    def show_list(self, found: tuple[CampaignRow, tuple[VisitRow, ...]]) -> None:
        self._of, rows = found
        self.listed.of = self._of
        self.listed.show(rows)

    def read_list(self) -> tuple[CampaignRow, tuple[VisitRow, ...]]:
        look = self.host.desk.look.campaigns()
        rows = look.visits(self._of.id, state=VisitState.OPEN, limit=SHOWN)
        return look.one(self._of.id, self.host.wall.now()), tuple(rows)

    def own_hints(self) -> list[Hint]:
        row = self.listed.chosen
        made = row is not None and row.request_id is not None
        ahead = row is not None and not made
        return [*self.act_keys("visit", (("result", made), ("move", ahead), ("drop", ahead))), *super().own_hints()]

    def action_open(self) -> None:
        """The request of the visit."""
        if self.request_id is None:
            self.host.say(self.host.wording("campaign.not_made"))
        else:
            self.app.push_screen(DetailScreen(self.request_id))

    def action_visit(self, act: str) -> None:
        """What the inspector tells of the visit under the cursor, or another day for it, or none."""
        row = self.listed.chosen
        if row is None:
            self.no_row()
        elif act != "result":
            start(self.app, partial(self._ask, VISIT_ASKS[act], row, f"campaign.did_{act}"), "acts")
        elif row.request_id is None:
            self.host.say(self.host.wording("campaign.not_made"))
        else:
            start(self.app, partial(self._result, row.request_id), "acts")

    async def _result(self, request_id: int) -> None:
        if await perform(self.app, "inspect", request_id):
            await self.refill()


TONES = {"overdue": "red", "grade_1": "amber", "stopped": "amber"}
"""A day that has passed is a broken promise; that use is forbidden is something to be minded."""


class FigureSheet(ListSheet):
    """A line a district: coverage, access, hazards; all together below."""

    head = 2
    of: CampaignRow | None = None
    rows: tuple[InspectionFigure, ...] = ()
    NAMES = ("planned", "done", "no_access", "cancelled", "open", "coverage", "access", "once", "twice", "thrice",
             "grade_1", "grade_2", "grade_3", "rectified", "overdue", "stopped")  # fmt: skip
    NARROW = ("planned", "done", "no_access", "open", "coverage", "access", "grade_1", "grade_2", "overdue")

    def show(self, of: CampaignRow, rows: tuple[InspectionFigure, ...]) -> None:
        """Show these."""
        self.of, self.rows = of, rows
        self.compose_lines()

    def compose_lines(self) -> None:
        view, width, of = view_of(host_of(self)), self.size.width or 80, self.of
        if of is None:
            self.write([Line(ground="focus")])
            return
        names = self.NAMES if width >= 12 + 7 * len(self.NAMES) else self.NARROW
        step = (width - 14) // len(names)
        heads = [Span(13 + step * (at + 1) - cells(word), word, "dim")
                 for at, word in enumerate(view.say(f"campaign.figure_{name}") for name in names)]  # fmt: skip
        lines = [band(clean(of.name), f"{of.from_day} - {of.until_day}"), Line(tuple(heads), "ground")]
        for row in self.rows:
            whole = not row.district
            name = view.say("campaign.all") if whole else clean(view.districts.get(row.district, row.district))
            spans = [Span(3, name, "title" if whole else "text", 10)]
            for at, field in enumerate(names):
                value = getattr(row, field)
                text = "-" if value is None else str(value)
                tone = "title" if whole else "text"
                if value and field in TONES:
                    tone = TONES[field]
                spans.append(Span(13 + step * (at + 1) - cells(text), text, tone))
            lines.append(Line(tuple(spans), "ground", row.district or "*"))
        self.write(lines)


class FiguresScreen(OfCampaigns[FigureSheet]):
    """How a campaign stands by district."""

    SHEET = FigureSheet

    def __init__(self, campaign: CampaignRow) -> None:
        super().__init__()
        self._of = campaign

    @property
    def campaign(self) -> CampaignRow | None:
        return self._of

    def show_list(self, found: tuple[InspectionFigure, ...]) -> None:
        self.sheet.show(self._of, found)

    def read_list(self) -> tuple[InspectionFigure, ...]:
        look = self.host.desk.look.campaigns()
        return tuple(look.figures(self.host.wall.now(), campaign=self._of.id))

    def action_open(self) -> None:
        """Its visits."""
        self.app.push_screen(VisitsScreen(self._of))
