"""The terminal's title, a notice on the desk and the bell: what the alarm strip says, said outside the screen."""

from functools import partial
from typing import Any

from textual.app import App

from models.rows import AlarmRow
from screens.bell import AGAIN, PATTERNS, Heard, Sound, insists, is_news, mark_of, sounds
from screens.format import clean, cut
from screens.glance import Glance
from screens.host import host_of
from screens.widgets.alarm_steps import rule_words
from screens.widgets.queue_row import SIGNS

LONGEST = 120


class Notices:
    """Says outside the screen what the strip says on it: once for each news, and life safety until it is seen."""

    def __init__(self, app: App[Any], sound: Sound = Sound.ALL) -> None:
        self._app = app
        self._top: AlarmRow | None = None
        self._told: Heard | None = None
        self._unseen = 0
        self._dead = False
        self.sound = sound

    def begin(self) -> None:
        """From now on life safety that nobody has acknowledged is repeated."""
        self._app.set_interval(AGAIN, self.again)

    def follow(self, glance: Glance) -> None:
        """Tell if the top alarm is another one, or the same one has risen, come back, or gone a step up."""
        top = glance.strip[0] if glance.strip else None
        before, unseen_before = self._top, self._unseen
        self._top, self._unseen = top, glance.unseen
        mark = mark_of(top) if top else None
        if mark == self._told:
            return
        self._told = mark
        say = host_of(self._app).wording
        if top is None:
            self.write(title_code(say("notice.title_calm")))
            return
        rule = rule_words(top, say)
        about = clean(top.number or top.subject)
        title = title_code(say("notice.title_alarm", sign=SIGNS.get(top.severity, "!"), number=about, rule=rule))
        if not is_news(top, before, glance.unseen, unseen_before):
            self.write(title)
            return
        body = say("notice.body", number=about, rule=rule, place=f"{top.district} {top.address}")
        loud = top.severity >= 3 or not glance.flood
        self.write(title + (notice_code(say("notice.title_calm"), body) if loud else ""))
        self.ring(top.severity, flood=glance.flood)

    def again(self) -> None:
        """Life safety rings until somebody has seen it; an engine that fell silent is told once."""
        host = host_of(self._app)
        if insists(self._top):
            self.ring(3, flood=False)
        silence = host.glance.silence(host.wall.now())
        if silence is not None and not self._dead:
            say = host.wording
            self.write(notice_code(say("notice.title_calm"), say("notice.engine_dead")))
            self.ring(3, flood=False)
        self._dead = silence is not None

    def ring(self, severity: int, *, flood: bool) -> None:
        """The pattern of a severity, unless it is not to sound."""
        if sounds(severity, self.sound, flood=flood):
            for seconds in PATTERNS[max(1, min(3, severity))]:
                if seconds:
                    self._app.set_timer(seconds, partial(self._app.bell))
                else:
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
