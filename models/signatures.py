"""What a verb takes, read from its own signature: whoever spells its facts can never know other ones than it has."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

PLACES = ("self", "seat", "which")
"""Who acts and what is acted on: no facts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a verb takes: the type it declares, and whether it must be given."""

    hint: Any
    needed: bool

    @property
    def kind(self) -> Any:
        """The declared type without None."""
        if get_origin(self.hint) in (Union, UnionType):
            return next(one for one in get_args(self.hint) if one is not type(None))
        return self.hint

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a closed list; none if it is open."""
        kind = self.kind
        return tuple(str(one.value) for one in kind) if inspect.isclass(kind) and issubclass(kind, Enum) else ()


def facts_of(verb: Callable[..., Any]) -> dict[str, Fact]:
    """The facts that a verb takes beside the seat and the request, those that every verb takes last."""
    hints = get_type_hints(verb)
    facts: dict[str, Fact] = {}
    for name, one in inspect.signature(verb).parameters.items():
        if one.kind is one.VAR_KEYWORD:
            (shared,) = get_args(hints[name])
            facts |= {key: Fact(hint, needed=False) for key, hint in get_type_hints(shared).items()}
        elif name not in PLACES:
            facts[name] = Fact(hints[name], needed=one.default is one.empty)
    return facts
