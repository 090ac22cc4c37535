"""What the desk says when it refuses: what happened, and how to mend it.

Every error a person can meet is a :class:`DeskError`; each carries two short sentences and no traceback.
`what` and `remedy` are English source sentences; a screen shows them through its language catalogue by `code`
and `facts`, so that the same refusal reads well in every language.
"""

from typing import Any


class DeskError(Exception):
    """A refusal with its reason and its remedy.

    Args:
        code: stable dotted word, such as ``"hold.needs_safe"``; the key in the language catalogues.
        what: what happened, one English sentence.
        remedy: what to do about it, one English sentence (may be empty).
        facts: values that the catalogue's sentence may quote.
    """

    def __init__(self, code: str, what: str, remedy: str = "", **facts: Any) -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.code = code
        self.what = what
        self.remedy = remedy
        self.facts = facts


class NotFound(DeskError):
    """Nothing has that number, name or id."""


class NotAllowed(DeskError):
    """The person at this seat may not do this, or not in this state."""


class Conflict(DeskError):
    """Somebody else changed the thing first; the row has to be read again."""


class Invalid(DeskError):
    """What was given cannot be meant: a missing field, an unknown word, an impossible time."""


class StoreError(DeskError):
    """The file cannot be used: foreign, newer, corrupt, full, read-only or busy."""
