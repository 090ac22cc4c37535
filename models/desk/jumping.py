"""The wall clock jumped: written down by whoever finds it, and told to the supervisor."""

from models.desk.conditions import Found, raise_one, stored
from models.desk.work import ENGINE_SEAT, Tools, Work
from models.vocabulary import Act, Rule
from models.wall import MINUTE

TOGETHER = MINUTE
"""Steps found so close to each other are one."""


def wall_stepped(tools: Tools, by: int) -> None:
    """Record a step of the machine's clock that its steady one did not make.

    Args:
        by: milliseconds, negative for a step back. A machine that slept steps forward when it wakes. Several processes
            see the same step; the first of them writes it down.
    """
    with tools.work(ENGINE_SEAT) as work:
        row = stored(work, Found(Rule.CLOCK_JUMPED, "wall", 2, work.now))
        if row is None or abs(work.now - row.raised_at) > TOGETHER:
            tell_jump(work, work.now - by, work.now)


def tell_jump(work: Work, before: int, at: int) -> None:
    """Shared step: the wall went from `before` to `at` by itself."""
    work.note(Act.CLOCK_JUMP, {"from": before, "to": at}, at=at)
    raise_one(work, Found(Rule.CLOCK_JUMPED, "wall", 2, at, rung=1), lasts=False)
