"""What of a rule goes out of service: one promise, one kind of request, and life safety only if somebody says so."""

from typing import Any

from textual.app import App

from models.alarming import LIFE_CLOCKS, LIFE_RULES
from models.vocabulary import ClockKind, Kind, Rule
from screens.dialogs import Choose, Option
from screens.view import View

EVERY = "every"
RINGS_ON, SILENT = "rings_on", "silent"


async def scope_asked(app: App[Any], view: View, rule: str) -> dict[str, Any] | None:
    """What the verb is told of the scope, the narrowest first and nothing chosen beforehand; None if it was left."""
    clock: str | None = EVERY
    kind: str | None = EVERY
    if rule == Rule.CLOCK:
        clocks = [Option(one.value, view.word("clock_row", one)) for one in ClockKind]
        clock = await _one_of(app, view, "clock", clocks)
        kinds = [Option(one.value, view.word("kind", one)) for one in Kind]
        kind = None if clock is None else await _one_of(app, view, "kind", kinds)
    if clock is None or kind is None:
        return None
    life = await _life(app, view, rule, clock)
    if life is None:
        return None
    return {"clock": "" if clock == EVERY else clock, "kind": "" if kind == EVERY else kind, "life": life,
            "whole": clock == kind == EVERY}  # fmt: skip


async def _one_of(app: App[Any], view: View, what: str, options: list[Option]) -> str | None:
    """One of them, or every one, which stands last; None if it was left."""
    every = Option(EVERY, view.say(f"ask.rule_every_{what}"), tone="amber")
    return await app.push_screen_wait(Choose(view, view.say(f"ask.rule_{what}"), [*options, every], undecided=True))


async def _life(app: App[Any], view: View, rule: str, clock: str) -> bool | None:
    """Whether life safety goes with it, asked only where there may be any; None if it was left."""
    only = rule in LIFE_RULES
    if not only and not (rule == Rule.CLOCK and (clock == EVERY or clock in LIFE_CLOCKS)):
        return False
    options = [] if only else [Option(RINGS_ON, view.say("ask.rule_life_rings"))]
    options.append(Option(SILENT, view.say("ask.rule_life_silent"), tone="red"))
    answer = await app.push_screen_wait(Choose(view, view.say("ask.rule_life"), options, undecided=True))
    return None if answer is None else answer == SILENT
