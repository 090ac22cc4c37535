"""What this console remembers of its own hand: the act that was done last, the marked requests, what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from screens.marks import Marks

OF_ONE_CREW = ("step", "accept", "en_route", "on_site", "done", "decline", "withdraw", "check_in")
"""Acts of the crew that is on a request: on another one it is another crew, unless it was named."""

ONE_BY_ONE = ("incident", "join", "amend", "receipt", "edit", "describe", "triage", "take_back", "read", "link",
              "split", "promise", "keep_promise", "move_promise", "decline_owner", "judge", "heard", "use",
              "case", "inspect", "safe_record", "met_nobody", "confirm", "start_plan", "tick", "untick",
              "review_plan", "call_try", "handle_complaint", "review_complaint")  # fmt: skip
"""Acts that are about one request, whatever is marked."""


@dataclass(frozen=True, slots=True)
class LastAct:
    """An act and the facts with which it was done."""

    act: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Memory:
    """One a console; it ends with it, but for the typed words (:mod:`screens.history`)."""

    def __init__(self) -> None:
        self.last: LastAct | None = None
        self.marks = Marks()

    @cached_property
    def history(self) -> Any:
        """What was typed after the colon, kept in the user's state folder."""
        from screens.history import usual_history

        return usual_history()

    def did(self, act: str, facts: Mapping[str, Any] | None, said: Mapping[str, Any] | None) -> None:
        """An act was done; one whose facts are not known cannot be repeated."""
        if facts is None:
            self.last = None
            return
        kept = dict(facts)
        way = kept.pop("act", None)
        if act == "incident" and way:
            kept["way"] = {"incident": "begin", "end_incident": "end"}.get(str(way), str(way))
        if act in OF_ONE_CREW and "crew" not in (said or {}):
            kept.pop("crew", None)
        self.last = LastAct(act, kept)
