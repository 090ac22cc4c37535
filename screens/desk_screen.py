"""A screen of the desk: in its frame, with its line, and the keys that act on requests and alarms everywhere."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from textual.worker import Worker

from models.rows import AlarmRow
from screens.background import start
from screens.other_rooms import OtherRooms
from screens.typing_line import TypingScreen
from screens.widgets.queue_table import QueueTable

WITHOUT_ALARM = ("rule",)
"""What can be done also where no alarm is under the cursor."""


class DeskScreen(OtherRooms, TypingScreen):
    """The frame and its line, with every key that works wherever a request or an alarm is under the cursor."""

    async def action_end_call(self) -> None:
        """Say what became of the last call."""
        from screens.call_list import wrap_up_last

        if self.host.desk is not None and self.host.seat is not None:
            await self.until_asked(start(self.app, partial(wrap_up_last, self.app), "acts"))

    async def action_perform(self, act: str) -> None:
        """Do an act to the request that the keys are about, or to all that are marked."""
        from screens.memory import ONE_BY_ONE

        if self.host.marked and act not in ONE_BY_ONE:
            await self.start_marked(act, {})
            return
        if self.request_id is None:
            self.no_row()
            return
        await self.start_act(act, self.request_id)

    def no_row(self) -> None:
        """The key is about a request, and there is none under the cursor."""
        self.host.say(self.host.wording("line.no_row" if self.host.desk else "line.opening"))

    async def action_explain(self) -> None:
        """Show how the clocks of the request that the keys are about come to their figures."""
        if self.request_id is None:
            self.no_row()
            return
        from screens.acts import explain

        worker = self.app.run_worker(explain(self.app, self.request_id), group="acts", exit_on_error=True)
        await self.until_asked(worker)

    async def explain_one(self, text: str) -> None:
        """Explain the clocks of the request that was named."""
        rows = await self.read_async(text)
        if len(rows) != 1:
            self.found_nothing(text)
            return
        from screens.acts import explain

        await self.until_asked(self.app.run_worker(explain(self.app, rows[0].id), group="acts", exit_on_error=True))

    async def start_act(self, act: str, request_id: int, said: Mapping[str, Any] | None = None) -> None:
        """Begin an act, and wait until its question can take what was typed ahead."""
        from screens.acts import perform

        job = perform(self.app, act, request_id, said=said)
        await self.until_asked(self.app.run_worker(job, group="acts", exit_on_error=True))

    async def start_marked(self, act: str, said: Mapping[str, Any]) -> None:
        """Begin an act on all that are marked."""
        from screens.bulk import perform_marked

        job = partial(perform_marked, self.app, act, self.host.memory.marks.ids, said)
        await self.until_asked(start(self.app, job, "acts"))

    async def action_repeat(self) -> None:
        """Do the last act once more, to the request that the keys are about."""
        from screens.repeating import repeat

        await repeat(self)

    async def action_mark(self) -> None:
        """Mark the request under the cursor, or take its mark away, and go on to the next."""
        if self.request_id is None:
            self.no_row()
            return
        self.host.memory.marks.toggle(self.request_id)
        self.show_marked()
        await self.run_action("move(1)")

    async def mark_all(self, text: str) -> None:
        """Mark every request that a filter means."""
        from screens.repeating import mark_all

        await mark_all(self, text)

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.host.say(self.host.wording("marks.cleared", n=self.host.memory.marks.clear()))
        self.show_marked()

    def show_marked(self) -> None:
        """Every screen that is open shows the marks."""
        for screen in self.app.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_frame()

    async def action_marked(self) -> None:
        """List what is marked."""
        ids = self.host.memory.marks.ids
        rows = await self.read(self.host.desk.look.rows, ids) if ids and self.host.desk is not None else None
        if not rows:
            self.host.say(self.host.wording("marks.none"))
        else:
            await self.show_found(self.host.wording("key.marked"), [rows[one] for one in ids if one in rows])

    async def action_leave_here(self) -> None:
        """Take the marks away where rows show them; else go back."""
        if self.host.marked and any(table.is_on_screen for table in self.query(QueueTable)):
            self.action_unmark()
        else:
            await self.run_action("back")

    async def until_asked(self, worker: Worker[Any]) -> None:
        for _ in range(200):
            if worker.is_finished or (self.app.screen is not self and self.app.screen.focused is not None):
                return
            await asyncio.sleep(0.005)

    # Alarms

    @property
    def alarm(self) -> AlarmRow | None:
        """The alarm under the cursor, where there is a list of them."""
        return None

    async def action_alarm(self, verb: str) -> None:
        """Do something to the alarm under the cursor; without one, to an alarm of the request under it."""
        if self.alarm is None and self.request_id is None and verb not in WITHOUT_ALARM:
            self.no_row()
        else:
            await self.begin_alarm(verb, self.alarm, self.request_id)

    async def begin_alarm(
        self, verb: str, alarm: AlarmRow | None, request_id: int | None, *, rule: str | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Do something to an alarm, to one of a request, or to a rule; waits until its question takes what is typed."""
        from screens import alarm_acts

        job = partial(alarm_acts.perform, self.app, verb, alarm, request_id, rule=rule, said=said)
        await self.until_asked(start(self.app, job, "acts"))

    async def action_ack_strip(self) -> None:
        """Acknowledge the alarm on the strip, whatever the cursor is on."""
        top = self.strip.top
        if top is None:
            self.host.say(self.host.wording("line.no_alarm"))
            return
        from screens.acts import acknowledge

        self.app.run_worker(acknowledge(self.app, alarm_id=top.id), group="acts")
