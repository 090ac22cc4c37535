"""One message through one channel, in a process of its own: apprise is loaded there, and its delays stay there.

The address goes in by a pipe, never on a command line. What comes back is a word from a closed list, never a text of
apprise's: its own lines may quote the address.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

LIMIT_S = 20
"""Seconds after which a message that no channel has taken is given up, whatever it waits for."""

OK, NO_ANSWER, NO_CONNECTION, NOT_UNDERSTOOD, NOT_TAKEN, NOT_STARTED, STOPPED = (
    "ok", "no_answer", "no_connection", "not_understood", "not_taken", "not_started", "stopped",
)  # fmt: skip
_NUMBER = re.compile(r"error[ =:(]+(\d{3})\b", re.IGNORECASE)
_UNREACHED = re.compile(r"connection error", re.IGNORECASE)
_LATE = re.compile(r"timed? ?out", re.IGNORECASE)
_COMMAND = (sys.executable, "-P", "-m", "console.sending")


@dataclass(frozen=True, slots=True)
class Message:
    """What one send carries; `grade` is ``info``, ``warning`` or ``failure``."""

    url: str = field(repr=False)
    title: str
    body: str
    grade: str = "info"


class Carrier:
    """A process that carries one message. It ends with this process, with its limit, or when it is stopped."""

    def __init__(self, message: Message, limit_s: float = LIMIT_S) -> None:
        self._message, self._limit_s = message, limit_s
        self._stopped = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def run(self) -> str:
        """Send, and answer with a word: ``ok``, ``error_503``, ``no_answer`` …"""
        try:
            self._process = _start()
        except OSError:
            return NOT_STARTED
        if self._stopped.is_set():
            self._process.kill()
        told, late = _ask(self._process, {"message": asdict(self._message)}, self._limit_s)
        if isinstance(told, str):
            return told
        return STOPPED if self._stopped.is_set() else NO_ANSWER if late else NOT_STARTED

    def stop(self) -> None:
        """Give the message up now."""
        self._stopped.set()
        if self._process is not None and self._process.poll() is None:
            self._process.kill()


def understood(urls: Sequence[str]) -> list[bool] | None:
    """Which of these addresses apprise can make a channel of; None if apprise cannot be loaded."""
    told, _ = _ask(_start(), {"check": list(urls)}, LIMIT_S)
    return [bool(one) for one in told] if isinstance(told, list) else None


def _start() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        start_new_session=True,  # Ctrl+C ends the program, not a message that is almost through
    )  # fmt: skip


def _ask(process: "subprocess.Popen[str]", question: Any, limit_s: float) -> tuple[Any, bool]:
    """The answer to one question, or None if the process ended without one; and whether its time had run out.

    Its input stays open until then: that is how it knows that somebody waits.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    alarm = threading.Timer(limit_s, end)
    alarm.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        line = ""
    finally:
        alarm.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
    return (json.loads(line) if line.endswith("\n") else None), late.is_set()


# From here on: what happens in the other process.


def main() -> None:
    """Answer one question on stdin with one line on stdout; end at once when whoever asked is gone."""
    if hasattr(os, "nice"):
        os.nice(5)
    question = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer = _check(question["check"]) if "check" in question else _send(Message(**question["message"]))
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def _check(urls: Sequence[str]) -> list[bool]:
    import apprise

    return [apprise.Apprise.instantiate(url) is not None for url in urls]


def _send(message: Message) -> str:
    import logging

    import apprise

    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log = logging.getLogger("apprise")
    log.addHandler(Ear())
    log.setLevel(logging.DEBUG)
    asset = apprise.AppriseAsset(app_id="Hotline", app_desc="Hotline", app_url="")
    channel = apprise.Apprise.instantiate(message.url, asset=asset)
    if channel is None:
        return NOT_UNDERSTOOD
    del said[:]
    taken = channel.notify(body=message.body, title=message.title, notify_type=message.grade,
                           body_format=apprise.NotifyFormat.TEXT)  # fmt: skip
    return OK if taken else reason(said)


def reason(said: Sequence[str]) -> str:
    """Why a message was not taken, as a word: nothing that was said is passed on but an error's number."""
    text = "\n".join(said)
    number = _NUMBER.search(text)
    if number:
        return f"error_{number[1]}"
    return NO_ANSWER if _LATE.search(text) else NO_CONNECTION if _UNREACHED.search(text) else NOT_TAKEN


if __name__ == "__main__":
    main()
