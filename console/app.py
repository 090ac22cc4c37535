"""The application: it paints its frame first, opens the desk in a thread, follows its journal, and switches modes."""

import asyncio
import gc
import os
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from models.desk.desk import Desk
from models.errors import DeskError, StoreError
from models.goals import goals_with
from models.rows import Seat
from models.vocabulary import Role
from models.wall import WallClock, monotonic_ms
from screens import keys, pace, paint
from screens.background import start
from screens.bell import Sound
from screens.calling import Calling
from screens.feed import PATIENCE, Feed
from screens.glance import Glance
from screens.glancing import Glancing
from screens.greeting import greet
from screens.host import view_of
from screens.key_order import KeyOrder
from screens.messages import Found, Glanced, Lost, Refused, RowsChanged, Said, Stirred
from screens.notices import Notices
from screens.operator import OperatorScreen
from screens.palette import KeyTable
from screens.pasting import reading
from screens.spool import Spool
from screens.theme import PALETTES, family, palette_for, textual_theme, theme_name
from screens.widgets.field import typed_in
from screens.wording import Wording

LONG_AGO = 60_000
OPEN_DEMO = 100
"""The application's answer when the person, for want of a database, asks for the demo."""

ROWS_FIRST = 0.3
"""Seconds that the engine leaves to the first rows."""

LINE_AFTER = 1.0
"""Seconds after the opening of the desk until what reads a typed command is loaded."""

SETTLING = 2.0
"""Seconds after the opening of the desk in which no garbage is looked for."""

RunEngine = Callable[[Desk, Callable[[BaseException], None]], Callable[[], None]]
"""Starts the engine on a desk, telling errors; answers with what stops it."""


class HotlineApp(App[int]):
    """The console of one seat.

    Args:
        open_desk: opens the database; called in a thread after the first frame, and again if the file was lost.
        seat_for: who sits here, or None if that has to be asked.
        wall: the clock by which everything is judged.
        language: ``zh`` or ``en``.
        theme: ``dark``, ``light`` or ``nocolour``; None is dark, or without colour where NO_COLOR says so.
        sixteen: the terminal has sixteen colours; then it is ``ansi``, or ``mono`` without colour.
        slow: the link is slow: less is painted, and less often.
        goals: the utility's own goals, in percent by the name of a clock.
        spool: the folder for typed text that the database does not take; None keeps none.
        start: ``operator``, ``monitor`` or ``wall``.
        engine: starts sweeping; None leaves that to another process.
        create: makes the database if there is none; None offers nothing.
        hangs: it hangs on a wall: nobody is asked for, and a database that cannot be opened is awaited.
        sound: what it lets sound to begin with.
    """

    CSS = "Screen { background: $hl-ground; }"
    BINDINGS = keys.bindings(keys.EVERYWHERE)
    COMMANDS = {KeyTable}
    ENABLE_COMMAND_PALETTE = True
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {}

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        seat_for: Callable[[Desk], Seat | None],
        wall: WallClock,
        language: str = "zh",
        theme: str | None = None,
        start: str = "operator",
        engine: RunEngine | None = None,
        create: Callable[[], object] | None = None,
        sixteen: bool = False,
        slow: bool = False,
        goals: Mapping[str, float] | None = None,
        spool: Path | None = None,
        hangs: bool = False,
        sound: Sound = Sound.ALL,
    ) -> None:
        # NO_COLOR is answered by a palette of our own; Textual's filter would turn red into a grey like any other.
        plain = os.environ.pop("NO_COLOR", None) is not None
        super().__init__()
        self.wording, self.wall, self.spool = Wording(language), wall, Spool(spool)
        self.districts: Mapping[str, str] = {}
        self.desk: Desk | None = None
        self.seat: Seat | None = None
        self._open_desk, self._seat_for, self._engine = open_desk, seat_for, engine
        self._create = create
        self._stop_engine: Callable[[], None] | None = None
        self._first_mode = start
        self._feed: Feed | None = None
        self._last_key = monotonic_ms() - LONG_AGO
        self.spoken = 0
        self._notices = Notices(self, sound)
        self.glancing = Glancing(self, self._notices.follow, partial(self.broadcast, Glanced))
        self._hangs, self._settled = hangs, False
        self.lost: DeskError | None = None
        self.calling = Calling(self)
        self._key_order = KeyOrder(self)
        self.goals = goals_with(goals or {})
        pace.use(slow)
        self.palette_name = palette_for(theme, plain=plain, sixteen=sixteen)
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self._put_on(self.palette_name)

    def get_driver_class(self) -> type[Driver]:
        """Textual's, reading pastes as text."""
        return reading(super().get_driver_class())

    # Opening

    async def on_mount(self) -> None:
        """The frame first, then the database."""
        await self.switch_mode(self._first_mode)
        self._notices.begin()
        self.glancing.begin()
        self.calling.begin()
        self.say(self.wording("line.opening"))
        self.call_after_refresh(self.run_worker, self._begin(), group="desk")

    async def _begin(self) -> None:
        try:
            desk = await self._desk_or_offer()
            if desk is None:
                return
            seat = await asyncio.to_thread(self._seat_for, desk)
            self._feed = Feed(desk.seen_by(seat), self._heard, self._open_again)
            await self._adopt(self._feed.desk)
        except DeskError as error:
            self.refuse(error)
            if self._hangs:
                self._miss(error)
                self.set_timer(PATIENCE, partial(start, self, self._begin, "desk"))
            return
        finally:
            self.set_timer(SETTLING, self._settle)
        self.seat = seat if seat is not None or self._hangs else await self._ask_who(desk)
        if seat is None and self.seat is not None:
            self._feed.desk = desk.seen_by(self.seat)
            await self._adopt(self._feed.desk)
        if self.seat is not None:
            await greet(self, desk, self.seat)
            self.look_again()  # whose it is was not known at the first look
        self.broadcast(Glanced)
        self.calling.look()
        self.set_timer(LINE_AFTER, self._furnish_line)
        await self._feed.follow()

    async def _settle(self) -> None:
        """Load the form beside the loop, for whoever rings next must not wait for it; then look for garbage."""
        if not self._settled:
            self._settled = True
            await asyncio.to_thread(import_module, "screens.intake")
            collect_again()

    async def _furnish_line(self) -> None:
        """What reads the line after the colon is loaded beside the loop, before the first colon asks for it."""
        await asyncio.to_thread(_load_line)

    async def _desk_or_offer(self) -> Desk | None:
        """The opened desk; without a database: make one here, look at the demo, or leave."""
        try:
            return await asyncio.to_thread(self._open_desk)
        except StoreError as error:
            if error.code != "store.missing" or self._create is None:
                raise
            self.refuse(error)
        from screens.dialogs import Choose, Option

        options = [Option(way, self.wording(f"welcome.{way}"), "") for way in ("create", "demo", "quit")]
        way = await self.push_screen_wait(Choose(view_of(self), self.wording("welcome.title"), options))
        if way == "create":
            await asyncio.to_thread(self._create)
            return await asyncio.to_thread(self._open_desk)
        self.exit(OPEN_DEMO if way == "demo" else 0)
        return None

    async def _adopt(self, desk: Desk) -> None:
        """Work on this desk from now on: engine, names, the first look, and every screen reads anew."""
        self.desk, self.lost = desk, None
        await self._name_districts()
        self.broadcast(Found)  # rows are looked for first; the counts over all that is open take longer
        await self.glancing.look()
        self.set_timer(ROWS_FIRST, self._start_engine)

    def _start_engine(self) -> None:
        """Start sweeping, unless the desk was left meanwhile."""
        if self._engine is not None and self.desk is not None and self._stop_engine is None:
            self._stop_engine = self._engine(self.desk, self._engine_failed)

    async def _ask_who(self, desk: Desk) -> Seat | None:
        people = [one for one in await asyncio.to_thread(desk.look.operators) if not one.retired]
        if not people:
            self.say(self.wording("seat.none"))
            return None
        from screens.dialogs import Choose, Option

        options = [Option(one.login, one.name, " ".join(one.roles)) for one in people]
        login = await self.push_screen_wait(Choose(view_of(self), self.wording("seat.title"), options))
        if login is None:
            self.exit(1)
            return None
        seat: Seat | None = await asyncio.to_thread(desk.look.seat_by_login, login)
        return seat

    def _open_again(self) -> Desk:
        return self._open_desk().seen_by(self.seat)

    async def _name_districts(self) -> None:
        desk = self.desk
        if desk is not None:
            pairs = await asyncio.to_thread(desk.look.districts)
            self.districts = {} if self.wording.lang == "zh" else short_names(pairs)

    # What is heard

    def _heard(self, message: Message) -> None:
        """From the feed: one path for my keys, yours and the engine's."""
        match message:
            case RowsChanged():
                self.calling.follow(message.lines)
                self.broadcast(RowsChanged, message.ids, message.lines)
                self.look_again()
            case Stirred():
                self.look_again()
            case Lost():
                why = self.wording.error(message.error)
                self.say(self.wording("line.lost", why=why))
                self._miss(message.error)
                self._end_engine()
            case Found():
                self.run_worker(self._found_again(), group="desk-again")

    def _miss(self, error: DeskError) -> None:
        """The database cannot be used: every screen may say so in its own way."""
        self.lost = error
        self.broadcast(Lost, error)

    async def _found_again(self) -> None:
        if self._feed is not None:
            await self._adopt(self._feed.desk)
            self.calling.look()
            self.say(self.wording("line.back"))

    def broadcast(self, kind: Callable[..., Message], *given: Any) -> None:
        """Post a message of its own to every screen that is open."""
        for screen in self.screen_stack:
            screen.post_message(kind(*given))

    def look_again(self) -> None:
        """Read the frame's facts again, one reading at a time."""
        self.glancing.look_again()

    def _engine_failed(self, error: BaseException) -> None:
        """Called in the engine's thread."""
        why = self.wording.error(error) if isinstance(error, DeskError) else f"{type(error).__name__}: {error}"
        self.call_from_thread(self.say, self.wording("line.engine_error", why=why))

    def _end_engine(self) -> None:
        stop, self._stop_engine = self._stop_engine, None
        if stop is not None:
            self.run_worker(asyncio.to_thread(stop), group="engine")

    async def on_unmount(self) -> None:
        """Let the engine's running round end, and the database be closed."""
        stop, self._stop_engine = self._stop_engine, None
        if stop is not None:
            await asyncio.to_thread(stop)
        self.spool.close()
        if self.desk is not None:
            await asyncio.to_thread(self.desk.store.close)

    # Services for the screens

    async def on_event(self, event: events.Event) -> None:
        """Notes when a key was last pressed: rows move only while the hand rests."""
        if isinstance(event, events.Key | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp):
            self._last_key = monotonic_ms()
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self._key_order.holds(event):
            target = self._key_order.target
            await super().on_event(event)
            self._key_order.follow(event, target)

    @property
    def glance(self) -> Glance:
        """The last look at everything that the frame shows."""
        return self.glancing.now

    @property
    def idle_ms(self) -> int:
        """How long no key was pressed."""
        return monotonic_ms() - self._last_key

    def say(self, text: str) -> None:
        """Show a sentence on the line under the strip."""
        self.spoken += 1
        self.screen.post_message(Said(text))

    def refuse(self, error: DeskError) -> None:
        """Show there why something was not done."""
        self.screen.post_message(Refused(error))

    @cached_property
    def memory(self) -> Any:
        """What this console remembers of its own hand."""
        from screens.memory import Memory

        return Memory()

    @property
    def marked(self) -> frozenset[int]:
        """The requests that are marked."""
        return frozenset(self.memory.marks.ids) if "memory" in vars(self) else frozenset()

    @property
    def sound(self) -> Sound:
        """What this console lets sound."""
        return self._notices.sound

    def stir(self) -> None:
        """Something was written from here."""
        if self._feed is not None:
            self._feed.hurry()

    # Keys that work everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While somebody types, letters are text; a screen on a wall lets few keys through."""
        if typed_in(self.focused) and action in keys.hand_keys():
            return False
        if any(action not in getattr(screen, "ONLY_ACTIONS", (action,)) for screen in self.screen_stack):
            return False
        return super().check_action(action, parameters)

    async def action_new(self) -> None:
        """Take the call that rings, or one without a telephone; also while the database is being opened.

        The caller was answered when the key was pressed.
        """
        from screens.intake import IntakeScreen

        if not isinstance(self.screen, IntakeScreen):
            await self.push_screen(IntakeScreen(ring=self.calling.take()))

    async def action_calls(self, typed: str = "") -> None:
        """The list of calls: waiting, to be called back, and those of the day; only those that `typed` is found in."""
        from screens.call_list import list_calls

        if self.desk is None or self.seat is None:
            self.say(self.wording("line.opening"))
        else:
            self.run_worker(list_calls(self, typed), group="acts")

    async def action_alarms(self) -> None:
        """The alarm list, or back from it."""
        from screens.alarms import AlarmsScreen

        if isinstance(self.screen, AlarmsScreen):
            self.pop_screen()
        elif self.desk is not None:
            await self.push_screen(AlarmsScreen())
        else:
            self.say(self.wording("line.opening"))

    async def action_help(self) -> None:
        """Every key."""
        from screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            await self.push_screen(HelpScreen(view_of(self)))

    async def action_other_mode(self) -> None:
        """From the console to the monitor and back."""
        await self.switch_mode("monitor" if self.current_mode == "operator" else "operator")

    async def action_language(self) -> None:
        """The other language."""
        await self.action_speak(None)

    async def action_speak(self, language: str | None) -> None:
        """Chinese or English, at once; the other one if none is named."""
        self.wording.switch(language)
        await self._name_districts()
        self._repaint()
        self.say(self.wording("language.now"))

    def action_sound(self) -> None:
        """All alarms sound, or life safety only; a supervisor may mute that too, and every header says so."""
        may = self.seat is not None and self.seat.may(Role.SUPERVISOR)
        self._notices.sound = self.sound.following(may_silence=may)
        self.say(self.wording(f"sound.{self.sound.value}"))
        self.broadcast(Glanced)

    def action_next_theme(self) -> None:
        """Dark, light, without colour; with sixteen colours, with and without."""
        names = family(self.palette_name)
        self._put_on(names[(names.index(self.palette_name) + 1) % len(names)])
        self._repaint()
        self.say(self.wording("theme.now", name=self.wording(f"theme.{self.palette_name}")))

    def _put_on(self, name: str) -> None:
        self.palette_name = name
        paint.use(PALETTES[name])
        self.theme = theme_name(PALETTES[name])

    def _repaint(self) -> None:
        for screen in self.screen_stack:
            repaint = getattr(screen, "repaint", None)
            if callable(repaint):
                repaint()
            for widget in screen.walk_children():
                if isinstance(widget, Widget):
                    widget.refresh()
            screen.refresh(layout=True)


def short_names(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Districts in English, as short as still tells them apart."""
    english = {zh: en or zh for zh, en in pairs}
    for length in range(1, 9):
        short = {zh: en[:length] for zh, en in english.items()}
        if len(set(short.values())) == len(set(english.values())):
            return short
    return english


def _monitor() -> Screen[Any]:
    from screens.monitor import MonitorScreen

    return MonitorScreen()


def _wall() -> Screen[Any]:
    from screens.wall import WallScreen

    return WallScreen()


HotlineApp.MODES = {"operator": OperatorScreen, "monitor": _monitor, "wall": _wall}


def collect_again() -> None:
    """Look for garbage from now on, but never again among what was loaded to start."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _load_line() -> None:
    from screens import command_desk

    command_desk.furnish()
