"""Refusals that only a door can make: words that were typed wrongly, which end the program with code 2."""

from models.errors import DeskError


class Misuse(DeskError):
    """The command line itself is wrong: an unknown key, an unreadable instant, a missing word."""
