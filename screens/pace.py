"""How often time is painted: every second, or on a slow link only as often as it has to be.

One process paints one console, so its pace stands here; :func:`use` changes it.
"""

SLOW_STEP = 10
"""Seconds between two paintings of what grows older, on a slow link. Changes are painted as they come."""


class _Pot:
    slow = False


_POT = _Pot()


def use(slow: bool) -> None:
    """Paint for a slow link from now on, or not."""
    _POT.slow = slow


def slow() -> bool:
    """Is the link slow? Then times are written to the minute."""
    return _POT.slow


def paints(second: int) -> bool:
    """Is what grows older painted in this second of the screen's life?"""
    return not _POT.slow or second % SLOW_STEP == 0
