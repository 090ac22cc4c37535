"""The adapter for Asterisk: follows its manager interface with panoramisk, and tells the desk what it hears.

A lost connection is sought again every few seconds; what ended meanwhile is told as soon as it is back. The state of
the connection is on record in the file, so that every console shows it.
"""

import asyncio
import logging
import os
import queue
import signal
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from console.refusals import Misuse
from console.render import Page
from models.asterisk import Dialogue
from models.errors import DeskError, NotFound
from models.telephone import CallEvent

PORT = 5038
AGAIN_S = 2
"""Seconds between two attempts to reach it."""

PULSE_S = 20.0
"""Seconds between two signs that the connection stands."""

KNOWN = ("host", "port", "user", "secret")
SECRET = "HOTLINE_ASTERISK_SECRET"


@dataclass(frozen=True, slots=True)
class Exchange:
    """How to reach the manager interface of an Asterisk."""

    host: str
    port: int
    user: str
    secret: str

    def __repr__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}"


def manager_of(
    written: Mapping[str, Any], *, host: str = "", port: int = 0, user: str = "",
    environ: Mapping[str, str] = os.environ,
) -> Exchange:  # fmt: skip
    """Options before the table ``[telephone]`` of the settings; the secret from there or from the environment.

    Raises:
        Misuse: something is lacking, or the table says what means nothing.
    """
    allowed = ", ".join(KNOWN)
    for key, value in written.items():
        if key not in KNOWN or not isinstance(value, int if key == "port" else str):
            raise Misuse("settings.telephone", f"What the settings say of {key} under [telephone] means nothing.",
                         f"It may say {allowed}.", path="settings.toml", key=key, allowed=allowed)  # fmt: skip
    secret = environ.get(SECRET) or str(written.get("secret", ""))
    if secret.startswith("${") and secret.endswith("}"):
        secret = environ.get(secret[2:-1], "")
    made = Exchange(host or str(written.get("host", "")), port or int(written.get("port", PORT)),
                   user or str(written.get("user", "")), secret)  # fmt: skip
    missing = ", ".join(name for name in ("host", "user", "secret") if not getattr(made, name))
    if missing:
        remedy = "Write it under [telephone] in the settings file, or give the options."
        raise Misuse("asterisk.settings", f"How to reach Asterisk is not said: {missing} lacking.", remedy,
                     missing=missing)  # fmt: skip
    return made


def follow(desk: Any, manager: Exchange, page: Page) -> int:
    """Follow it until SIGTERM or Ctrl+C; the exit code: 1 if it does not take the secret.

    Raises:
        NotFound: the library is not installed.
    """
    try:
        from panoramisk import Manager as Line  # type: ignore[import-untyped]
    except ImportError as error:
        raise NotFound("asterisk.missing", "The library for Asterisk is not installed.",
                       "Install it: pip install 'hotline-console[asterisk]'") from error  # fmt: skip
    for name in ("panoramisk", "panoramisk.manager", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False  # what it says comes as sentences of ours
    return asyncio.run(_Follower(desk, manager, page, Line).run())


class _Follower:
    """One connection, and a thread in which the desk is told in the order of the events."""

    def __init__(self, desk: Any, manager: Exchange, page: Page, line: Any) -> None:
        self.desk, self.manager, self.page, self.line = desk, manager, page, line
        self.dialogue = Dialogue()
        self.events: queue.Queue[CallEvent | None] = queue.Queue()
        self.ended = asyncio.Event()
        self.up: bool | None = None
        self.before: frozenset[str] = frozenset()
        self.code = 0
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.ended.set)
        teller = threading.Thread(target=self._tell, name="hotline-asterisk")
        teller.start()
        made = self.line(
            loop=loop, host=self.manager.host, port=self.manager.port, username=self.manager.user,
            secret=self.manager.secret, reconnect_timeout=AGAIN_S, on_disconnect=self._lost, on_login=self._logged_in,
        )  # fmt: skip
        made.register_event("*", self._hear)
        try:
            await self._stay(made)
        finally:
            made.reconnect_timeout = 10**6
            made.close()
            self.events.put(None)
            await asyncio.to_thread(teller.join)
            await asyncio.to_thread(self._state, "off")
        return self.code

    async def _stay(self, made: Any) -> None:
        """Connect, watch that the login is taken, and give a sign from time to time."""
        made.connect()
        waited = 0.0
        while not self.ended.is_set():
            try:
                async with asyncio.timeout(0.5):
                    await self.ended.wait()
            except TimeoutError:
                waited += 0.5
            if self._refused(made):
                self.page.talk(f"Asterisk at {self.manager} does not take this user and secret. Correct the settings.")
                self.code = 1
                return
            if not self.up and self.up is not False and waited >= AGAIN_S:
                self._lost(made, None)
            elif self.up and waited >= PULSE_S:
                waited = 0.0
                await asyncio.to_thread(self._state, "up")

    def _refused(self, made: Any) -> bool:
        """Was the login answered, and not with yes?"""
        return bool(made._connected and made.authenticated_future is None and not made.authenticated
                    and made.protocol is not None)  # fmt: skip

    def _logged_in(self, made: Any) -> None:
        self.up = True
        self.page.talk(f"Connected to Asterisk at {self.manager}.")
        self._later(self._catch_up(made))

    def _later(self, job: Coroutine[Any, Any, None]) -> None:
        """Do this beside everything else."""
        task = asyncio.ensure_future(job)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _catch_up(self, made: Any) -> None:
        """What ended while nobody listened."""
        await asyncio.to_thread(self._state, "up")
        before, self.before = self.before, frozenset()
        if not before:
            return
        answer = await made.send_action({"Action": "CoreShowChannels"}, as_list=True)
        alive = {one.get("Linkedid", "") for one in answer} if isinstance(answer, list) else set()
        for event in self.dialogue.only(before, alive):
            self.events.put(event)

    def _lost(self, made: Any, why: BaseException | None) -> None:
        if self.up is not False and not self.ended.is_set():
            self.up = False
            self.before = frozenset(self.dialogue.calls)
            self.page.talk(f"The connection to Asterisk at {self.manager} is lost; it is sought again.")
            self._later(asyncio.to_thread(self._state, "down"))

    def _hear(self, made: Any, message: Any) -> None:
        for event in self.dialogue.hear(message):
            self.events.put(event)

    def _tell(self) -> None:
        """In a thread of its own: one event after the other; one that is refused does not hold up the next."""
        while (event := self.events.get()) is not None:
            try:
                self.desk.calls.heard(event)
            except DeskError as error:
                self.page.talk(f"Call {event.call}: {error.what} {error.remedy}")

    def _state(self, state: str) -> None:
        try:
            self.desk.calls.linked(state, str(self.manager.host))
        except DeskError as error:
            self.page.talk(f"{error.what} {error.remedy}")
