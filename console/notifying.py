"""The sender: tells outside what waits in the outbox, in threads of its own beside the sweep, outside any transaction.

A channel that hangs keeps only itself waiting: each has a thread, and each message a process with a limit of time.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace

from console.channels import PHONE, Channel, Outside, outside_of
from console.notice_words import Desk as Named
from console.notice_words import message, phone_of
from console.sending import LIMIT_S, OK, Carrier
from console.settings import Settings
from models.desk.desk import Desk
from models.errors import Conflict, DeskError, Invalid, StoreError
from models.outbox import Notice, batch, verdict
from models.rows import Seat
from models.vocabulary import Audience, NoticeState
from models.wall import MINUTE

TICK_S = 1.0
GRACE_S = 2.0
"""How long a message under way may take once the program is to end."""

NO_PHONE = "no_phone"
Tell = Callable[[BaseException], None]


class Sender:
    """Follows the outbox of one desk and serves the channels of one settings file; any number may run.

    Args:
        on_error: told what goes wrong beside the channels themselves, from a thread of the sender's.
        limit_s: seconds that one message may take.
    """

    def __init__(self, desk: Desk, outside: Outside, on_error: Tell, *, limit_s: float = LIMIT_S) -> None:
        self._desk, self._outside, self._on_error, self._limit_s = desk, outside, on_error, limit_s
        self._routes = outside.routes
        self._told = {audience for route in self._routes for audience in route.audiences}
        self._told |= {Audience.LEADERS for route in self._routes if route.leaders}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="hotline-sender", daemon=True)
        self._pool = ThreadPoolExecutor(max(1, len(self._routes)), thread_name_prefix="hotline-channel")
        self._busy: dict[str, Future[None]] = {}
        self._carriers: dict[str, Carrier] = {}
        self._tidied: int | None = None

    def start(self) -> None:
        """Tell what is wrong with the settings, and follow the outbox from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Start nothing more; what is under way has a moment to end, and is recorded either way."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        wait(self._busy.values(), GRACE_S)
        for carrier in list(self._carriers.values()):
            carrier.stop()
        self._pool.shutdown(wait=True)

    def turn(self) -> None:
        """One look at the outbox; every channel that is free and has something to tell gets to work."""
        now = self._desk.wall.now()
        outbox = self._desk.look.outbox()
        self._tidy(now)
        if not outbox.is_due(now, self._told):
            return
        notices = outbox.due(now, self._told)
        over = [one.id for one in notices if verdict(self._routes, one, now)[0] is not NoticeState.WAITING]
        if over:
            self._desk.notices.settle(self._routes, over)
        for channel in self._outside.channels:
            if channel.name in self._busy and not self._busy[channel.name].done():
                continue
            chosen = batch(channel.route, notices, now, self._desk.zone)
            if chosen:
                work = self._pool.submit(self._deliver, channel, [one.id for one in chosen])
                work.add_done_callback(self._look_at)
                self._busy[channel.name] = work

    def join(self) -> None:
        """Wait until every channel is idle."""
        wait(self._busy.values())

    def _follow(self) -> None:
        for fault in self._outside.faults:
            self._on_error(fault)
        while self._routes and not self._ended.wait(TICK_S):
            try:
                self.turn()
            except DeskError as error:
                self._on_error(error)

    def _tidy(self, now: int) -> None:
        """Once a minute: what lay for a day is no news any more, whomever it was for."""
        if self._tidied is None or not 0 <= now - self._tidied < MINUTE:
            stale = self._desk.look.outbox().stale(now)
            self._tidied = now
            if stale:
                self._desk.notices.settle(self._routes, stale)

    def _look_at(self, work: Future[None]) -> None:
        error = work.exception()
        if error is not None:
            self._on_error(error)

    def _deliver(self, channel: Channel, ids: Sequence[int]) -> None:
        """Claim, send, record: the three steps of one message."""
        claimed = self._desk.notices.claim(channel.route, ids)
        if claimed:
            self._record(claimed, self._carry(channel, claimed))

    def _carry(self, channel: Channel, notices: Sequence[Notice]) -> str:
        if PHONE in channel.url and not phone_of(notices[0]):
            return NO_PHONE
        carrier = Carrier(message(channel, notices, named(self._desk), self._desk.wall.now()), self._limit_s)
        self._carriers[channel.name] = carrier
        try:
            return carrier.run()
        finally:
            del self._carriers[channel.name]

    def _record(self, notices: Sequence[Notice], said: str) -> None:
        """Keep at it while the file cannot be written: what is not on record would be told again."""
        tries = [one.attempts[-1].id for one in notices]
        while True:
            try:
                self._desk.notices.record(tries, self._routes, ok=said == OK, said=said)
                return
            except StoreError as error:
                self._on_error(error)
                if self._ended.wait(TICK_S):
                    return


def send_test(desk: Desk, seat: Seat, channel: Channel, to: str = "") -> Notice:
    """Send a test over one channel (one to callers: to the phone `to`), put it on record, and return it.

    Raises:
        NotAllowed: this seat may not. Invalid: nobody to send it to. Conflict: the channel did not take it.
    """
    if PHONE in channel.url and not any(sign.isdigit() for sign in to):
        raise Invalid("notify.no_number", f"The channel {channel.name} is for callers.", "Give one of your own: --to",
                      name=channel.name)  # fmt: skip
    notice = replace(desk.notices.test(seat, channel.route), phone=to)
    said = Carrier(message(channel, [notice], named(desk), desk.wall.now())).run()
    desk.notices.record([notice.attempts[-1].id], [channel.route], ok=said == OK, said=said)
    if said != OK:
        raise Conflict("notify.undelivered", f"The channel {channel.name} did not take the message ({said}).",
                       "Look at its address and at the other end.", name=channel.name, said=said)  # fmt: skip
    sent: Notice | None = desk.look.outbox().one(notice.id)
    assert sent is not None
    return sent


def named(desk: Desk) -> Named:
    """The desk as messages name it."""
    return Named(desk.name, desk.zone, desk.drill, dict(desk.look.districts()))


def run_sender(desk: Desk, settings: Settings, on_error: Tell) -> Callable[[], None]:
    """Tell what is wrong with the channels of the settings, and serve the others; the answer stops it."""
    outside = outside_of(settings)
    if not outside.channels and not outside.faults:
        return _nothing
    sender = Sender(desk, outside, on_error)
    sender.start()
    return sender.stop


def _nothing() -> None:
    """There was nothing to start."""
