"""The ways from any screen of the desk to its other rooms: each room wakes when somebody first goes there."""

import asyncio
from functools import partial
from typing import Any

from textual.app import App

from models.errors import DeskError
from models.vocabulary import Act
from screens.background import start
from screens.commands import FOUND_LIMIT
from screens.host import host_of
from screens.rooms import room


class OtherRooms:
    """Mixed into the screens of the desk, whose host, row and questions these ways use."""

    async def enter(self: Any, name: str) -> None:
        """Open another screen over this one, unless this is it."""
        if self.host.desk is None or self.host.seat is None:
            self.host.say(self.host.wording("line.opening"))
        elif not isinstance(self, room(name)):
            await self.app.push_screen(room(name)())

    async def action_aftercare(self: Any) -> None:
        """Call-backs that are due, and reviews of complaints."""
        await self.enter("aftercare")

    async def action_callbacks(self: Any) -> None:
        """List what is resolved, those that wait for a call-back first."""
        if self.host.desk is None:
            self.host.say(self.host.wording("line.opening"))
            return
        rows = await self.read(self.host.desk.look.resolved, FOUND_LIMIT)
        if rows:
            await self.show_found(self.host.wording("key.callbacks"), rows)
        elif rows is not None:
            self.host.say(self.host.wording("line.no_callbacks"))

    async def action_knowledge(self: Any, typed: str = "") -> None:
        """Look something up; what is taken is noted on the request that the keys are about."""
        from screens.voices import look_up

        await look_up(self, typed)

    async def action_wishes(self: Any) -> None:
        """The wishes that wait for a unit, and those kept until they are possible; the one taken is opened."""
        from screens.voices import wishes

        await self.until_asked(start(self.app, partial(wishes, self), "acts"))

    async def action_feedback(self: Any) -> None:
        """Write feedback down: a request if it is urgent or general, else a counted remark."""
        from screens.voices import feedback

        await self.until_asked(start(self.app, partial(feedback, self), "acts"))

    async def action_mine(self: Any) -> None:
        """List the live requests that this seat owns."""
        if self.host.desk is None or self.host.seat is None:
            self.host.say(self.host.wording("line.opening"))
            return
        rows = await self.read(self.host.desk.look.mine, self.host.seat.operator_id)
        if rows is not None:
            await self.show_found(self.host.wording("key.mine"), rows)

    async def action_waiting(self: Any) -> None:
        """What waits for this seat."""
        await self.enter("waiting")

    async def action_drafts(self: Any) -> None:
        """Go on with a call, or a correction, that was not written to the end."""
        from screens.own_acts import go_on

        await self.until_asked(start(self.app, partial(go_on, self), "acts"))

    async def action_promise_number(self: Any) -> None:
        """Promise a number a call."""
        from screens.own_acts import promise_number

        await self.until_asked(start(self.app, partial(promise_number, self.app), "acts"))

    async def action_stops(self: Any) -> None:
        """The planned stops."""
        await self.enter("stops")

    def action_print_board(self: Any) -> None:
        """Write what is open now into a file to be printed."""
        from screens.print_acts import print_board

        if self.host.desk is None:
            self.host.say(self.host.wording("line.opening"))
        else:
            start(self.app, partial(print_board, self.host), "acts")

    async def action_handover(self: Any) -> None:
        """The shift's hand-over sheet."""
        await self.enter("handover")

    async def action_wall(self: Any) -> None:
        """The board as it hangs on a wall."""
        await self.enter("wall")

    async def action_campaigns(self: Any) -> None:
        """The campaigns of inspections."""
        await self.enter("campaigns")

    async def action_crews(self: Any) -> None:
        """The crew board."""
        await self.show_crews(on_map=False)

    async def action_city_map(self: Any) -> None:
        """The crew board with the map of the city."""
        await self.show_crews(on_map=True)

    async def show_crews(self: Any, *, on_map: bool) -> None:
        """The board of crews over this screen, or back to this screen from it."""
        if self.host.desk is None:
            self.host.say(self.host.wording("line.opening"))
        elif isinstance(self, room("crews")):
            self.dismiss()
        else:
            await self.app.push_screen(room("crews")(on_map=on_map))

    async def action_plan(self: Any) -> None:
        """The emergency plan of the request that the keys are about; where there is none, one is started."""
        if self.request_id is None:
            self.no_row()
        else:
            await self.until_asked(start(self.app, partial(open_plan, self.app, self.request_id), "acts"))

    async def action_waves(self: Any) -> None:
        """The round of call-backs under way."""
        from screens import wave_acts

        await self.until_asked(start(self.app, partial(wave_acts.find, self.app, self.request_id), "acts"))

    async def action_children(self: Any) -> None:
        """List what follows the request that the keys are about."""
        if self.request_id is None or self.host.desk is None:
            self.no_row()
            return
        look, parent = self.host.desk.look, self.request_id
        ids = await self.read(look.again().children, parent)
        found = await self.read(look.rows, ids) if ids else {}
        number = await self.read(look.number_of, parent)
        if found:
            await self.show_found(self.host.wording("again.children", number=number), list(found.values()))
        elif found is not None:
            self.host.say(self.host.wording("again.no_children", number=number))


async def open_plan(app: App[Any], request_id: int) -> None:
    """Show the plan of a request; where there is none, start one first. Runs inside a worker."""
    host = host_of(app)
    if host.desk is None or host.seat is None:
        return
    try:
        runs = await asyncio.to_thread(host.desk.look.plans().runs, request_id)
    except DeskError as error:
        host.refuse(error)
        return
    if not runs:
        from screens.acts import perform

        if not await perform(app, Act.START_PLAN, request_id):
            return
    await app.push_screen(room("plan")(request_id))
