"""The command palette's entries, made from the key table: what a word or a key does, the palette does."""

from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from screens import keys
from screens.desk_screen import DeskScreen
from screens.host import host_of


class KeyTable(Provider):
    """Every act and command by its name and its words, in both languages."""

    async def discover(self) -> Hits:
        for row in self._rows():
            yield DiscoveryHit(self._title(row), self._run(row), help=self._help(row))

    async def search(self, query: str) -> Hits:
        from screens.hearing import spellings

        matcher = self.matcher(keys.normal(query))
        for row in self._rows():
            text = " ".join((self._title(row), *spellings(row)))
            score = matcher.match(text)
            if score > 0:
                yield Hit(score, self._title(row), self._run(row), help=self._help(row))

    def _rows(self) -> list[keys.Key]:
        from screens.hearing import sayable

        return sayable()

    def _title(self, row: keys.Key) -> str:
        name = host_of(self.screen).wording(f"key.{row.id}")
        return f"{name}  {row.shown}" if row.keys else name

    def _help(self, row: keys.Key) -> str:
        return host_of(self.screen).wording(f"key_help.{row.id}")

    def _run(self, row: keys.Key):  # type: ignore[no-untyped-def]
        screen = cast(DeskScreen, self.screen)

        async def run() -> None:
            await screen.run_here(row)

        return run
