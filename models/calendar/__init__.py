"""Working time: a week of hours with its exceptions in one zone, and what is reckoned on it."""

from models.calendar.reckoning import breached, due, elapsed
from models.calendar.terms import Term, Unit
from models.calendar.working import Calendar

__all__ = ["Calendar", "Term", "Unit", "breached", "due", "elapsed"]
