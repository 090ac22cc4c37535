"""A terminal with a stopwatch: runs a program in a pseudo-terminal, answers its questions, measures what it does.

Chunks are stamped when they are read and emulated only afterwards, so that the emulator's cost is in no figure.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

import psutil
import pyte

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
    "enter": "\r", "escape": "\x1b", "ctrl+q": "\x11", "f4": "\x1bOS", "f5": "\x1b[15~",
}  # fmt: skip

ASKED = re.compile(
    rb"\x1b\[0?c|\x1b\[>0?c|\x1b\[>0?q|\x1b\[6n|\x1b\[5n|\x1b\[\?u|\x1b\[\?(?P<mode>\d+)\$p"
    rb"|\x1b\]1(?P<ink>[01]);\?(?:\x07|\x1b\\)"
)
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c", b"\x1b[0c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>1;10;0c", b"\x1b[>0c": b"\x1b[>1;10;0c",
    b"\x1b[>q": b"\x1bP>|bench 1\x1b\\", b"\x1b[>0q": b"\x1bP>|bench 1\x1b\\", b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"\x1b[1;1R", b"\x1b[?u": b"",
}  # fmt: skip
FOREIGN = re.compile(
    rb"\x1b\[[<>=][0-9;:]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]|\x1b\[[0-9;]* [a-z]|\x1bP.*?\x1b\\"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[0-9;]*[nstru]|\x1b\[[0-9;]*t",
    re.S,
)
"""Sequences that the emulator would print instead of swallowing."""
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<>=?$ !]*|[\]P][^\x07\x1b]*\x1b?)?$")
FRAME_ENDS = b"\x1b[?2026l"


class Terminal:
    """One program on one screen. A context manager: leaving ends the program.

    Args:
        command: the program and its arguments.
        size: columns and rows.
        more: environment beyond a plain UTF-8 terminal's.
    """

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (120, 40), **more: str) -> None:
        self.columns, self.rows = size
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._held, self._asking = b"", b""
        self.bytes = 0
        self.begun = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            self._become(command, more)
        self._measure(self._fd)
        os.set_blocking(self._fd, False)
        self.process = psutil.Process(self.pid)

    def _become(self, command: Sequence[str], more: Mapping[str, str]) -> None:
        self._measure(0)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        for name in ("LINES", "COLUMNS", "TMUX", "STY", "NO_COLOR"):
            kept.pop(name, None)
        plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        try:
            os.execvpe(command[0], list(command), kept | plain | more)
        finally:
            os._exit(127)

    def _measure(self, fd: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for name in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, name)
            except ProcessLookupError:
                break
            until = time.perf_counter() + 3
            while time.perf_counter() < until:
                self.read(0.05)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._fd)
                    return
        os.close(self._fd)

    def write(self, key: str) -> None:
        """Press a key by name, or type text."""
        left = KEYS.get(key, key).encode()
        while left:
            try:
                left = left[os.write(self._fd, left) :]
            except BlockingIOError:
                self.read(0.01)

    def read(self, wait: float) -> tuple[float, bytes] | None:
        """The next chunk with the moment it came, or None after `wait` seconds of silence; answers what it asks."""
        if not select.select([self._fd], [], [], max(0.0, wait))[0]:
            return None
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            time.sleep(min(wait, 0.05))
            return None
        at = time.perf_counter()
        self.bytes += len(data)
        self._answer(data)
        return at, data

    def _answer(self, data: bytes) -> None:
        text, end = self._asking + data, 0
        for asked in ASKED.finditer(text):
            end = asked.end()
            if asked["mode"]:
                reply = b"\x1b[?%s;%d$y" % (asked["mode"], 2 if asked["mode"] == b"2026" else 0)
            elif asked["ink"]:
                colour = b"ffff/ffff/ffff" if asked["ink"] == b"0" else b"0000/0000/0000"
                reply = b"\x1b]1%s;rgb:%s\x1b\\" % (asked["ink"], colour)
            else:
                reply = ANSWERS[asked[0]]
            if reply:
                os.write(self._fd, reply)
        rest = text[end:]
        cut = rest.rfind(b"\x1b")
        self._asking = rest[cut:] if cut >= 0 and len(rest) - cut < 32 else b""

    def show(self, data: bytes) -> None:
        """Bring the emulated screen up to date."""
        text = self._held + data
        half = UNFINISHED.search(text)
        self._held = text[half.start() :] if half else b""
        self._stream.feed(FOREIGN.sub(b"", text[: half.start()] if half else text))

    def settle(self, quiet: float = 0.06, limit: float = 2.0) -> float | None:
        """Read until `quiet` seconds pass without a byte; the moment of the last one, or None if none came."""
        until, last = time.perf_counter() + limit, None
        while time.perf_counter() < until:
            chunk = self.read(quiet)
            if chunk is None:
                break
            last = chunk[0]
            self.show(chunk[1])
        return last

    def wait_for(self, pattern: str, limit: float = 60.0) -> float | None:
        """Milliseconds from the start until the screen showed `pattern`; None if it never did."""
        wanted, until = re.compile(pattern), time.perf_counter() + limit
        while time.perf_counter() < until:
            chunks = []
            while (chunk := self.read(0.02 if chunks else 0.5)) is not None:
                chunks.append(chunk)
            found = None
            for at, data in chunks:
                self.show(data)
                if found is None and wanted.search(self.text()):
                    found = (at - self.begun) * 1000
            if found is not None:
                return found
        return None

    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self.screen.display)

    def cpu_ms(self) -> float:
        """CPU milliseconds used so far by the program and its children."""
        people = [self.process, *self.process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in people) * 1000

    def memory_mb(self) -> float:
        """Resident megabytes of the program and its children."""
        people = [self.process, *self.process.children(recursive=True)]
        return sum(one.memory_info().rss for one in people) / 2**20

    def press(self, keys: Sequence[str], quiet: float = 0.06) -> tuple[float, float]:
        """CPU milliseconds and bytes a key, over `keys` pressed one after another, each repaint awaited."""
        self.settle(quiet)
        cpu, sent = self.cpu_ms(), self.bytes
        for key in keys:
            self.write(key)
            self.settle(quiet, 1.0)
        return (self.cpu_ms() - cpu) / len(keys), (self.bytes - sent) / len(keys)
