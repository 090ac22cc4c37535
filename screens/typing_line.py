"""The line of a screen: a command after the colon, something to look for after the slash, and what comes of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from textual.widget import Widget

from models.errors import DeskError
from models.rows import QueueRow
from screens import keys
from screens.commands import look_for, number_in
from screens.framed import FramedScreen
from screens.widgets.command_line import COMMAND, FIND, CommandLine


class TypingScreen(FramedScreen):
    """A frame whose line takes a command, or something to look for."""

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""
        self._former: Widget | None = None

    @cached_property
    def words(self) -> Any:
        """What reads the line after the colon; furnished at the first one."""
        from screens.command_desk import CommandDesk

        return CommandDesk(self)

    async def action_command(self) -> None:
        """Type a command."""
        self._former = self.focused if self.typing else None
        self.line.ask(COMMAND)
        self.bar.display, self.hint.display = False, True
        self.words.open()

    async def action_command_line(self) -> None:
        """Type a command from within a form."""
        await self.action_command()

    def show_hint(self, parts: Sequence[tuple[str, str]], choices: Sequence[str] = (), chosen: int = -1) -> None:
        """Say below the line what would happen."""
        self.hint.show(parts, choices, chosen)

    def on_command_line_typing(self, message: CommandLine.Typing) -> None:
        """The line has changed."""
        message.stop()
        self.words.typed(message.text)

    def on_command_line_recalled(self, message: CommandLine.Recalled) -> None:
        """The line before, or after."""
        message.stop()
        if self.line.mark.text == COMMAND:
            self.words.recall(message.by)

    async def on_command_line_completed(self, message: CommandLine.Completed) -> None:
        """The word is to be completed."""
        message.stop()
        if self.line.mark.text == COMMAND:
            await self.words.complete(message.by)

    async def action_find(self) -> None:
        """Type something to look for."""
        self.line.ask(FIND)

    def on_command_line_left(self, message: CommandLine.Left) -> None:
        """Typing was given up: back to where the hand was."""
        message.stop()
        self.stop_typing()

    def stop_typing(self) -> None:
        """Close the line to type in."""
        if self.line.typing:
            self.line.leave()
            self.bar.display, self.hint.display = True, False
            former, self._former = self._former, None
            if former is not None:
                self.set_focus(former)
            else:
                self.refocus()

    def refocus(self) -> None:
        """Give the focus back after typing, at once: the word that was typed may be about to act."""

    async def on_command_line_given(self, message: CommandLine.Given) -> None:
        """Do what was typed."""
        message.stop()
        self.stop_typing()
        if not message.text:
            return
        if message.mark == FIND:
            await self.find(message.text)
        else:
            await self.command(message.text)

    async def command(self, text: str) -> None:
        """A line of the grammar: a word of the key table, a number, facts."""
        await self.words.run(text)

    def caution(self, text: str) -> None:
        """Say why something was not done."""
        self._tell(text, "amber")

    async def run_here(self, key: keys.Key) -> None:
        """Do what a key does, if this screen can."""
        name = key.action.partition("(")[0]
        if not name.startswith("app.") and not hasattr(self, f"action_{name}"):
            self.caution(self.host.wording("line.not_here", word=self.host.wording(f"key.{key.id}")))
        else:
            await self.run_action(key.action)

    async def read_async(self, text: str) -> list[QueueRow]:
        """What a text finds; nothing if the desk is not open or refuses."""
        if self.host.desk is None:
            return []
        try:
            return await look_for(self.host.desk, text)
        except DeskError as error:
            self.host.refuse(error)
            return []

    async def find(self, text: str, unknown: str = "") -> None:
        """Look for a number, a phone, an address or a name; one hit is opened, several are listed.

        Asked for before the database is open, it is looked for as soon as it is.
        """
        if self.host.desk is None:
            self._sought = text
            self.host.say(self.host.wording("line.will_find", text=text))
            return
        rows = await self.read_async(text)
        if len(rows) == 1:
            await self.open_row(rows[0])
        elif rows:
            await self.show_found(text, rows)
        else:
            self.found_nothing(text, unknown)

    def seek_again(self) -> None:
        if self._sought and self.host.desk is not None and self.host.seat is not None:
            text, self._sought = self._sought, ""
            self.call_later(self.find, text)

    def found_nothing(self, text: str, unknown: str = "") -> None:
        """Say that nothing was found; a number that no request has is no misspelt command."""
        say = self.host.wording
        if number := number_in(text):
            self.host.say(say("line.no_request", number=number))
        else:
            self.host.say(say(unknown, word=text) if unknown else say("queue.found_none", text=text))
