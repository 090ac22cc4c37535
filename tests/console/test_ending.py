"""The exit code of a console: whoever starts it again when it breaks down must be told that it did."""

import pytest
from textual.app import App

from console.ending import code_of


class Broken(App[int]):
    """Breaks down as soon as it stands."""

    def on_mount(self) -> None:
        raise ValueError("a fault of ours")


class Left(App[int]):
    """Is left at once with a code."""

    def __init__(self, code: int | None) -> None:
        super().__init__()
        self.code = code

    def on_mount(self) -> None:
        self.exit(self.code)


@pytest.mark.parametrize(("app", "code"), [(Broken, 1), (lambda: Left(None), 0), (lambda: Left(3), 3)])
def test_a_console_that_broke_down_does_not_end_as_if_it_had_been_left(app, code):
    console = app()
    assert code_of(console, console.run(headless=True)) == code
