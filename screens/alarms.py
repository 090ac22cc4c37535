"""The alarm list: what waits for a person first; below it the story of the alarm under the cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import ComposeResult

from models.rows import AlarmCounts, AlarmRow, MajorRow, QueueRow, RuleOutRow
from models.vocabulary import Act, AlarmState, Role, Rule
from models.wall import monotonic_ms
from screens import keys
from screens.acts import acknowledge
from screens.alarm_acts import SHELVABLE
from screens.background import start
from screens.detail import DetailScreen
from screens.format import cells
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.view import View
from screens.widgets.alarm_lines import (
    WAITING,
    Folding,
    GroupRef,
    RuleRef,
    alarm_head,
    alarm_lines,
    group_of,
)
from screens.widgets.alarm_steps import STATE_SIGNS, Beside, out_words, rule_words, scope_words
from screens.widgets.alarm_story import alarm_title, group_told, rule_told, story_head, story_of, told_lines
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet
from screens.widgets.sheet import Line, Sheet, Span

STORY_LINES = 9
"""Lines of the story, with its band, where the height allows."""

SHORT_STORY = 4
"""Its lines on a low screen; Tab gives it half of any."""

TO_DO, AWAY, ALL = "todo", "away", "all"
SHOWN: Mapping[str, tuple[AlarmState, ...] | None] = {
    TO_DO: (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED, AlarmState.ACKNOWLEDGED),
    AWAY: (AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE),
    ALL: None,
}
"""What can be shown, in the order in which one key brings it: the states, or everything."""

LIMIT = 500
"""Alarms that are listed; more than that nobody reads."""

ONE_BY_ONE = ("shelf", "shelve", "unshelve")
"""What is done to one alarm, never to a group of them."""

READ_LEAST = 500
"""Milliseconds between two readings, however much is written."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """The list as it was read, with the requests it is about and what hides or reports some of them."""

    rows: tuple[AlarmRow, ...] = ()
    requests: Mapping[int, QueueRow] = ()  # type: ignore[assignment]
    counts: AlarmCounts | None = None
    rules: tuple[RuleOutRow, ...] = ()
    incidents: Mapping[int, str] = ()  # type: ignore[assignment]
    majors: Mapping[int, MajorRow] = ()  # type: ignore[assignment]

    @property
    def beside(self) -> Beside:
        """What other tables say of the alarms."""
        return Beside(self.rules, dict(self.incidents))

    @property
    def flood(self) -> bool:
        """Are there more new alarms than a person can read?"""
        return self.counts is not None and self.counts.flood_from is not None


def read_alarms(desk: Any, shown: str) -> Alarms:
    """Alarms and all that is told beside them in one go, for a thread."""
    look, states = desk.look, SHOWN[shown]
    rows = tuple(look.alarms(all=states is None, limit=LIMIT, states=states))
    return Alarms(
        rows,
        look.rows({row.request_id for row in rows if row.request_id}),
        look.alarm_counts(),
        look.rules_out(),
        {row.id: row.number for row in look.incidents()},
        {row.request_id: row for row in look.majors()},
    )


class AlarmSheet(ListSheet):
    """Groups and alarms; the column heads stay."""

    head = 2

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.found = Alarms()
        self.shown = TO_DO
        self.opened: frozenset[GroupRef] = frozenset()

    @property
    def chosen(self) -> AlarmRow | None:
        """The alarm under the cursor; of a group, the gravest."""
        if isinstance(self.ref, GroupRef):
            return next(iter(self.alike), None)
        return next((row for row in self.found.rows if row.id == self.ref), None)

    def following(self, alarm_id: int) -> int | None:
        """The next alarm below that waits for a person, or the next above."""
        state = {row.id: row.state for row in self.found.rows}
        refs = [line.ref for line in self.lines if isinstance(line.ref, int)]
        here = refs.index(alarm_id) if alarm_id in refs else 0
        return next((ref for ref in [*refs[here + 1 :], *reversed(refs[:here])] if state.get(ref) in WAITING), None)

    @property
    def alike(self) -> list[AlarmRow]:
        """The alarms of the group under the cursor."""
        return [row for row in self.found.rows if group_of(row) == self.ref]

    @property
    def rule(self) -> RuleOutRow | None:
        """The rule out of service under the cursor."""
        return next((row for row in self.found.rules if RuleRef(row.rule, row.clock, row.kind) == self.ref), None)

    def toggle(self) -> None:
        """Open the group under the cursor, or close it."""
        if isinstance(self.ref, GroupRef):
            self.opened = self.opened ^ {self.ref}
            self.compose_lines()

    def show(self, found: Alarms, shown: str = TO_DO) -> None:
        """Show this list."""
        self.found, self.shown = found, shown
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        found, width = self.found, self.size.width or 80
        rules = () if self.shown == TO_DO else found.rules
        lines = [self.band(view, width), alarm_head(width, view)]
        lines += alarm_lines(
            found.rows, view, width, gaps=self.size.height > len(found.rows) + 12, beside=found.beside,
            folding=Folding(found.flood, self.opened), rules=rules,
        )  # fmt: skip
        if not found.rows and not rules:
            lines += self.calm(view)
        self.write(lines)

    def calm(self, view: View) -> list[Line]:
        """What stands where no alarm does; never in green while a rule is out of service."""
        said = view.say("alarms.none_away" if self.shown == AWAY else "alarms.none")
        if not self.found.rules:
            why = Line((Span(7, view.say("alarms.none_why"), "dim"),), "ground")
            return [Line(ground="ground"), Line((Span(3, "+", "green"), Span(7, said)), "ground"), why]
        out = Span(7, out_words(self.found.rules, view), "amber")
        sign = Span(3, STATE_SIGNS[AlarmState.OUT_OF_SERVICE], "amber")
        return [Line(ground="ground"), Line((sign, Span(7, said)), "ground"), Line((out,), "ground")]

    def band(self, view: View, width: int) -> Line:
        """What waits, how many there are, what does not ring, whether there is a flood; right, what is shown."""
        found = self.found
        waiting = sum(row.state in WAITING for row in found.rows)
        counts = found.counts
        if counts is not None and self.shown == AWAY:
            waiting = counts.unseen + counts.returned
        total = view.say("alarms.total", n=f"{len(found.rows)}+" if len(found.rows) >= LIMIT else len(found.rows))
        pieces = [
            (view.say("alarms.title"), "title"),
            (view.say("alarms.to_do", n=waiting), "title" if waiting else "dim"),
        ]
        if found.flood:
            pieces.append((view.say("alarms.flood"), "amber"))
        pieces.append((total, "dim"))
        if counts is not None and width >= 72:
            away = ((AlarmState.SHELVED, counts.shelved), (AlarmState.SUPPRESSED, counts.suppressed),
                    (AlarmState.OUT_OF_SERVICE, len(found.rules)))  # fmt: skip
            pieces += [(f"{STATE_SIGNS[state]} {view.word('alarm_state', state)} {n}", "dim") for state, n in away if n]
        which = view.say(f"alarms.shown_{self.shown}")
        spans, at = [Span(-1 - cells(which), which, "dim"), Span(-3 - cells(which), "f", "key")], 1
        for text, tone in pieces:
            if at + cells(text) + cells(which) + 4 <= width:
                spans.append(Span(at, text, tone))
                at += cells(text) + 2
        return Line(tuple(spans), "focus")


class StorySheet(Sheet, can_focus=False):
    """What happened to one alarm, and what comes next."""

    head = 1

    def __init__(self, list: AlarmSheet, *, id: str) -> None:
        super().__init__(id=id)
        self.list = list

    def compose_lines(self) -> None:
        self.write(self.told(view_of(host_of(self))))

    def told(self, view: View) -> list[Line]:
        """The story of the alarm, the group or the rule under the cursor of the list."""
        found, row = self.list.found, self.list.chosen
        if isinstance(self.list.ref, GroupRef) and row is not None:
            title = f"{rule_words(row, view.wording, whole=False)}  {view.place(row.district, '')}"
            return [story_head(title, view), *group_told(self.list.alike, view)]
        if self.list.rule is not None:
            title = scope_words(self.list.rule, view)
            return [story_head(title, view), *told_lines(rule_told(self.list.rule, view))]
        if row is None:
            return [story_head("", view)]
        about = row.request_id or 0
        request, major = dict(found.requests).get(about), dict(found.majors).get(about)
        return [story_head(alarm_title(row, view), view), *story_of(row, request, view, found.beside, major)]


class AlarmsScreen(ListingScreen[AlarmSheet]):
    """The list, its cursor on an alarm that stays under it while the list lives."""

    SHEET = AlarmSheet
    BINDINGS = keys.bindings(keys.ALARMS)

    def __init__(self) -> None:
        super().__init__()
        self.shown = TO_DO
        self.tall_story = False
        self.stale, self.read_at = True, 0

    def compose_middle(self) -> ComposeResult:
        yield from super().compose_middle()
        self.story = StorySheet(self.sheet, id="alarm-story")
        yield self.story

    def place(self) -> None:
        self.on_resize()
        super().place()

    def on_resize(self) -> None:
        """The story has its place only where the list keeps enough of its own."""
        height = self.app.size.height
        usual = STORY_LINES if height >= 34 else SHORT_STORY
        self.story.styles.height = max(usual, (height - 4) // 2) if self.tall_story else usual

    async def refill(self) -> None:
        if self.host.desk is not None:
            self.stale, self.read_at = False, monotonic_ms()
            await super().refill()

    def read_list(self) -> Alarms:
        return read_alarms(self.host.desk, self.shown)

    def show_list(self, found: Alarms) -> None:
        self.sheet.show(found, self.shown)

    def tell(self) -> None:
        """The story follows the cursor."""
        self.story.compose_lines()
        super().tell()

    async def others_wrote(self) -> None:
        """Somebody changed something: alarms rise and clear with it; a storm is read twice a second."""
        self.stale = True
        if monotonic_ms() - self.read_at >= READ_LEAST:
            await self.refill()

    async def every_second(self) -> None:
        if self.stale:
            await self.refill()
        await super().every_second()
        if self.paints:
            self.story.compose_lines()

    def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """A second click opens the request."""
        self.action_open()

    @property
    def request_id(self) -> int | None:
        row = self.sheet.chosen
        return row.request_id if row and not isinstance(self.sheet.ref, GroupRef) else None

    def repaint(self) -> None:
        super().repaint()
        self.story.compose_lines()
        self.story.refresh()

    def hints(self) -> list[Hint]:
        say, row = self.host.wording, self.sheet.chosen
        state = row.state if row is not None else ""
        group = isinstance(self.sheet.ref, GroupRef)
        shelved = state == AlarmState.SHELVED
        able = (shelved or state in SHELVABLE) and not group
        mine = [
            Hint("a", say("key.act.acknowledge"), state in WAITING and not group),
            Hint("g", say("key.alarms.group"), state in WAITING),
            Hint("Enter", say("key.alarms.fold" if group else "key.open"), row is not None),
            Hint("z", say("key.alarms.unshelve" if shelved else "key.alarms.shelve"), able),
            Hint("f", say("key.alarms.filter")),
            Hint("w", say("key.alarms.rule"), self.may_rule),
            Hint("e", say("key.act.major"), self.request_id is not None),
            Hint("y", say("key.act.receipt"), self.request_id in dict(self.sheet.found.majors)),
            Hint("Tab", say("key.alarms.story")),
            Hint("Esc", say("key.back")),
        ]
        return [*mine, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    @property
    def may_rule(self) -> bool:
        """May this seat take rules out of service?"""
        return self.host.seat is not None and self.host.seat.may(Role.SUPERVISOR)

    @property
    def alarm(self) -> AlarmRow | None:
        return self.sheet.chosen

    # Keys

    async def action_perform(self, act: str) -> None:
        """To acknowledge is about the alarm under the cursor, every other act about its request."""
        row = self.sheet.chosen
        if act == Act.ACKNOWLEDGE and isinstance(self.sheet.ref, GroupRef):
            self.host.say(self.host.wording("line.use_group"))
            return
        if act == Act.ACKNOWLEDGE and row is not None:
            await self.until_asked(start(self.app, partial(self._acknowledge, row), "acts"))
            return
        await super().action_perform(act)

    async def _acknowledge(self, row: AlarmRow) -> None:
        """The alarm goes to those that were seen; the cursor goes on to the next that waits."""
        following = self.sheet.following(row.id)
        if await acknowledge(self.app, alarm_id=row.id) and following is not None and self.sheet.ref == row.id:
            self.sheet.select(following)
            self.tell()

    async def action_filter(self) -> None:
        """What is to do; what is put away; everything; and round again."""
        order = list(SHOWN)
        self.shown = order[(order.index(self.shown) + 1) % len(order)]
        before = self.sheet.ref
        await self.refill()
        if self.sheet.ref != before:
            self.sheet.step(-LIMIT)

    def action_story(self) -> None:
        """The story takes half of the screen, or its few lines again."""
        self.tall_story = not self.tall_story
        self.on_resize()

    async def action_alarm(self, verb: str) -> None:
        """On a rule of the list, the rule is meant."""
        rule = self.sheet.rule
        if isinstance(self.sheet.ref, GroupRef) and verb in ONE_BY_ONE:
            self.host.say(self.host.wording("line.use_group"))
        elif verb == "rule" and rule is not None:
            await self.begin_alarm(verb, None, None, rule=rule.rule)
        else:
            await super().action_alarm(verb)

    def action_open(self) -> None:
        """Open the alarm's request, or a group."""
        if isinstance(self.sheet.ref, GroupRef):
            self.sheet.toggle()
            self.tell()
        elif self.sheet.chosen is not None and self.sheet.chosen.figure is not None:
            from screens.goal_sheet import show_goal

            start(self.app, partial(show_goal, self.app, self.sheet.chosen.figure.goal), "acts")
        elif self.sheet.chosen is not None and self.sheet.chosen.rule == Rule.CALL_BACKS_LATE:
            start(self.app, partial(self.enter, "aftercare"), "acts")
        elif self.request_id is None:
            self._open_draft()
        else:
            self.app.push_screen(DetailScreen(self.request_id))

    def _open_draft(self) -> None:
        """An alarm about a call that was never saved leads to that call; other alarms without a request to none."""
        row = self.sheet.chosen
        if row is None or row.rule != Rule.DRAFT_WAITS:
            self.no_row()
            return
        from screens.own_acts import go_on_with

        start(self.app, partial(go_on_with, self, row.subject), "acts")

    def action_next_pane(self) -> None:
        """There is one list only."""
        self.sheet.focus()
