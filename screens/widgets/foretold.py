"""What is foretold of a request's clocks, as lines: how likely they are to be missed, and from what that is known."""

from collections.abc import Sequence

from models.prediction import Prediction
from screens.format import cells
from screens.view import View
from screens.widgets.sheet import BLANK, Line, Span


def foretold_words(one: Prediction, share: float, view: View, room: int) -> str:
    """`resolution: likely to miss 86 % (n 214: same category)`, without the group if there is no room for it.

    The percent is never rounded up.
    """
    basis = view.say(f"foretold.by_{one.basis.name.lower()}")
    facts = {"clock": view.word("clock", one.clock), "percent": int(100 * share)}
    key = "foretold.likely" if one.likely else "foretold.perhaps"
    whole = view.say(key, n=f"{one.n}: {basis}", **facts)
    return whole if cells(whole) <= room else view.say(key, n=one.n, **facts)


def likely_lines(said: Sequence[Prediction], view: View, at: int, width: int) -> list[Line]:
    """A line for each clock that will probably be missed, beginning in column `at`."""
    return [_line(one, view, at, width) for one in said if one.likely]


def foretold_lines(said: Sequence[Prediction], view: View, width: int) -> list[Line]:
    """All that is foretold of a request; begins with a blank if there is any line."""
    lines = [_line(one, view, 2, width) for one in said if one.share is not None]
    return [BLANK, *lines] if lines else []


def _line(one: Prediction, view: View, at: int, width: int) -> Line:
    words = foretold_words(one, one.share or 0.0, view, width - at - 1)
    return Line((Span(at, words, "amber" if one.likely else "dim"),))
