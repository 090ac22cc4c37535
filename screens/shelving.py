"""Two facts in one line: how long an alarm lies on the shelf and why; until when a rule is out of service and why."""

import re
import unicodedata
from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widgets import Input, Static

from models.ladder import OUT_AT_MOST, SHELF
from models.wall import HOUR, MINUTE
from screens.dialogs import AskLine
from screens.instants import read_instant
from screens.view import View
from screens.widgets.field import Field

_SPAN = re.compile(r"\+?\s*(\d{1,4})\s*(hours?|hrs?|h|时|小时|minutes?|mins?|min|m|分钟|分)?(?![\w:])\s*")
_GLUED = re.compile(r"\+?\s*(\d{1,4})\s*(小时|时|分钟|分)")
"""Chinese is written without a blank between the span and the reason."""

_HOURS = ("h", "时", "小")


def read_shelving(text: str) -> tuple[int, str] | None:
    """``(minutes, reason)`` of ``30 waiting for parts``, ``2h parts``, ``45分 等配件``; None if no span comes first."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _SPAN.match(plain) or _GLUED.match(plain)
    if found is None:
        return None
    number, unit = int(found[1]), (found[2] or "").lower()
    return number * (HOUR // MINUTE if unit.startswith(_HOURS) else 1), plain[found.end() :].strip(" ,，:：")


def read_until(text: str, now: int, zone: str) -> tuple[int, str] | None:
    """``(instant, reason)`` of ``18:00 channel under repair``, ``+2h ...``, ``11-25 09:00 ...``, ``明天 9:00 ...``."""
    words = unicodedata.normalize("NFKC", text).split()
    for taken in (2, 1):
        if len(words) >= taken:
            at = read_instant(" ".join(words[:taken]), now, zone)
            if at is not None:
                return at, " ".join(words[taken:])
    return None


class AskShelving(AskLine):
    """Minutes and reason; what is understood stands below while it is typed. Answers ``minutes`` and ``reason``."""

    def __init__(self, view: View, alarm: str, severity: int) -> None:
        most = view.wording.span(SHELF[severity] * MINUTE)
        super().__init__(view, view.say("ask.shelve", alarm=alarm, most=most), view.say("ask.shelve_line"))

    def recall(self, answer: Mapping[str, str]) -> None:
        super().recall({"text": f"{answer['minutes']} {answer['reason']}"})

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Static(self.view.say("ask.shelve_forms"), id="understood", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is understood."""
        self.query_one("#understood", Static).update(self.understood(event.value) or self.view.say("ask.shelve_forms"))

    def understood(self, text: str) -> str:
        """The end and the reason in words; nothing if no span comes first."""
        read = read_shelving(text)
        if read is None:
            return ""
        at = self.view.clock(self.view.now + read[0] * MINUTE)
        return self.view.say("ask.shelve_understood", minutes=read[0], at=at, reason=read[1] or "..")

    def action_answer(self) -> None:
        read = read_shelving(self.query_one("#blank-text", Field).value)
        if read is None:
            self.complain(self.view.say("ask.shelve_forms"))
        elif not read[1]:
            self.complain(self.view.say("ask.missing", label=self.view.say("ask.reason")))
        else:
            self.answer({"minutes": str(read[0]), "reason": read[1]})


class AskRule(AskLine):
    """Until when and why. Answers ``until`` (epoch ms) and ``reason``."""

    def __init__(self, view: View, title: str) -> None:
        super().__init__(view, f"{title}  {view.say('ask.at_most', most=view.wording.span(OUT_AT_MOST))}",
                         view.say("ask.rule_line"))  # fmt: skip

    def recall(self, answer: Mapping[str, str]) -> None:
        super().recall({"text": f"{self.view.clock(int(answer['until']))} {answer['reason']}"})

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Static(self.view.say("ask.rule_forms"), id="understood", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is understood."""
        read = read_until(event.value, self.view.now, self.view.zone)
        words = self.view.say("ask.understood", at=self.view.clock(read[0])) if read else ""
        self.query_one("#understood", Static).update(words or self.view.say("ask.rule_forms"))

    def action_answer(self) -> None:
        read = read_until(self.query_one("#blank-text", Field).value, self.view.now, self.view.zone)
        if read is None:
            self.complain(self.view.say("ask.rule_forms"))
        elif not read[1]:
            self.complain(self.view.say("ask.missing", label=self.view.say("ask.reason")))
        else:
            self.answer({"until": str(read[0]), "reason": read[1]})
