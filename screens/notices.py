"""The terminal's title, a notice on the desk and the bell, when the top alarm changes."""

from typing import Any

from textual.app import App

from models.rows import AlarmRow
from screens.format import clean, cut
from screens.host import host_of
from screens.widgets.alarm_strip import rule_words
from screens.widgets.queue_row import SIGNS

LONGEST = 120


class Notices:
    """Says outside the screen what the alarm strip says on it, once for each new top alarm."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._told: tuple[int, int] | None = None

    def follow(self, top: AlarmRow | None) -> None:
        """Tell if the top alarm is another one, or the same one has risen."""
        mark = (top.id, top.level) if top else None
        if mark == self._told:
            return
        self._told = mark
        say = host_of(self._app).wording
        if top is None:
            self.write(title_code(say("notice.title_calm")))
            return
        rule = rule_words(top, say)
        title = say("notice.title_alarm", sign=SIGNS.get(top.severity, "!"), number=top.number, rule=rule)
        body = say("notice.body", number=top.number, rule=rule, place=f"{top.district} {top.address}")
        self.write(title_code(title) + notice_code(say("notice.title_calm"), body))
        self._app.bell()

    def write(self, codes: str) -> None:
        """Through the driver, so that nothing is written into the middle of a frame."""
        driver = self._app._driver
        if driver is not None and not driver.is_headless:
            driver.write(codes)


def harmless(text: str) -> str:
    """Nothing a caller said may end a terminal's code early or begin another."""
    return cut(clean(text).replace(";", ","), LONGEST)


def title_code(text: str) -> str:
    """OSC 0: icon and window title."""
    return f"\x1b]0;{harmless(text)}\x07"


def notice_code(title: str, body: str) -> str:
    """OSC 9 and OSC 777, each understood by other terminals."""
    return f"\x1b]9;{harmless(body)}\x07\x1b]777;notify;{harmless(title)};{harmless(body)}\x07"
