"""The alarm strip: the top alarm nobody has acknowledged, always there; without one it says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from textual.strip import Strip

from models.rows import AlarmRow
from models.vocabulary import AlarmState
from screens.format import cells, clean, minutes_seconds, remaining
from screens.glance import Glance
from screens.paint import LineBuilder, late_ground
from screens.view import View
from screens.widgets.alarm_steps import STATE_SIGNS, coming, out_words, rule_words
from screens.widgets.painted import Painted
from screens.widgets.queue_row import SIGNS
from screens.wording import Wording

ROOMY_FROM = 100
"""From this width on words stand two blanks apart and in full."""

SOME_PLACE = 6
"""Cells below which a cut place says nothing."""

GOOD_PLACE = 22
"""Cells that a place is left before anything is said beside the next step."""


def signed_time(alarm: AlarmRow, now: int) -> str:
    """Time left to the breach, or with a minus time since, in the very form that queues and the list have."""
    return remaining(alarm.due_at - now).strip()


@dataclass(frozen=True, slots=True)
class Told:
    """What the strip was told: the last look, the desk's zone and the districts' names."""

    glance: Glance
    zone: str
    districts: Mapping[str, str] = field(default_factory=dict)


class AlarmStrip(Painted):
    """One line or two, above the command line."""

    DEFAULT_CSS = "AlarmStrip { height: 2; width: 1fr; }"

    def __init__(self, wording: Wording, now: Callable[[], int], ack_key: str, all_key: str) -> None:
        super().__init__()
        self.wording, self.now = wording, now
        self.ack_key, self.all_key = ack_key, all_key
        self.told: Told | None = None
        self._written: tuple[object, ...] = ()

    def show(self, told: Told) -> None:
        """Show this."""
        self.told = told
        self.tick()

    def tick(self) -> None:
        """A second has passed."""
        written = tuple(self.paint_line(y) for y in range(self.outer_size.height))
        if written != self._written:
            self._written = written
            self.refresh()

    @property
    def top(self) -> AlarmRow | None:
        """The alarm that the strip's own key acknowledges."""
        return self.told.glance.strip[0] if self.told and self.told.glance.strip else None

    def paint_line(self, y: int) -> Strip:
        told = self.told
        if told is None or told.glance.engine is None:
            return LineBuilder(self.outer_size.width, "band").strip()  # nobody has looked yet: nothing is known
        silence = told.glance.silence(self.now())
        alarms: list[AlarmRow | None] = list(told.glance.strip)
        if silence is not None:
            alarms.insert(0, None)
            if y == 0:
                return self._dead(silence)
        if y < len(alarms) and (alarm := alarms[y]) is not None:
            return self._alarm(alarm, told, first=y == 0 or (y == 1 and silence is not None))
        line = LineBuilder(self.outer_size.width, "band")
        if y == 0:
            sign, tone, words = self._calm(told)
            line.to(3).put(sign, tone)
            room = self.outer_size.width - 2 - self._keys_width(0) - 7
            line.to(7).put(words, tone if tone == "amber" else "text", max(room, 0))
            self._keys(line, 0)
        return line.strip()

    def _calm(self, told: Told) -> tuple[str, str, str]:
        """Sign, tone and words where nothing rings; never green while a rule is out of service."""
        over, rules = told.glance.returned, told.glance.rules
        if rules:
            view = View(self.wording, told.zone, self.now())
            return STATE_SIGNS[AlarmState.OUT_OF_SERVICE], "amber", out_words(rules, view)
        if over:
            return STATE_SIGNS[AlarmState.RETURNED], "text", self.wording("strip.to_see", n=over)
        return "+", "green", self.wording("strip.none")

    def _dead(self, silence: int) -> Strip:
        line = LineBuilder(self.outer_size.width, "block").to(3).put("!!!", "block")
        line.to(7).put(self.wording("strip.engine_dead", time=minutes_seconds(silence)), "title")
        remedy = self.wording("strip.engine_remedy")
        if line.at + 4 + cells(remedy) < self.outer_size.width:
            line.to(self.outer_size.width - 1 - cells(remedy)).put(remedy, "text")
        return line.strip()

    def _alarm(self, alarm: AlarmRow, told: Told, *, first: bool) -> Strip:
        width, view = self.outer_size.width, View(self.wording, told.zone, self.now(), districts=told.districts)
        roomy = width >= ROOMY_FROM
        gap = 2 if roomy else 1
        life = alarm.severity >= 3
        tone = "title" if life else ("red" if alarm.level >= 100 else "amber")
        line = LineBuilder(width, "block" if life else "band")
        ground = line.ground
        if tone == "red":
            line.to(2).ground = late_ground(ground)
        line.to(3).put(SIGNS.get(alarm.severity, ""), tone)
        edge = width - 1 - (self._keys_width(told.glance.unseen) + gap if first else 0)
        step = coming(alarm, view, short=not roomy)
        pieces = self._pieces(alarm, view.now, edge - 7 - gap - cells(step), gap)
        line.to(7 - gap)
        for piece in pieces:
            line.to(line.at + gap).put(piece, tone)
        if line.ground != ground:
            line.to(line.at + 1)
            line.ground = ground
        if alarm.late and roomy:
            step = f"{step}  {self.wording('strip.found_late')}"
        self._place_and_step(line, clean(view.place(alarm.district, alarm.address)), step, edge, gap)
        if first:
            self._keys(line, told.glance.unseen)
        return line.strip()

    def _pieces(self, alarm: AlarmRow, now: int, room: int, gap: int) -> list[str]:
        """State, number, what it is about, signed time and priority; where that leaves no room for the next step,
        what the sign and the list say as well is left out, and the number and the time stay."""
        number = clean(alarm.number)
        named = [
            ("state", self.wording(f"alarm_state.{alarm.state}")),
            ("number", number),
            ("about", rule_words(alarm, self.wording)),
            ("time", signed_time(alarm, now)),
            ("priority", alarm.priority.value if alarm.priority else ""),
        ]
        dispensable = ["state", "priority", *(["about"] if number else [])]
        pieces = [(name, text) for name, text in named if text]
        while dispensable and sum(cells(text) + gap for _, text in pieces) - gap > room:
            away = dispensable.pop(0)
            pieces = [(name, text) for name, text in pieces if name != away]
        return [text for _, text in pieces]

    def _place_and_step(self, line: LineBuilder, place: str, step: str, edge: int, gap: int) -> None:
        """The place gets what the next step leaves, for the step says when it is too late; each a little, or none."""
        room = edge - line.at - gap
        if cells(step) > room - gap - GOOD_PLACE:
            step = step.partition("  ")[0]
        if cells(step) > room:
            step = ""
        for_place = room - (cells(step) + gap if step else 0)
        if for_place >= SOME_PLACE:
            line.to(line.at + gap).put(place, "text", min(for_place, max(cells(place), 24)))
        if step:
            line.to(line.at + gap).put(step, "text")

    def _keys_parts(self, unseen: int) -> list[tuple[str, str]]:
        wide = self.outer_size.width >= 100
        block = bool(self.told and self.told.glance.strip and self.told.glance.strip[0].severity >= 3)
        key = "title" if block else "key"
        parts = []
        if unseen:
            parts += [(self.ack_key, key), (f" {self.wording('strip.ack')}  ", "text")]
        waits = unseen + (self.told.glance.returned if self.told else 0)
        count = self.wording("strip.all", n=waits) if wide else str(waits)
        return [*parts, (self.all_key, key), (f" {count}", "text")]

    def _keys_width(self, unseen: int) -> int:
        return sum(cells(text) for text, _ in self._keys_parts(unseen))

    def _keys(self, line: LineBuilder, unseen: int) -> None:
        line.to(max(line.at + 1, self.outer_size.width - 1 - self._keys_width(unseen)))
        for text, tone in self._keys_parts(unseen):
            line.put(text, tone)
