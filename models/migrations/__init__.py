"""Making a new file, and bringing an older one forward in numbered steps after a checked backup.

The two are loaded when they are asked for: opening a finished file needs neither.
"""

from typing import Any

_ROOMS = {
    "create": "models.migrations.making",
    "upgrade": "models.migrations.upgrading",
    "Upgraded": "models.migrations.upgrading",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _ROOMS:
        raise AttributeError(name)
    return getattr(import_module(_ROOMS[name]), name)
