"""The door for a telephone system: events as lines of JSON, from stdin or at a local socket."""

import json
import os
import signal
import socket
import socketserver
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from console.calls import call_facts
from console.refusals import Misuse
from console.render import Page, plain
from models.errors import DeskError, NotAllowed
from models.telephone import read_event

LONGEST_LINE = 64_000
"""Bytes of one event; a longer line is refused and the connection closed."""


def answer_to(desk: Any, line: str) -> dict[str, Any]:
    """What an event came to: its call, or why it was refused. A blank line is no event."""
    try:
        row = desk.calls.heard(read_event(line))
    except DeskError as error:
        return {"ok": False, "code": error.code, "error": error.what, "remedy": error.remedy}
    return {"ok": True} | dict(plain(call_facts(row)))


def take_events(desk: Any, lines: Iterable[str], page: Page) -> bool:
    """Take events line by line, or one list of them; every one is answered on stdout. True if none was refused."""
    whole = True
    for line in events(lines):
        told = answer_to(desk, line)
        whole = whole and bool(told["ok"])
        page.stream([told])
        page.flush()
    return whole


def events(lines: Iterable[str]) -> Iterator[str]:
    """The events among the lines; an object spread over several lines is put together."""
    pending = ""
    for line in lines:
        if pending and _state(pending + line) is None and _state(line) is not None:
            yield pending  # what began there was never an event; this line may be one
            pending = ""
        pending += line
        if not pending.strip():
            pending = ""
        elif _state(pending) is not False:
            yield pending
            pending = ""
    if pending.strip():
        yield pending


def _state(text: str) -> bool | None:
    """True: a whole event. False: more lines may make it one. None: nothing can."""
    if not text.lstrip().startswith("{") or len(text) > LONGEST_LINE:
        return None
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return False if error.pos >= len(text.rstrip()) else None
    except RecursionError:
        return None
    return True


def serve(desk: Any, place: Path, page: Page) -> None:
    """Listen at `place` until SIGTERM or Ctrl+C.

    Raises:
        NotAllowed: somebody listens there already, or something else lies there.
        Misuse: this system has no local sockets, or the path is too long for one.
    """
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: told.set())
    door = Door(desk, place)
    try:
        page.talk(f"Listening at {place}.")
        told.wait()
    finally:
        door.close()


class Door:
    """A local socket that takes events; every connection has a thread of its own, every event its transaction."""

    def __init__(self, desk: Any, place: Path) -> None:
        self.place = place
        _free(place)
        before = os.umask(0o177)
        try:
            self._server = _Server(str(place), desk)
        except OSError as error:
            raise Misuse(
                "call.socket",
                f"Nobody can listen at {place} ({error.strerror or error}).",
                "Name a shorter path in a folder of yours with --socket.",
                path=str(place),
            ) from error
        finally:
            os.umask(before)
        place.chmod(0o600)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more, and leave nothing behind."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with suppress(FileNotFoundError):
            self.place.unlink()


def _free(place: Path) -> None:
    """Take away the socket of one who is gone; refuse the place of one who is there."""
    if not hasattr(socket, "AF_UNIX"):
        raise Misuse("call.no_sockets", "This system has no local sockets.", "Use: hotline call push")
    try:
        found = place.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise NotAllowed("call.not_a_socket", f"{place} is there already and is no socket.", "Name another path.",
                         path=str(place))  # fmt: skip
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
        try:
            trial.connect(str(place))
        except OSError:  # nobody answers: whoever made it is gone
            place.unlink()
            return
    raise NotAllowed("call.listening", f"Somebody listens at {place} already.", "Use that one, or name another path.",
                     path=str(place))  # fmt: skip


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, place: str, desk: Any) -> None:
        self.desk = desk
        super().__init__(place, _Visitor)


class _Visitor(socketserver.StreamRequestHandler):
    """One connection: a line in, a line out."""

    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError):
            while line := self.rfile.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    self._say({"ok": False, "code": "call.too_long", "error": "That line is too long.", "remedy": ""})
                    return
                if line.strip():
                    self._say(answer_to(self.server.desk, line.decode("utf-8", "replace")))

    def _say(self, told: dict[str, Any]) -> None:
        self.wfile.write((json.dumps(told, ensure_ascii=False) + "\n").encode())
        self.wfile.flush()
