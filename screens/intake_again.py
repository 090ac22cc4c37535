"""The form's acts on what was there before: join, link or new; and an enquiry answered from a planned stop."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from models.errors import DeskError
from models.rows import AgainRow, Done, NewRequest
from screens.background import start
from screens.dialogs import Choose, Option
from screens.format import clean
from screens.host import view_of
from screens.intake_facts import asked
from screens.widgets.intake_again import why_words

MOST = 4
"""So many candidates are offered; each may be joined or linked."""


class AgainActs:
    """What an intake form can do with the requests it found. The form lends its fields, its keeper and its end."""

    def __init__(self, screen: Any) -> None:
        self.screen = screen
        self.follows: int | None = None

    @property
    def _rows(self) -> tuple[AgainRow, ...]:
        found: tuple[AgainRow, ...] = self.screen.known.again
        return found

    def told(self, new: NewRequest) -> NewRequest:
        """The request to be saved, with what it refers to and which hints were on the form."""
        seen = ",".join(one.row.number for one in self._rows)
        return replace(new, follows_id=self.follows, seen=seen)

    def choose(self) -> None:
        """F7: the same matter? Join, link or new."""
        if not self._rows:
            self.screen.host.say(self.screen.host.wording("again.none"))
        elif not self.screen.busy:
            start(self.screen.app, self._choose, "acts")

    async def _choose(self) -> None:
        screen, view = self.screen, view_of(self.screen.host)
        chosen = await screen.app.push_screen_wait(Choose(view, view.say("again.title"), self._options(view)))
        if chosen is None:
            return
        way, _, which = chosen.partition(":")
        if way in ("join", "cluster"):
            await self._join(int(which), gather=way == "cluster")
        else:
            self.follows = int(which) if way == "link" else None
            screen.action_save()

    def _options(self, view: Any) -> list[Option]:
        rows, options = self._rows[:MOST], []
        for one in rows:
            why = view.say("again.not_live") if one.ended_at is not None else view.say("again.own")
            barred = one.ended_at is not None or not one.takes
            hint = why if barred else f"{_what(one, view)}  {why_words(one, view)}"
            label = view.say("again.join", number=clean(one.row.number))
            options.append(Option(f"join:{one.row.id}", label, hint, barred=barred))
        cluster, known = self.screen.known.cluster, {one.row.number: one.row.id for one in self._rows}
        if cluster is not None and not cluster.lasts and cluster.number in known:
            label = view.say("again.cluster", number=clean(cluster.number), n=len(cluster.numbers))
            options.append(Option(f"cluster:{known[cluster.number]}", label))
        for one in rows:
            hint = f"{_what(one, view)}  {why_words(one, view)}"
            options.append(Option(f"link:{one.row.id}", view.say("again.link", number=clean(one.row.number)), hint))
        return [*options, Option("new", view.say("again.new"))]

    def join(self) -> None:
        """F8: this caller stands on the request; asked which, where there are several."""
        screen = self.screen
        if not screen.known.similar:
            if self._rows:
                self.choose()
            else:
                screen.host.say(screen.host.wording("intake.none_similar"))
        elif not screen.busy:
            start(screen.app, self._join_which, "acts")

    async def _join_which(self) -> None:
        screen, view = self.screen, view_of(self.screen.host)
        ids = {row.id for row in screen.known.similar}
        rows = [one for one in self._rows if one.row.id in ids]
        which = rows[0].row.id
        if len(rows) > 1:
            options = [
                Option(str(one.row.id), f"{clean(one.row.number)}  {_what(one, view)}", why_words(one, view))
                for one in rows
            ]
            chosen = await screen.app.push_screen_wait(Choose(view, view.say("intake.join_which"), options))
            if chosen is None:
                return
            which = int(chosen)
        await self._join(which)

    async def _join(self, which: int, *, gather: bool = False) -> None:
        screen = self.screen
        host, fields = screen.host, screen.form.fields()
        note = "  ".join(fields[name] for name in ("text", "people", "note") if fields.get(name))
        premise = fields.get("premise_id", "")
        screen.busy = True
        try:
            await screen.keeper.keep(fields)
            done: Done = await asyncio.to_thread(
                partial(
                    host.desk.intake.join, host.seat, which, phone=fields["phone"], note=note, name=fields["caller"],
                    place=fields["address"], premise_id=int(premise) if premise.isdigit() else None,
                    category=fields["category"], draft_id=screen.keeper.id, token=screen.token, call=screen.call.id,
                )
            )  # fmt: skip
        except DeskError as error:
            if error.code == "join.life":  # what they report becomes a request of its own; it will refer to this one
                self.follows = which
            screen.refused(error)
            return
        screen.finish(done, "join")
        if gather:
            await self._gather(which)

    async def _gather(self, which: int) -> None:
        """The caller is on record; that the others follow may still be refused, and then says why."""
        host = self.screen.host
        try:
            made = await asyncio.to_thread(host.desk.incidents.gather, host.seat, which)
        except DeskError as error:
            host.refuse(error)
            return
        host.say(host.wording("did.gather", number=made.number, n=len(made.children)))
        host.stir()

    def answer(self) -> None:
        """F12: the enquiry is answered from the planned stop, resolved and closed."""
        screen = self.screen
        if not screen.known.stops:
            screen.host.say(screen.host.wording("stops.none_here"))
        elif not screen.busy:
            screen.busy = True
            start(screen, self._answer, "save")

    async def _answer(self) -> None:
        screen = self.screen
        host, keeper, fields = screen.host, screen.keeper, screen.form.fields()
        try:
            await keeper.keep(fields)
            new = asked(fields, draft_id=keeper.id, received=keeper.received, now=host.wall.now(),
                        zone=host.desk.zone, token=screen.token)  # fmt: skip
            done: Done = await asyncio.to_thread(host.desk.stops.answer, host.seat, screen.known.stops[0].id, new)
        except DeskError as error:
            screen.refused(error)
            return
        screen.finish(done, "stop_answered")


def _what(one: AgainRow, view: Any) -> str:
    return clean(str(view.named(one.row.category_zh, one.row.category_en)))
