"""The screens that are opened over others, by name: each wakes when somebody first goes there.

A screen stands on what leads to others: its keys, its acts, its lists. So that nothing has to name a file that is built
on it, the screens are named as text, and only here.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

ROOMS: Mapping[str, str] = {
    "aftercare": "AfterCareScreen",
    "campaigns": "CampaignsScreen",
    "crews": "CrewsScreen",
    "editing": "EditScreen",
    "handover": "HandoverScreen",
    "intake": "IntakeScreen",
    "knowledge": "KnowledgeScreen",
    "moved": "MovedScreen",
    "plan": "PlanScreen",
    "stops": "StopsScreen",
    "waiting": "WaitingScreen",
    "wall": "WallScreen",
    "waves": "WaveScreen",
}
"""The file of a screen, and its class in it."""


def room(name: str) -> Any:
    """The class of a screen, to be made with what it takes."""
    return getattr(import_module(f"screens.{name}"), ROOMS[name])
