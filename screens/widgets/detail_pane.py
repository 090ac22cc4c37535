"""The pane beside or over the queue: shows one request, reads it again when it changes, grows older with it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.message import Message

from models.errors import DeskError
from models.rows import ActChoice, CategoryRow, ClusterRow, MajorRow, RequestDetail, Seat
from models.vocabulary import LIVE, Act, AlarmState
from screens import pace
from screens.background import start
from screens.format import clean
from screens.host import host_of, view_of
from screens.keys import act_keys
from screens.next_step import NEXT_STEP, STEP, in_detail, next_step
from screens.widgets.alarm_story import major_lines
from screens.widgets.detail_again import offer_lines
from screens.widgets.detail_lines import detail_lines, head_line
from screens.widgets.sheet import BLANK, Line, Sheet, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A request as it was read, and what this seat could do to it then."""

    detail: RequestDetail
    choices: tuple[ActChoice, ...]
    major: MajorRow | None = None
    cluster: ClusterRow | None = None
    categories: tuple[CategoryRow, ...] = ()
    """What its story names; read only if it was ever called something else."""
    foretold: tuple[Any, ...] = ()
    """What is foretold of its clocks (`models.prediction.Prediction`)."""


def read_request(desk: Any, seat: Seat | None, request_id: int, now: int) -> Reading:
    """Detail and choices in one go, for a thread."""
    from screens.alarm_asks import MAJOR_FLAG, alarm_choices
    from screens.finish_asks import FINISH_ASKS
    from screens.inspection_asks import INSPECT_ASKS
    from screens.own_asks import OWN_ASKS, worth_saying
    from screens.plain_asks import ASKS
    from screens.voice_asks import voice_choices

    choices = desk.look.choices(request_id, seat, now) if seat is not None else ()
    detail = desk.look.detail(request_id, seat)
    shown = (*ASKS, *OWN_ASKS, *FINISH_ASKS, *INSPECT_ASKS, Act.ASSIGN, Act.EDIT)
    known = (choice for choice in worth_saying(in_detail(detail, choices)) if choice.act in shown)
    major = desk.look.major_of(request_id) if MAJOR_FLAG in detail.flags else None
    cluster = desk.look.again().cluster_of(request_id, now) if detail.row.status in LIVE else None
    acts = (*waiting(detail), *known, *alarm_choices(detail), *voice_choices(detail))
    renamed = any(line.act == Act.RECLASSIFY for line in detail.journal)
    categories = tuple(desk.look.categories()) if renamed else ()
    foretold = desk.look.predictions().of([request_id], now).get(request_id, ())
    return Reading(detail, acts, major, cluster, categories, foretold)


def possible(choices: Sequence[ActChoice]) -> frozenset[str]:
    """The acts that can be done now; ``step`` among them if a crew has a next step."""
    able = {choice.act for choice in choices if choice.why_not is None}
    return frozenset(able | ({STEP} if able & set(NEXT_STEP.values()) else set()))


ROOMY_FROM = 40
"""From this height on the clocks stand apart."""


def keys_for(detail: RequestDetail) -> dict[str, str]:
    """The key of each act; the crew's next step has one key, whatever it is."""
    keys = act_keys()
    return keys | {next_step(detail): keys[STEP]} if STEP in keys else keys


def waiting(detail: RequestDetail) -> tuple[ActChoice, ...]:
    """To acknowledge is possible while an alarm of the request waits for it."""
    unseen = any(alarm.state in (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED) for alarm in detail.alarms)
    return (ActChoice(Act.ACKNOWLEDGE.value),) if unseen else ()


class DetailPane(Sheet):
    """Shows one request; :meth:`show` is all that its screen need call."""

    BINDINGS = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "leaf(-1)", show=False),
        Binding("pagedown", "leaf(1)", show=False),
        Binding("home", "leaf(-1000)", show=False),
        Binding("end", "leaf(1000)", show=False),
    ]
    head = 1

    class Read(Message):
        """A request was read: what can be done to it is known."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.request_id: int | None = None
        self.reading: Reading | None = None
        self.trouble = ""
        self._age = 0

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        self.compose_lines()

    def show(self, request_id: int | None) -> None:
        """Show this request from now on, or none."""
        if request_id != self.request_id:
            self.request_id, self.reading, self.trouble, self.top = request_id, None, "", 0
            self.compose_lines()
        if request_id is not None:
            start(self, partial(self._read, request_id), "detail", exclusive=True)

    def reload(self) -> None:
        """Read the request again: somebody changed it."""
        self.show(self.request_id)

    async def _read(self, request_id: int) -> None:
        host = host_of(self)
        if host.desk is None:
            return
        try:
            reading = await asyncio.to_thread(read_request, host.desk, host.seat, request_id, host.wall.now())
        except DeskError as error:
            self.trouble = host.wording.error(error)
        else:
            if request_id != self.request_id:
                return
            self.reading, self.trouble = reading, ""
        self.compose_lines()
        self.post_message(self.Read())
        if host.desk.look.predictions().stale(host.wall.now()):
            start(self, self._learn, "learn")

    async def _learn(self) -> None:
        """Read the history of which predictions are made, then the request again."""
        host = host_of(self)
        try:
            await asyncio.to_thread(host.desk.look.predictions().learn, host.wall.now())
        except DeskError as error:
            host.refuse(error)
        else:
            self.reload()

    def tick(self) -> None:
        """Growing older needs no database: the lines are made again, those that differ are painted."""
        self._age += 1
        if self.reading is not None and self.watched and pace.paints(self._age):
            self.compose_lines()

    @property
    def watched(self) -> bool:
        """Is anybody looking? A hidden pane does not tick."""
        return self.display and self.screen.is_current and self.size.width > 0

    def compose_lines(self) -> None:
        host = host_of(self)
        row = self.reading.detail.row if self.reading else None
        view = view_of(host)
        known = self.reading.categories if self.reading else ()
        names = {one.code: view.named(one.zh, one.en) for one in known}
        if row is not None:
            view = view_of(host, names | {row.category: view.named(row.category_zh, row.category_en)})
        if self.reading is None:
            key = "detail.none" if self.request_id is None else "detail.loading"
            words = view.say("detail.gone", why=self.trouble) if self.trouble else view.say(key)
            self.write(
                [Line(ground="focus" if self.has_focus else "band"), BLANK, Line((Span(2, clean(words), "dim"),))]
            )
            return
        detail, choices = self.reading.detail, self.reading.choices
        also = host.glance.presence.get(detail.row.id, ())
        width = self.size.width or 80
        mine = host.seat.initials if host.seat else ""
        others = [clean(name) for name in also if name != mine]
        lines = [head_line(detail, view, others, self.has_focus, width)]
        lines += major_lines(self.reading.major, view)
        lines += offer_lines(self.reading.cluster, view)
        lines += detail_lines(detail, choices, keys_for(detail), view, width,
                              roomy=self.size.height >= ROOMY_FROM, foretold=self.reading.foretold)  # fmt: skip
        self.write(lines)

    def on_focus(self) -> None:
        self.compose_lines()

    def on_blur(self) -> None:
        self.compose_lines()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_lines(by)

    def action_leaf(self, by: int) -> None:
        """Scroll by pages."""
        self.scroll_lines(by * self.page)
