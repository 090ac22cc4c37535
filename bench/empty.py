"""The smallest program of its kind: imports textual and sqlmodel and opens an app with one word in it."""

import sqlmodel
from textual.app import App, ComposeResult
from textual.widgets import Static

assert sqlmodel.SQLModel


class Empty(App[None]):
    """One word on an empty screen."""

    def compose(self) -> ComposeResult:
        yield Static("ready")


if __name__ == "__main__":
    Empty().run()
